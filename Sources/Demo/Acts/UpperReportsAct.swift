import Catalog
import LedgerModel

/// The upper unions report to the province: on time, late, on paper, twice, or not at all; what is
/// wrong is sent back, struck out or put right; some are let off or get more time.
struct UpperReportsAct: Act {
  private let stories: [UpperReportStory]
  private var timetable: Timetable

  init(on stage: Stage) {
    let stories = UpperReportStory.all(on: stage)
    self.stories = stories
    stage.record.upperUnits = stories.map { stage.id($0.unit) }
    timetable = Timetable(from: stage.opens) { draft in
      for (index, story) in stories.enumerated() {
        let moments = [story.versions.first?.time, story.ruled].compactMap { $0 }
        if let first = moments.min() { draft.add(first, index) }
      }
    }
  }

  mutating func play(before end: Instant, on stage: Stage) {
    for entry in timetable.due(before: end) {
      let story = stories[entry.subject]
      if let ruled = story.ruled { rule(story, at: ruled, on: stage) }
      for version in story.versions { file(version, of: story, on: stage) }
      amend(story, on: stage)
    }
  }

  private func file(
    _ version: UpperReportStory.Version, of story: UpperReportStory, on stage: Stage
  ) {
    guard let province = stage.population.units[story.unit].parent else { return }
    let unit = story.unit
    let document = stage.registerDocument(
      "\(story.report)-\(version.number)", type: "BC",
      number: stage.dice.number(20...96, .figures, unit, 9), notation: "BC-LĐLĐ", organ: unit,
      subject: "Báo cáo kết quả tuyên truyền",
      at: version.recorded.later(by: Stage.minutes(-2)), issued: stage.day(of: version.time))
    let hasEvidence = stage.dice.chance(800, .evidence, unit, 20) || version.number > 1
    stage.scheduleLate(recorded: version.recorded) { stage in
      let data: [(String, FieldValue?)] = [
        ("report", .text(story.report)), ("version", .number(version.number)),
        ("to_unit", stage.unit(province)), ("via", .text("Ban Tuyên giáo – Nữ công")),
        ("covers_from", .date(stage.date(july(1)))),
        ("covers_to", .date(stage.date(stage.day(of: version.time) - 1))),
        ("as_of_seq", .position(Position(stage.position))),
        ("figures", UpperReportsAct.figures(of: unit, on: stage).field), ("document", document),
        ("duty", .text("O11")),
        (
          "evidence",
          hasEvidence
            ? stage.evidence(unit, 21 + version.number, mediaType: "application/pdf") : nil
        ),
      ]
      return Event(
        id: UpperReportsAct.id(story, version.number), source: Stage.office,
        type: .reportSubmitted, time: version.time, campaign: stage.campaign,
        unit: stage.id(unit), actor: stage.clerk(unit),
        data: data.compactMap { name, value in value.map { NamedValue(name, $0) } })
    } noting: { [id = stage.id(unit)] record, _ in
      record.filings.append(
        SimulationRecord.Filing(
          unit: id, version: version.number, time: version.time, recorded: version.recorded))
    }
    if story.role != .voided { answer(version, of: story, by: province, on: stage) }
  }

  private static func id(_ story: UpperReportStory, _ version: Int) -> String {
    "ur\(story.unit)-\(version)"
  }

  /// The sum of what has come in from below, in three of ten unions with other numbers in it.
  private static func figures(of unit: Int, on stage: Stage) -> ReportFigures {
    var figures = stage.record.grassrootsFigures[unit] ?? ReportFigures()
    if stage.dice.chance(300, .figures, unit, 5) {
      figures.people += stage.dice.number(15...160, .figures, unit, 6)
      figures.examined += stage.dice.number(0...25, .figures, unit, 7)
    }
    return figures
  }

  private func answer(
    _ version: UpperReportStory.Version, of story: UpperReportStory, by province: Int,
    on stage: Stage
  ) {
    let unit = story.unit
    func say(
      _ type: EventType, _ prefix: String, _ time: Instant, _ more: [(String, FieldValue?)],
      noting: ScheduledDraft.Note? = nil
    ) {
      stage.schedule(
        type, id: "\(prefix)\(unit)-\(version.number)", unit: province, at: time,
        actor: stage.clerk(province),
        [("report", .text(story.report)), ("version", .number(version.number))] + more,
        noting: noting)
    }
    let hours = stage.dice.number(1...15, .returned, unit, version.number)
    say(.reportReceived, "vr", version.recorded.later(by: Stage.hours(hours)), [])
    if let returned = version.returned {
      let recorded = returned.later(by: Stage.minutes(1))
      say(
        .reportReturned, "vb", returned, [("reason", .text("số liệu chưa khớp với đơn vị cơ sở"))]
      ) { [id = stage.id(unit)] record, _ in
        record.change(id, version.number) { $0.returned = (returned, recorded) }
      }
    } else if stage.dice.chance(900, .returned, unit, 8) {
      let accepted = version.recorded.later(by: Stage.hours(hours + 20))
      say(.reportAccepted, "va", accepted, [])
    }
  }

  private func amend(_ story: UpperReportStory, on stage: Stage) {
    guard let province = stage.population.units[story.unit].parent else { return }
    let target = UpperReportsAct.id(story, 1)
    let id = stage.id(story.unit)
    switch story.role {
    case .voided:
      let moment = stage.moment(august(12), 9)
      stage.void(
        target, at: moment, clerk: province, reason: "báo cáo của đơn vị khác nhập nhầm"
      ) { record, _ in
        record.change(id, 1) { $0.voidedAt = moment.later(by: Stage.seconds(30)) }
      }
    case .corrected:
      let moment = stage.moment(august(15), 9)
      let time = UpperReportStory.correctedTime(on: stage)
      stage.correct(
        target, at: moment, clerk: province, reason: "nhập sai ngày gửi",
        [NamedValue("time", .text(time.rfc3339(offsetSeconds: 7 * 3_600)))]
      ) { record, _ in
        record.change(id, 1) {
          $0.correction = (time: time, recorded: moment.later(by: Stage.seconds(30)))
        }
      }
    default: break
    }
  }

  /// The province lets a union off, or gives it until 12/8.
  private func rule(_ story: UpperReportStory, at ruled: Instant, on stage: Stage) {
    guard let province = stage.population.units[story.unit].parent else { return }
    let isWaiver = story.role != .extended
    let name = stage.population.units[story.unit].name
    let document = stage.registerDocument(
      "cv-\(story.unit)", type: isWaiver ? "QĐ" : "CV",
      number: 400 + stage.dice.number(0...90, .ruled, story.unit),
      notation: isWaiver ? "QĐ-LĐLĐ" : "LĐLĐ-TG", organ: province,
      subject: "\(isWaiver ? "Miễn" : "Gia hạn") báo cáo, \(name)", at: ruled)
    let time = ruled.later(by: Stage.minutes(30))
    let recorded = time.later(by: Stage.minutes(1))
    let id = stage.id(story.unit)
    let cutoff = stage.moment(august(12), 0)
    stage.schedule(
      isWaiver ? .dutyWaived : .dutyExtended, id: "ruling-\(story.unit)", unit: province, at: time,
      recorded: recorded, actor: stage.clerk(province),
      [
        ("duty", .text("O11")), ("unit", .text(id)),
        ("reason", .text(isWaiver ? "đơn vị trong vùng phong tỏa" : "cán bộ cách ly tập trung")),
        ("document", document),
        ("new_due", isWaiver ? nil : .date(stage.date(august(12)))),
      ],
      noting: { record, _ in
        if isWaiver {
          record.waived[id] = (time, recorded)
        } else {
          record.extended[id] = (cutoff, time, recorded)
        }
      })
  }
}

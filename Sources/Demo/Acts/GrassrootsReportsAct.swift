import Catalog
import LedgerModel

/// Grassroots unions hand their figures in to the union above; one reports to the province, from
/// which nobody expected it.
struct GrassrootsReportsAct: Act {
  private var timetable: Timetable
  private var hasStrayed = false

  init(on stage: Stage) {
    timetable = Timetable(from: stage.opens) { draft in
      for unit in stage.population.grassroots {
        if let story = GrassrootsReportStory(unit, on: stage) { draft.add(story.filed, unit) }
      }
    }
  }

  mutating func play(before end: Instant, on stage: Stage) {
    for entry in timetable.due(before: end) {
      guard let story = GrassrootsReportStory(entry.subject, on: stage),
        stage.place(story.unit, at: story.filed) == story.unit,
        stage.place(story.unit, at: story.filed.later(by: Stage.days(14))) == story.unit
      else { continue }
      play(story, on: stage)
    }
    let day = stage.moment(august(3), 14)
    if !hasStrayed, day < end {
      hasStrayed = true
      for province in stage.population.provincial { stray(in: province, at: day, on: stage) }
    }
  }

  private func play(_ story: GrassrootsReportStory, on stage: Stage) {
    guard let above = stage.parent(story.unit, at: story.filed) else { return }
    let recorded = story.filed.later(by: stage.paperDelay(late: 25, story.unit, 80))
    file(story, version: 1, to: above, at: story.filed, recorded: recorded, on: stage)
    let seen = recorded.later(
      by: Stage.minutes(stage.dice.number(20...600, .returned, story.unit, 4)))
    guard let returned = story.returned else {
      return accept(story, version: 1, by: above, at: seen, on: stage)
    }
    let sentBack = max(returned, seen)
    answer(
      .reportReturned, "gb", story, version: 1, by: above, at: sentBack,
      [("reason", .text("thiếu danh sách kèm theo"))], on: stage)
    guard let filedAgain = story.filedAgain else { return }
    let again = max(filedAgain, sentBack.later(by: Stage.hours(2)))
    file(
      story, version: 2, to: above, at: again, recorded: again.later(by: Stage.minutes(4)),
      on: stage)
    accept(story, version: 2, by: above, at: again.later(by: Stage.hours(3)), on: stage)
  }

  private func file(
    _ story: GrassrootsReportStory, version: Int, to above: Int, at time: Instant,
    recorded: Instant, on stage: Stage
  ) {
    let figures = story.figures(on: stage)
    stage.schedule(
      .reportSubmitted, id: "gs\(story.unit)-\(version)", unit: story.unit, at: time,
      recorded: recorded, actor: stage.clerk(story.unit),
      [
        ("report", .text("bc-o20-\(stage.id(story.unit))")), ("version", .number(version)),
        ("to_unit", stage.unit(above)), ("covers_from", .date(stage.date(july(1)))),
        ("covers_to", .date(stage.date(stage.day(of: time)))), ("figures", figures.field),
        ("duty", .text("O20")),
        (
          "evidence",
          version == 2 || stage.dice.chance(450, .evidence, story.unit, 5)
            ? stage.evidence(story.unit, 6 + version, mediaType: "application/pdf") : nil
        ),
      ],
      noting: { record, _ in
        if version == 1 { record.noteGrassrootsReport(to: above, figures) }
      })
  }

  private func accept(
    _ story: GrassrootsReportStory, version: Int, by above: Int, at time: Instant, on stage: Stage
  ) {
    guard stage.dice.chance(920, .returned, story.unit, 5) else { return }
    answer(.reportReceived, "gr", story, version: version, by: above, at: time, [], on: stage)
    guard stage.dice.chance(880, .returned, story.unit, 6) else { return }
    let accepted = time.later(
      by: Stage.hours(stage.dice.number(1...48, .returned, story.unit, 7)))
    answer(.reportAccepted, "ga", story, version: version, by: above, at: accepted, [], on: stage)
  }

  private func answer(
    _ type: EventType, _ prefix: String, _ story: GrassrootsReportStory, version: Int,
    by above: Int, at time: Instant, _ more: [(String, FieldValue?)], on stage: Stage
  ) {
    stage.schedule(
      type, id: "\(prefix)\(story.unit)-\(version)", unit: above, at: time,
      actor: stage.clerk(above),
      [("report", .text("bc-o20-\(stage.id(story.unit))")), ("version", .number(version))] + more)
  }

  private func stray(in province: Int, at time: Instant, on stage: Stage) {
    let people = stage.population
    let unions = people.children[province].first.map { people.children[$0] } ?? []
    guard let unit = unions.first(where: { stage.place($0, at: stage.end) == $0 }) else { return }
    stage.schedule(
      .reportSubmitted, id: "stray-\(province)", unit: unit, at: time, actor: stage.clerk(unit),
      [
        ("report", .text("bc-o11-\(stage.id(unit))")), ("version", .number(1)),
        ("to_unit", stage.unit(province)), ("covers_from", .date(stage.date(july(1)))),
        ("covers_to", .date(stage.date(august(3)))), ("figures", ReportFigures(people: 41).field),
        ("duty", .text("O11")),
      ])
  }
}

import LedgerModel

/// On 09/8 the provincial federation puts the reports together and reports to the confederation:
/// with the position that its figures rest on, the unions it used and those it missed.
struct ProvinceReportAct: Act {
  private var isPlayed = false

  init(on stage: Stage) {}

  mutating func play(before end: Instant, on stage: Stage) {
    let time = stage.moment(august(9), 16, 30)
    guard !isPlayed, time < end, let central = stage.population.central.first else { return }
    isPlayed = true
    for (place, province) in stage.population.provincial.enumerated() {
      // Federations report one after another, so that each rests on a position of its own.
      let moment = time.later(by: Stage.minutes(place))
      report(of: province, to: central, at: moment, on: stage)
      answer(province, by: central, on: stage)
    }
  }

  private func report(of province: Int, to central: Int, at time: Instant, on stage: Stage) {
    let document = stage.registerDocument(
      "bc-\(province)", type: "BC", number: 58, notation: "BC-LĐLĐ", organ: province,
      subject: "Báo cáo kết quả đợt tuyên truyền", at: time.later(by: Stage.minutes(-30)))
    stage.scheduleLate(recorded: time) { stage in
      let data: [(String, FieldValue)] = [
        ("report", .text("bc-o7-\(stage.id(province))")), ("version", .number(1)),
        ("to_unit", stage.unit(central)), ("covers_from", .date(stage.date(july(1)))),
        ("covers_to", .date(stage.date(august(8)))),
        ("as_of_seq", .position(Position(stage.position))),
        ("figures", ProvinceReportAct.figures(of: province, on: stage).field),
        ("document", document), ("duty", .text("O7")),
        ("evidence", stage.evidence(province, 1, mediaType: "application/pdf")),
      ]
      return Event(
        id: "pr\(province)", source: Stage.office, type: .reportSubmitted, time: time,
        campaign: stage.campaign, unit: stage.id(province), actor: stage.clerk(province),
        data: data.map { NamedValue($0.0, $0.1) })
    } noting: { record, position in
      if record.consolidatedAt == nil { record.consolidatedAt = (position - 1, time) }
    }
    consolidate(province, at: time, on: stage)
  }

  private func consolidate(_ province: Int, at time: Instant, on stage: Stage) {
    stage.scheduleLate(recorded: time) { stage in
      let unions = stage.population.children[province]
      let silent = Set(stage.record.missing(clock: time, known: time))
      let used = unions.filter { union in
        !silent.contains(stage.id(union))
          && stage.record.filings.contains { $0.unit == stage.id(union) }
      }
      let missing = unions.filter { silent.contains(stage.id($0)) }
      let data: [(String, FieldValue)] = [
        ("report", .text("bc-o7-\(stage.id(province))")),
        ("sources", .list(used.map(stage.unit))), ("missing", .list(missing.map(stage.unit))),
        ("as_of_seq", .position(Position(stage.position - 1))),
        (
          "query_hashes",
          .texts((0..<2).map { stage.dice.digest(.evidence, province, 40 + $0) })
        ),
      ]
      return Event(
        id: "pc\(province)", source: Stage.office, type: .reportConsolidated, time: time,
        campaign: stage.campaign, unit: stage.id(province), actor: stage.clerk(province),
        data: data.map { NamedValue($0.0, $0.1) })
    }
  }

  private static func figures(of province: Int, on stage: Stage) -> ReportFigures {
    stage.population.children[province].reduce(ReportFigures()) {
      $0 + (stage.record.grassrootsFigures[$1] ?? ReportFigures())
    }
  }

  private func answer(_ province: Int, by central: Int, on stage: Stage) {
    let fields: [(String, FieldValue?)] = [
      ("report", .text("bc-o7-\(stage.id(province))")), ("version", .number(1)),
    ]
    stage.schedule(
      .reportReceived, id: "tr\(province)", unit: central, at: stage.moment(august(10), 8, 30),
      actor: stage.clerk(central), fields)
    stage.schedule(
      .reportAccepted, id: "ta\(province)", unit: central, at: stage.moment(august(12), 15),
      actor: stage.clerk(central), fields)
  }
}

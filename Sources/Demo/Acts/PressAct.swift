import LedgerModel

/// What papers and stations print and send: items without a unit, with copies or seconds on air.
struct PressAct: Act {
  private var timetable: Timetable
  private static let perProvince = 48

  init(on stage: Stage) {
    timetable = Timetable(from: stage.opens) { draft in
      for province in stage.population.provincial {
        for index in 0..<PressAct.perProvince {
          let subject = province * PressAct.perProvince + index
          draft.add(stage.daytime(july(17)..<august(31), .press, subject), subject)
        }
      }
    }
  }

  mutating func play(before end: Instant, on stage: Stage) {
    for entry in timetable.due(before: end) {
      let province = entry.subject / PressAct.perProvince
      let outlets = PressOutlet.local(of: province, on: stage) + PressOutlet.nationwide
      let place = stage.dice.weighted([34, 22, 22, 12, 10], .press, entry.subject, 1)
      publish(outlets[place], about: province, entry, on: stage)
    }
  }

  private func publish(
    _ outlet: PressOutlet, about province: Int, _ entry: Timetable.Entry, on stage: Stage
  ) {
    let (dice, subject) = (stage.dice, entry.subject)
    stage.schedule(
      .mediaItemPublished, id: "pp-\(subject)", from: Stage.press, at: entry.instant,
      delay: Stage.hours(dice.number(1...9, .press, subject, 2)), actor: stage.clerk(province),
      [
        ("item", .text("press-\(subject)")), ("medium", .text(outlet.medium)),
        ("audience", .text("community")), ("outlet", .text(outlet.id)),
        ("outlet_scope", .text(outlet.scope)),
        ("contents", .texts([["C1"], ["C3"], ["C5"]][dice.number(0...2, .press, subject, 3)])),
        ("title", .text("Công đoàn đồng hành cùng người lao động")),
      ])
    let isPaper = outlet.medium == "newspaper"
    let time = entry.instant.later(by: Stage.days(1))
    stage.schedule(
      .mediaMetricObserved, id: "pm-\(subject)", from: Stage.press, at: time,
      actor: stage.clerk(province),
      [
        ("item", .text("press-\(subject)")), ("metric", .text(isPaper ? "copies" : "airtime")),
        ("definition", .text(isPaper ? "số bản in" : "thời lượng phát sóng, giây")),
        (
          "value",
          .number(
            isPaper
              ? dice.number(8...70, .press, subject, 4) * 500
              : dice.number(40...600, .press, subject, 4))
        ),
        ("as_of", .instant(time)), ("method", .text(isPaper ? "estimate" : "manual")),
      ])
  }
}

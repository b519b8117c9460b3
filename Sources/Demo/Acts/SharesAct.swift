import LedgerModel

/// Units pass materials on: over half of those with a page do it there, some of the others in
/// their group chats.
struct SharesAct: Act {
  private var timetable: Timetable
  private static let perUnit = 4

  init(on stage: Stage) {
    timetable = Timetable(from: stage.opens) { draft in
      let units = stage.population.provincial + stage.population.upper + stage.population.grassroots
      for unit in units {
        let share = Page.of(unit, on: stage) == nil ? 220 : 560
        guard stage.dice.chance(share, .share, unit) else { continue }
        for index in 0..<stage.dice.number(1...SharesAct.perUnit, .share, unit, 1) {
          let subject = unit * SharesAct.perUnit + index
          draft.add(stage.daytime(july(19)..<august(31), .shareTime, subject), subject)
        }
      }
    }
  }

  mutating func play(before end: Instant, on stage: Stage) {
    let materials = ["tl-c1", "tl-c2", "tl-c3", "tl-c4", "hd-68", "hd-02"]
    for entry in timetable.due(before: end) {
      let unit = entry.subject / SharesAct.perUnit
      guard stage.place(unit, at: entry.instant) == unit else { continue }
      let page = Page.of(unit, on: stage)
      let isPublic = page != nil && stage.dice.chance(600, .share, entry.subject, 2)
      stage.schedule(
        .materialShared, id: "sr-\(entry.subject)", unit: unit, at: entry.instant,
        delay: stage.paperDelay(late: 20, entry.subject, 40), actor: stage.clerk(unit),
        [
          (
            "material", .text(stage.dice.pick(materials, .shareMaterial, entry.subject, 1))
          ),
          ("channel", .text(page?.medium ?? "zalo")), ("outlet", page.map { .text($0.outlet) }),
          ("post", .text("share-\(entry.subject)")),
          ("audience", .text(isPublic ? "community" : "internal")),
        ])
    }
  }
}

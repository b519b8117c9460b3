import LedgerModel

/// Units call on their people to sit the exam.
struct MobilisationAct: Act {
  private var timetable: Timetable
  private static let perUnit = 3

  init(on stage: Stage) {
    timetable = Timetable(from: stage.opens) { draft in
      for unit in stage.population.upper + stage.population.grassroots {
        let isUpper = stage.population.units[unit].level == "upper"
        guard stage.dice.chance(isUpper ? 950 : 380, .mobilised, unit) else { continue }
        for index in 0..<stage.dice.number(1...MobilisationAct.perUnit, .mobilised, unit, 1) {
          let subject = unit * MobilisationAct.perUnit + index
          draft.add(stage.daytime(july(16)..<august(26), .mobilised, subject, 2), subject)
        }
      }
    }
  }

  mutating func play(before end: Instant, on stage: Stage) {
    let channels = ["zalo", "facebook", "meeting", "phone", "email", "paper"]
    for entry in timetable.due(before: end) {
      let unit = entry.subject / MobilisationAct.perUnit
      guard stage.place(unit, at: entry.instant) == unit else { continue }
      let people = stage.population.units[unit]
      let heads = people.level == "upper" ? 900 : people.officials + people.members
      let channel = channels[stage.dice.weighted([46, 20, 12, 8, 8, 6], .invited, entry.subject)]
      stage.schedule(
        .quizMobilised, id: "mo-\(entry.subject)", unit: unit, at: entry.instant,
        actor: stage.clerk(unit),
        [
          ("quiz", .text(AttemptStory.quiz)), ("channel", .text(channel)),
          ("audience", .text("cán bộ, đoàn viên, CNVCLĐ")),
          (
            "invited",
            .number(heads * stage.dice.number(40...100, .invited, entry.subject, 1) / 100)
          ),
        ])
    }
  }
}

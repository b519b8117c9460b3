import LedgerModel

/// People who study a content line alone.
struct SelfStudyAct: Act {
  private var timetable: Timetable
  private static let contents = ["C2", "C3", "C4"]

  init(on stage: Stage) {
    timetable = Timetable(from: stage.opens) { draft in
      for unit in stage.population.units {
        for person in unit.persons {
          let isOfficial = person - unit.firstPerson < unit.officials
          guard SelfStudyAct.studies(person, isOfficial: isOfficial, on: stage) else { continue }
          for content in 0..<3 where stage.dice.chance(760, .selfStudy, person, content + 1) {
            let subject = person * 3 + content
            draft.add(stage.daytime(july(15)..<august(31), .selfStudyTime, subject), subject)
          }
        }
      }
    }
  }

  /// Whether a person studies alone at all; who does knows more in the exam.
  static func studies(_ person: Int, isOfficial: Bool, on stage: Stage) -> Bool {
    let share = isOfficial ? stage.rates.officialsStudying : stage.rates.membersStudying
    return stage.dice.chance(share, .selfStudy, person)
  }

  mutating func play(before end: Instant, on stage: Stage) {
    for entry in timetable.due(before: end) {
      let (person, content) = entry.subject.quotientAndRemainder(dividingBy: 3)
      let home = stage.population.unit(ofPerson: person)
      guard let unit = stage.place(home, at: entry.instant) else { continue }
      let isTracked = stage.dice.chance(350, .selfStudyLength, entry.subject)
      stage.schedule(
        .studySelfstudyCompleted, id: "ss-\(entry.subject)", from: Stage.portal, unit: unit,
        at: entry.instant, delay: Stage.seconds(3),
        [
          ("person", stage.population.account(person)),
          ("content", .text(SelfStudyAct.contents[content])),
          (
            "length",
            isTracked
              ? .duration(
                Stage.minutes(stage.dice.number(8...75, .selfStudyLength, entry.subject, 1)))
              : nil
          ),
          ("method", .text(isTracked ? "tracked" : "declared")),
        ])
    }
  }
}

import LedgerModel

/// What a grassroots union hands in to the union above, O20: when, and whether it comes back.
struct GrassrootsReportStory {
  let unit: Int
  let filed: Instant
  let returned: Instant?
  let filedAgain: Instant?

  /// None for the fifth of the unions that stay silent.
  init?(_ unit: Int, on stage: Stage) {
    let dice = stage.dice
    guard dice.chance(800, .report, unit) else { return nil }
    self.unit = unit
    filed =
      dice.chance(780, .reportTime, unit)
      ? stage.midtime(july(19)..<august(5), .reportTime, unit, 1)
      : stage.daytime(august(5)..<august(31), .reportTime, unit, 2)
    guard dice.chance(55, .returned, unit) else {
      (returned, filedAgain) = (nil, nil)
      return
    }
    let back = filed.later(by: Stage.hours(dice.number(12...40, .returned, unit, 1)))
    returned = back
    filedAgain =
      dice.chance(850, .returned, unit, 2)
      ? back.later(by: Stage.hours(dice.number(6...60, .returned, unit, 3))) : nil
  }

  func figures(on stage: Stage) -> ReportFigures {
    let people = stage.population.units[unit]
    let all = people.officials + people.members
    let told = all * stage.dice.number(55...100, .figures, unit) / 100
    let examined = all * stage.dice.number(12...48, .figures, unit, 1) / 100
    return ReportFigures(
      people: told, sessions: stage.dice.number(0...4, .figures, unit, 2), examined: examined,
      attempts: examined + examined * stage.dice.number(4...40, .figures, unit, 3) / 100,
      posts: stage.dice.number(0...5, .figures, unit, 4))
  }
}

import LedgerModel

/// One attempt of one person at the exam: whether, when, how long, on whose device.
struct AttemptStory {
  static let quiz = "thi-2021"
  /// The question whose key was wrong: `b` in the first key, `c` in the second.
  static let suspectQuestion = "q61"

  let person: Int
  /// 0 for the first attempt, 1 for the second.
  let index: Int
  let home: Int
  let isOfficial: Bool
  let started: Instant
  let submitted: Instant
  let isFinished: Bool
  let isSuspect: Bool
  let isVoided: Bool
  let keyVersion: Int
  /// In the logs of the portal only on the next day.
  let isBeforeWindow: Bool

  var subject: Int { person * 2 + index }
  var id: String { "at\(subject)" }

  /// When the key is corrected.
  static func keyCorrected(on stage: Stage) -> Instant { stage.moment(august(20), 14) }

  static func sits(_ person: Int, home: Int, isOfficial: Bool, on stage: Stage) -> Bool {
    if sharesDevice(person, home: home, on: stage) { return true }
    return stage.dice.chance(isOfficial ? 820 : stage.rates.membersExamined, .sits, person)
  }

  static func hasSecond(_ person: Int, on stage: Stage) -> Bool {
    isFinished(person, 0, on: stage) && stage.dice.chance(210, .secondAttempt, person)
  }

  private static func isFinished(_ person: Int, _ index: Int, on stage: Stage) -> Bool {
    !stage.dice.chance(50, .unfinished, person, index)
  }

  /// In a few unions the first six people sit the exam on one device.
  static func sharesDevice(_ person: Int, home: Int, on stage: Stage) -> Bool {
    let unit = stage.population.units[home]
    guard person - unit.firstPerson < 6, unit.level == "grassroots" else { return false }
    return home == stage.population.grassroots.first || stage.dice.chance(2, .device, home)
  }

  init(_ person: Int, _ index: Int, home: Int, on stage: Stage) {
    let dice = stage.dice
    self.person = person
    self.index = index
    self.home = home
    let subject = person * 2 + index
    isOfficial = stage.population.isOfficial(person, of: home)
    isBeforeWindow = index == 0 && isOfficial && dice.chance(2, .attemptTime, person, 7)
    started = AttemptStory.start(person, index, isBeforeWindow, on: stage)
    let seconds =
      dice.chance(4, .fast, subject)
      ? dice.number(18...50, .attemptLength, subject)
      : dice.bell(180...1_200, .attemptLength, subject)
    submitted = started.later(by: Stage.seconds(seconds))
    isFinished = AttemptStory.isFinished(person, index, on: stage)
    keyVersion = submitted < AttemptStory.keyCorrected(on: stage) ? 1 : 2
    let draw = Int(dice.bits(.suspect, subject) % 10_000)
    isSuspect = draw < stage.rates.suspectPapers
    isVoided =
      index == 0 && isFinished && !isSuspect && !AttemptStory.hasSecond(person, on: stage)
      && dice.chance(3, .voidedAttempt, person)
  }

  private static func start(
    _ person: Int, _ index: Int, _ isBeforeWindow: Bool, on stage: Stage
  ) -> Instant {
    let dice = stage.dice
    if isBeforeWindow {
      return stage.moment(-1, 20, dice.number(0...179, .attemptTime, person, 8))
    }
    let first =
      dice.chance(70, .attemptTime, person, 1)
      ? stage.moment(august(31), 17, dice.number(0...400, .attemptTime, person, 2))
      : stage.midtime(july(3)..<august(32), .attemptTime, person)
    guard index > 0 else { return first }
    return first.later(by: Stage.hours(dice.number(20...400, .secondAttempt, person, 1)))
  }
}

import LedgerModel

/// One essay of one official, from handing in to adoption.
struct EssayStory {
  static let themes = [
    "chăm lo đời sống", "chuyển đổi số", "đối thoại, thương lượng", "thu hút đoàn viên",
    "an toàn lao động", "đào tạo cán bộ", "nhà ở công nhân", "tài chính công đoàn",
  ]

  let person: Int
  let home: Int
  let subject: Int
  let submitted: Instant
  let isWithdrawn: Bool
  let isAssigned: Bool
  let assigned: Instant

  var id: String { "es\(subject)" }

  /// How many essays an official writes: one was asked for, a few write two.
  static func count(of person: Int, on stage: Stage) -> Int {
    guard stage.dice.chance(stage.rates.essayWriters, .essay, person) else { return 0 }
    return stage.dice.chance(35, .secondEssay, person) ? 2 : 1
  }

  init(_ person: Int, _ index: Int, home: Int, on stage: Stage) {
    let dice = stage.dice
    self.person = person
    self.home = home
    subject = person * 2 + index
    submitted = stage.midtime(july(8)..<august(32), .essayTime, subject)
    isWithdrawn = dice.chance(20, .withdrawn, subject)
    isAssigned = !isWithdrawn && dice.chance(880, .assigned, subject)
    assigned = submitted.later(by: Stage.hours(dice.number(20...110, .assigned, subject, 1)))
  }

  /// What two graders would agree on, in half points up to 20.
  func quality(_ dice: Dice) -> Int { dice.bell(6...20, .points, subject) }

  /// One theme or two.
  func topics(_ dice: Dice) -> [String] {
    let themes = EssayStory.themes
    let first = dice.number(0...themes.count - 1, .theme, subject)
    guard dice.chance(280, .theme, subject, 1) else { return [themes[first]] }
    let second = first + dice.number(1...themes.count - 1, .theme, subject, 2)
    return [themes[first], themes[second % themes.count]]
  }
}

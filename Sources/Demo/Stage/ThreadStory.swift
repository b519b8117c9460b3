import LedgerModel

/// One opinion or question and how it is dealt with.
struct ThreadStory {
  static let channels = ["zalo", "facebook", "portal", "phone", "direct"]
  static let topics = [
    "Hỗ trợ theo Nghị quyết 68/NQ-CP", "Tiền lương, làm thêm giờ", "Bảo hiểm xã hội",
    "Tiêm vắc-xin cho công nhân", "Thể lệ cuộc thi", "Đoàn phí, quỹ công đoàn",
    "An toàn, vệ sinh lao động", "Nhà ở, nhà trọ công nhân", "Hỗ trợ lao động ngừng việc",
  ]
  /// Exactly the number of the resolution, once in every play.
  static let exactTopic = "Nghị quyết 68/NQ-CP"

  let number: Int
  let received: Instant
  let channel: String
  let person: Int?
  let home: Int?
  let topic: String

  var id: String { "th\(number)" }

  static func count(on stage: Stage) -> Int {
    stage.population.grassroots.count * stage.rates.threads / 1_000
  }

  static func received(_ number: Int, on stage: Stage) -> Instant {
    stage.daytime(july(2)..<august(32), .threadTime, number)
  }

  init(_ number: Int, on stage: Stage) {
    let dice = stage.dice
    self.number = number
    received = ThreadStory.received(number, on: stage)
    channel = ThreadStory.channels[dice.weighted([40, 30, 20, 6, 4], .threadChannel, number)]
    let person = Int(
      dice.bits(.threadPerson, number) % UInt64(max(1, stage.population.personCount)))
    let isKnown = dice.chance(760, .threadPerson, number, 1)
    self.person = isKnown ? person : nil
    home =
      isKnown && dice.chance(850, .threadUnit, number)
      ? stage.population.unit(ofPerson: person) : nil
    topic =
      number == 3
      ? ThreadStory.exactTopic
      : ThreadStory.topics[dice.weighted([22, 12, 12, 16, 10, 8, 7, 6, 7], .threadTopic, number)]
  }

  /// How the writer is named: some write from a Zalo account that the portal does not know.
  func account(on stage: Stage) -> FieldValue? {
    person.map { isForeign(stage.dice) ? ThreadStory.zalo($0) : stage.population.account($0) }
  }

  func isForeign(_ dice: Dice) -> Bool {
    channel == "zalo" && dice.chance(220, .threadPerson, number, 2)
  }

  static func zalo(_ person: Int) -> FieldValue {
    .account(Account(issuer: "zalo", identifier: "z\(person)"))
  }
}

import Catalog
import LedgerModel
import TestSupport
import Testing

/// What is read in one pass is what is read step by step; whatever else there is, is left to that.
@Suite struct EventScannerTests {
  private static let seed: UInt64 = 121

  /// Reads both ways; true when the one pass took the row.
  private func agree(_ row: [UInt8]) -> Bool {
    guard let fast = EventJSON.readInOnePass(row.span) else { return false }
    let slow = EventJSON.readStepByStep(row.span)
    let shown = String(decoding: row, as: UTF8.self)
    #expect(slow.problems.isEmpty && fast == slow, "\(shown): \(slow.problems)")
    // Two decimals are equal by value; the digits have to be as well.
    #expect(
      fast.event.map { EventJSON.write($0) } == slow.event.map { EventJSON.write($0) }, "\(shown)")
    return true
  }

  @Test func takesNearlyEveryEventOfEveryType() {
    var generator = EventGenerator(seed: Self.seed, isStored: false)
    for type in EventCatalog.types {
      var takenCount = 0
      let events = (0..<40).map { _ in generator.event(of: type) }
      for event in events where agree(Array(EventJSON.write(event).utf8)) { takenCount += 1 }
      // Those with numbers of more than 18 digits and the like are left.
      #expect(takenCount >= 20, "\(type.name): \(takenCount) of 40, seed \(Self.seed)")
    }
  }

  @Test func neverTakesWhatIsReadOtherwiseStepByStep() {
    var generator = EventGenerator(seed: Self.seed + 1, isStored: false)
    var takenCount = 0
    for type in EventCatalog.types {
      for _ in 0..<12 {
        let row = Array(EventJSON.write(generator.event(of: type)).utf8)
        for _ in 0..<25 where agree(Self.altered(row, &generator.random)) { takenCount += 1 }
      }
    }
    print("altered rows taken in one pass: \(takenCount), seed \(Self.seed + 1)")
    #expect(takenCount > 1_000)
  }

  /// Bytes and pieces that decide something in JSON or in a value.
  private static let pieces: [[UInt8]] =
    [
      "\"", "\\", "{", "}", "[", "]", ",", ":", "null", "true", "0", "-", ".", "e3", " ", "\u{0}",
      "\\u0041", "\\n", "1", "999999999999999999999", "\u{301}", "é", "\u{1EBF}", "Z", "T",
      "system:",
      "\"id\":\"x\",", "\"time\":null,", "\"seq\":5,", "\"note\":\"\",",
    ].map { Array($0.utf8) } + [[0xFF], [0xC3], [0xED, 0xA0, 0x80]]

  private static func altered(_ row: [UInt8], _ random: inout SeededGenerator) -> [UInt8] {
    var row = row
    for _ in 0..<Int.random(in: 1...2, using: &random) {
      guard !row.isEmpty else { return row }
      let place = Int.random(in: 0..<row.count, using: &random)
      let end = min(row.count, place + Int.random(in: 1...6, using: &random))
      switch Int.random(in: 0..<6, using: &random) {
      case 0: row[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      case 1: row.removeSubrange(place..<end)
      case 2: row.insert(contentsOf: row[place..<end], at: end)
      case 3: row[place] = UInt8(ascii: "0") + UInt8.random(in: 0...9, using: &random)
      case 4: row.insert(contentsOf: pieces.randomElement(using: &random) ?? [], at: place)
      default:
        row.replaceSubrange(place..<end, with: pieces.randomElement(using: &random) ?? [])
      }
    }
    return row
  }

  private static func row(_ members: String, data: String = "\"quiz\":\"q\"") -> [UInt8] {
    let head = "{\"specversion\":\"1.0\",\"id\":\"a\",\"source\":\"s\""
    return Array("\(head),\(members),\"data\":{\(data)}}".utf8)
  }

  private static let started =
    "\"type\":\"vn.congdoan.quiz.attempt.started.v1\",\"campaign\":\"c\",\"orgunit\":\"u\""

  /// What the second member says is taken in one pass.
  @Test(arguments: [
    ("\"time\":\"2021-08-05T09:00:00Z\"", true), ("\"time\":\"2021-08-05T09:00:00.5+07:00\"", true),
    ("\"time\":\"2021-08-05t09:00:00z\"", true), ("\"time\":\"2021-02-29T09:00:00Z\"", false),
    ("\"time\":\"2021-08-05T24:00:00Z\"", false), ("\"time\":\"2021-08-05T23:59:60Z\"", false),
    ("\"time\":\"2021-08-05T09:00:00\"", false), ("\"time\":null", false),
    ("\"time\":\"2021-08-05T09:00:00.1234567Z\"", false),
    ("\"time\":\"2021-08-05T09:00:00Z\",\"seq\":7", true),
    ("\"time\":\"2021-08-05T09:00:00Z\",\"subject\":\"\"", false),
    ("\"time\":\"2021-08-05T09:00:00Z\",\"subject\":\"e\u{301}\"", true),
    ("\"time\":\"2021-08-05T09:00:00Z\",\"subject\":\"a\\u00e9\\n\"", true),
    ("\"time\":\"2021-08-05T09:00:00Z\",\"actor\":\"system:x\"", true),
    ("\"time\":\"2021-08-05T09:00:00Z\",\"actor\":\"system:\u{301}x\"", false),
    ("\"time\":\"2021-08-05T09:00:00Z\",\"actor\":{\"id\":\"b\",\"issuer\":\"i\"}", true),
    ("\"time\":\"2021-08-05T09:00:00Z\",\"actor\":{\"issuer\":\"i\"}", false),
    ("\"time\":\"2021-08-05T09:00:00Z\",\"actor\":{\"id\":\"b\",\"id\":\"c\"}", false),
    ("\"time\":\"2021-08-05T09:00:00Z\",\"id\":\"b\"", false),
    ("\"time\":\"2021-08-05T09:00:00Z\",\"other\":\"b\"", false),
  ])
  func takesRowsOfPrograms(_ members: String, _ isTaken: Bool) {
    let data = "\"attempt\":\"a\",\"quiz\":\"q\",\"person\":{\"issuer\":\"i\",\"id\":\"p\"}"
    #expect(agree(Self.row(Self.started + "," + members, data: data)) == isTaken, "\(members)")
  }

  @Test func leavesLongRowsAndRowsThatNeedALook() {
    let time = "\"time\":\"2021-08-05T09:00:00Z\""
    let data = "\"attempt\":\"a\",\"quiz\":\"q\",\"person\":\"p\""
    let sound = Self.row(Self.started + "," + time, data: data)
    #expect(agree(sound))
    #expect(agree(Array(" \t".utf8) + sound + Array("\n ".utf8)))
    #expect(!agree(sound + Array("x".utf8)))
    #expect(!agree(sound + [UInt8](repeating: 0x20, count: 4_096)))
    #expect(!agree(Array(sound.dropLast())))
    #expect(!agree(Self.row(Self.started + "," + time, data: "\"attempt\":\"a\"")))
    #expect(!agree(Self.row(Self.started + "," + time, data: data + ",\"quiz\":null")))
  }
}

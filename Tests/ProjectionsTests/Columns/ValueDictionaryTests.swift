import Columns
import LedgerModel
import Synchronization
import TestSupport
import Testing

/// Codes given out in any order of asking and adding, against a list that is searched.
@Suite struct ValueDictionaryTests {
  private static let texts = [
    "", "a", "lak", "Lắk", "La\u{306}\u{301}k", "Buôn Đôn", "0123456789abcdef", "đ",
    String(repeating: "dài ", count: 50),
  ]

  @Test(arguments: 0..<20 as Range<UInt64>) func agreesWithAList(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let stored: [Value] = [.entity("lak"), .string("Lắk")]
    let dictionary = ValueDictionary(
      DictionaryNumber(0),
      stored: ValueDictionary.StoredTexts(
        runs: { stored.indices.map { (first: $0 + 1, count: 1) } },
        read: { first, add in
          guard let (kind, text) = stored[first - 1].textual else { return }
          add(kind, text.utf8Span.span)
        }))
    try dictionary.load()
    var known: [Value] = [.none] + stored
    for step in 0..<400 {
      let kind: TextColumn.Kind = [.string, .symbol, .entity].randomElement(using: &random)!
      var text = Self.texts.randomElement(using: &random)!
      if Bool.random(using: &random) { text += String(Int.random(in: 0..<60, using: &random)) }
      let code = dictionary.code(of: kind, text)
      // Swift takes composed and decomposed letters for equal, the dictionary does not.
      let value = kind.value(text)
      if let place = known.firstIndex(where: { Self.isSame($0, value) }) {
        #expect(code == UInt32(place), "seed \(seed)")
      } else {
        #expect(code == UInt32(known.count), "seed \(seed)")
        known.append(value)
      }
      #expect(Self.isSame(dictionary.value(of: code), value))
      if step.isMultiple(of: 97) { #expect(dictionary.values.count == known.count) }
    }
    #expect(dictionary.unstored == 3..<known.count)
    #expect(dictionary.count == known.count)
    #expect(zip(dictionary.values, known).allSatisfy(Self.isSame), "seed \(seed)")
    dictionary.settle(below: dictionary.count)
    #expect(dictionary.unstored.isEmpty)
  }

  /// A question pays for no text that it does not show, and a store that fails is told of.
  @Test func readsOnlyTheRunsThatAreAsked() throws {
    let texts = [1: ["a", "b"], 3: ["c"], 4: ["d", "e", "f"]]
    let store = FailingStore()
    let dictionary = ValueDictionary(
      DictionaryNumber(0),
      stored: ValueDictionary.StoredTexts(
        runs: { [(1, 2), (3, 1), (4, 3)] },
        read: { first, add in
          store.reads.withLock { $0.append(first) }
          if store.isBroken.load(ordering: .relaxed) { throw ColumnDamage("torn") }
          for text in texts[first] ?? [] { add(.entity, text.utf8Span.span) }
        }))
    try dictionary.load()
    let values = dictionary.values
    #expect(values.count == 7)
    #expect(store.reads.withLock { $0.isEmpty }, "counting reads nothing")
    #expect(values[5] == .entity("e") && values[4] == .entity("d") && values[0].isNone)
    #expect(store.reads.withLock { $0 } == [4])
    store.isBroken.store(true, ordering: .relaxed)
    #expect(values[1].isNone)
    #expect(throws: ColumnDamage.self) { try dictionary.check() }
  }

  /// Codes stay what they are where a run could not be read: the new texts are not put in its place.
  @Test func keepsCodesBehindARunThatIsMissing() throws {
    let dictionary = ValueDictionary(
      DictionaryNumber(0),
      stored: ValueDictionary.StoredTexts(
        runs: { [(1, 2)] }, read: { _, _ in throw ColumnDamage("torn") }))
    try dictionary.load()
    #expect(dictionary.values[1].isNone)
    let codes = (0..<5).map { dictionary.code(of: .entity, "t\($0)") }
    #expect(codes == [3, 4, 5, 6, 7])
    let values = dictionary.values
    #expect(values.count == 8 && codes.allSatisfy { values[Int($0)] == .entity("t\($0 - 3)") })
    #expect(throws: ColumnDamage.self) { try dictionary.check() }
  }

  /// Tables that were handed out stay as they were while texts are added, and runs stay few.
  @Test func tablesStayAsTheyWere() {
    let dictionary = ValueDictionary(DictionaryNumber(0))
    var tables: [ValueTable] = []
    for number in 0..<500 {
      _ = dictionary.code(of: .entity, "t\(number)")
      if number.isMultiple(of: 3) { tables.append(dictionary.values) }
    }
    for (place, table) in tables.enumerated() {
      #expect(table.count == place * 3 + 2)
      #expect(table.last == .entity("t\(place * 3)"))
      #expect(table.dropFirst().enumerated().allSatisfy { $1 == .entity("t\($0)") })
    }
    #expect(dictionary.values.isIdentical(to: dictionary.values))
  }

  @Test(arguments: 31..<35 as Range<UInt64>) func numbersThousandsAsAListDoes(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var table = TextTable(.entity)
    let dictionary = ValueDictionary(DictionaryNumber(0))
    for _ in 0..<2 {
      var known: [String: Int] = [:]
      for _ in 0..<9_000 {
        // Many share their beginning, some come again.
        let text = "p-\(UInt32.random(in: 0..<12_000, using: &random) &* 2_654_435_761)"
        let number = known[text] ?? known.count
        #expect(table.find(text.utf8Span.span) == known[text], "seed \(seed)")
        #expect(Int(table.number(of: text.utf8Span.span)) == number, "seed \(seed)")
        known[text] = number
      }
      #expect(table.count == known.count && known.count > 6_000)
      for (text, number) in known { #expect(table.text(number) == text) }
      table.removeAll(.entity)
      #expect(known.keys.allSatisfy { table.find($0.utf8Span.span) == nil }, "seed \(seed)")
      // The dictionary forgets nothing from one round to the next.
      let codes = known.keys.map { ($0, dictionary.code(of: .entity, $0)) }
      let texts = codes.map { Value.entity($0.0) }
      #expect(dictionary.knownCodes(of: texts) == codes.map(\.1), "seed \(seed)")
      #expect(dictionary.knownCodes(of: [.symbol(codes[0].0)]) == nil)
    }
    #expect(Set(dictionary.values.compactMap { $0.textual?.text }).count == dictionary.count - 1)
  }

  private static func isSame(_ first: Value, _ second: Value) -> Bool {
    switch (first, second) {
    case (.none, .none): true
    case (.string(let one), .string(let other)), (.symbol(let one), .symbol(let other)),
      (.entity(let one), .entity(let other)):
      one.utf8.elementsEqual(other.utf8)
    default: false
    }
  }
}

private final class FailingStore: Sendable {
  let reads = Mutex<[Int]>([])
  let isBroken = Atomic(false)
}

import LMDB
import Testing

@Suite struct WordSpanTests {
  @Test func readsLargeValuesAsWordsInPlace() throws {
    let folder = try TemporaryFolder()
    let environment = try Environment.open(at: folder.path)
    let table = try environment.table("words")
    // More than a page each, so that every one of them begins at a boundary.
    let values = (0..<8).map { number in (0..<700).map { UInt64($0) &* 0x9E37_79B9 &+ number } }
    try environment.write { transaction in
      for (number, words) in values.enumerated() {
        try transaction.put(words: words.span, for: NumberKey(UInt64(number)).span, in: table)
      }
    }
    try environment.read { transaction in
      for (number, words) in values.enumerated() {
        guard let stored = try transaction.value(in: table, at: UInt64(number)),
          let found = stored.words()
        else {
          Issue.record("value \(number) is not read as words")
          continue
        }
        #expect(found.count == words.count)
        let isEqual = words.indices.allSatisfy { found[$0] == words[$0] }
        #expect(isEqual)
        #expect(stored.littleEndianWord(at: 8) == words[1].littleEndian)
      }
    }
  }

  @Test func readsNothingFromWhatIsNoSequenceOfWords() {
    let bytes = [UInt8](repeating: 1, count: 17)
    let isMissing = bytes.span.words() == nil
    #expect(isMissing)
    let isEmptyMissing = [UInt8]().span.words() == nil
    #expect(isEmptyMissing)
    #expect(bytes.span.littleEndianWord(at: 9) == 0x0101_0101_0101_0101)
  }
}

import Foundation
import TestSupport
import Testing
import Text

@Suite("Collation")
struct CollationTests {
  @Test("a shuffle of the list sorts back into the order of ICU 72", arguments: [1, 2, 3])
  func orderOfICU(seed: UInt64) throws {
    let lines = try fixtureLines("collation-icu72-vi.txt")
    #expect(lines.count == 485)
    var generator = SeededGenerator(seed: seed)
    let sorted = lines.shuffled(using: &generator).sorted { precedes($0, $1) }
    #expect(sorted.map { Array($0.utf8) } == lines.map { Array($0.utf8) }, "seed \(seed)")
  }

  /// Random words of Vietnamese and Êđê letters, digits, signs and loose marks, sorted by ICU 72.
  @Test("random texts sort as ICU 72 sorts them")
  func randomTexts() throws {
    let lines = try fixtureLines("collation-icu72-vi-random.txt")
    #expect(lines.count > 1_900)
    var generator = SeededGenerator(seed: 11)
    let sorted = lines.shuffled(using: &generator).sorted { precedes($0, $1) }
    for (mine, theirs) in zip(sorted, lines) where Array(mine.utf8) != Array(theirs.utf8) {
      Issue.record("\(mine) stands where ICU has \(theirs)")
      break
    }
  }

  @Test("NFC and NFD have one key, over both lists")
  func normalForms() throws {
    for line in try fixtureLines("collation-icu72-vi.txt") {
      #expect(sortKey(line) == sortKey(line.decomposedStringWithCanonicalMapping), "\(line)")
    }
  }

  @Test("the table of single scalars gives the keys that decomposing gives")
  func tableAgainstDecomposition() {
    // A zero-width space has no weight, and is in no table.
    for value in Array(UInt32(0x20)..<0x250) + Array(UInt32(0x1E00)..<0x1F00) {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let text = "a\(scalar)b"
      #expect(sortKey(text) == sortKey(text + "\u{200B}"), "U+\(String(value, radix: 16))")
    }
  }

  @Test("letters, then tones, then case")
  func levels() {
    let ordered = [
      "a", "A", "à", "À", "ả", "ã", "á", "ạ", "ab", "àb", "ac", "ă", "ằ", "ặ", "â", "ậ", "b", "ƀ",
      "d", "D", "đ", "Đ", "e", "ĕ", "ê", "ê\u{306}", "f", "o", "ô", "ơ", "p", "u", "ư", "ự", "v",
      "z", "ж", "漢",
    ]
    for (left, right) in zip(ordered, ordered.dropFirst()) {
      #expect(sortKey(left).lexicographicallyPrecedes(sortKey(right)), "\(left) < \(right)")
    }
  }

  @Test("spaces and signs before digits before letters; digits one by one")
  func kinds() {
    let ordered = ["", " ", "-", ".", "'", "’", "(", "/", "%", "+", "☎", "02", "10", "2", "a"]
    for (left, right) in zip(ordered, ordered.dropFirst()) {
      #expect(sortKey(left).lexicographicallyPrecedes(sortKey(right)), "\(left) < \(right)")
    }
    #expect(sortKey("CĐCS 10").lexicographicallyPrecedes(sortKey("CĐCS 2")))
  }

  @Test("keys hold no zero byte, and distinct texts of one key still have an order")
  func keys() {
    for value in UInt32(1)...0x2FFFF {
      guard let scalar = Unicode.Scalar(value) else { continue }
      if sortKey(String(scalar)).contains(0) { Issue.record("U+\(value)") }
    }
    let (plain, hidden) = (CollationKey("ab"), CollationKey("a\u{200B}b"))
    #expect(sortKey("ab") == sortKey("a\u{200B}b"))
    #expect(plain < hidden)
    #expect(plain != hidden)
    #expect(CollationKey("é") != CollationKey("e\u{301}"))
  }

  @Test("persons by given name with its tone, then the words before, then case")
  func persons() {
    let ordered = [
      "An", "Bùi An", "Bùi AN", "Nguyễn Thị An", "Nguyễn Văn An", "Anh Án", "Lê Ánh",
      "Trần Bình", "H'Nga", "Y Thanh",
    ]
    let sorted = ordered.reversed().sorted {
      personSortKey($0).lexicographicallyPrecedes(personSortKey($1))
    }
    #expect(sorted == ordered)
    #expect(personSortKey("").isEmpty == false)
    #expect(personSortKey("  Lê   An ") == personSortKey("Lê An"))
  }

  private func precedes(_ left: String, _ right: String) -> Bool {
    sortKey(left).lexicographicallyPrecedes(sortKey(right))
  }
}

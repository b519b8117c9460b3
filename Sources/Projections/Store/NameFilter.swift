import Columns

/// Tells of most names that they were never put in, and of every other that it may have been: a Bloom
/// filter that grows, 16 to 64 bits a name.
package struct NameFilter {
  /// Words of 64 bits; a name has four of them in one word. Each is four times as large as the one before,
  /// so that there are few: every one looked at is a miss of the cache.
  private var levels: [[UInt64]] = []
  /// Names in the last level.
  private var newestCount = 0

  private static let firstWordCount = 4_096
  /// Names for each word: about one of a hundred that were not put in is taken for known.
  private static let namesPerWord = 4

  package init() {}

  package mutating func insert(_ name: Span<UInt8>) {
    let hash = TextHash.wide(name)
    if levels.isEmpty || newestCount >= levels[levels.count - 1].count * Self.namesPerWord {
      let wordCount = levels.last.map { $0.count * 4 } ?? Self.firstWordCount
      levels.append([UInt64](repeating: 0, count: wordCount))
      newestCount = 0
    }
    let level = levels.count - 1
    levels[level][Self.word(hash, of: levels[level].count)] |= Self.bits(hash)
    newestCount += 1
  }

  package func mayHold(_ name: String) -> Bool {
    let hash = TextHash.wide(name.utf8Span.span)
    let bits = Self.bits(hash)
    return levels.contains { $0[Self.word(hash, of: $0.count)] & bits == bits }
  }

  private static func word(_ hash: UInt64, of count: Int) -> Int {
    Int(truncatingIfNeeded: hash >> 32) & (count - 1)
  }

  private static func bits(_ hash: UInt64) -> UInt64 {
    1 << (hash & 63) | 1 << (hash >> 6 & 63) | 1 << (hash >> 12 & 63) | 1 << (hash >> 18 & 63)
  }
}

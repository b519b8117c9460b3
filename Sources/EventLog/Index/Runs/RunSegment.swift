import LMDB

/// A part of a run, read in place: keys in ascending order with a filter in front of them and what
/// belongs to them behind.
///
/// | words | what |
/// |---|---|
/// | 0, 1 | number of keys; number of words of the filter |
/// | filter | see `BloomFilter` |
/// | keys | one word each, ascending |
/// | rest | by table: see `IdentifierRuns` and `EntityRuns` |
///
/// Words have the machine's byte order, as the storage library's own pages do. A segment is padded to
/// more than a page, because only such values begin at a boundary of eight bytes.
struct RunSegment: ~Escapable {
  let words: Span<UInt64>
  /// Number of keys.
  let count: Int
  private let filterEnd: Int

  /// Words in front of the filter.
  static let headerCount = 2
  /// Words of the smallest stored segment: more than a page.
  static let wordCountMin = 520

  /// Nil for words that contradict themselves, so that reading on never leaves them.
  @_lifetime(copy words)
  init?(_ words: Span<UInt64>) {
    guard words.count >= Self.headerCount, words[0] <= UInt64(words.count),
      words[1] <= UInt64(words.count), words[1] % UInt64(BloomFilter.wordsPerBlock) == 0,
      words[1] > 0
    else { return nil }
    count = Int(words[0])
    filterEnd = Self.headerCount + Int(words[1])
    guard filterEnd + count <= words.count else { return nil }
    self.words = words
  }

  /// Where the words behind the keys begin.
  var payloadStart: Int { filterEnd + count }

  func key(_ index: Int) -> UInt64 { words[filterEnd &+ index] }

  /// Whether the filter lets the key pass; a key that is there always passes.
  func mayContain(_ key: UInt64) -> Bool {
    let probe = BloomProbe(key)
    let block = Self.headerCount &+ probe.block(wordCount: filterEnd &- Self.headerCount)
    for lane in 0..<BloomFilter.wordsPerBlock {
      let mask = probe.mask(lane)
      guard words[block &+ lane] & mask == mask else { return false }
    }
    return true
  }

  /// Whether the filter is exactly this one.
  func hasFilter(_ filter: BloomFilter) -> Bool {
    guard filter.words.count == filterEnd - Self.headerCount else { return false }
    for index in filter.words.indices where words[Self.headerCount + index] != filter.words[index] {
      return false
    }
    return true
  }

  /// The first index whose key is not below `key`; `count` if there is none.
  ///
  /// Keys are evenly spread, so the place is guessed and then closed in: a few steps near the guess
  /// instead of one for each binary digit of the count.
  func firstIndex(notBelow sought: UInt64) -> Int {
    guard count > 0, key(0) < sought else { return 0 }
    let last = key(count &- 1)
    guard last >= sought else { return count }
    let width = (last &- key(0)) &+ 1
    let offset = sought &- key(0)
    let guess =
      width == 0
      ? count / 2
      : Int(
        truncatingIfNeeded: width.dividingFullWidth(
          offset.multipliedFullWidth(by: UInt64(count &- 1))
        ).quotient)
    return closeIn(on: sought, from: min(guess, count &- 1))
  }

  private func closeIn(on sought: UInt64, from guess: Int) -> Int {
    var low = guess
    var high = guess
    var step = 16
    while low > 0, key(low) >= sought {
      high = low
      low = max(0, low &- step)
      step &*= 2
    }
    step = 16
    while high < count, key(high) < sought {
      low = high
      high = min(count, high &+ step)
      step &*= 2
    }
    while low < high {
      let middle = (low &+ high) / 2
      if key(middle) < sought { low = middle &+ 1 } else { high = middle }
    }
    return low
  }

  /// Header, filter and keys of a new segment; the caller appends the rest and pads it.
  static func beginning(_ keys: ArraySlice<UInt64>, capacity: Int) -> [UInt64] {
    var filter = BloomFilter(keyCount: keys.count)
    for key in keys { filter.insert(key) }
    var words: [UInt64] = []
    words.reserveCapacity(max(capacity, wordCountMin))
    words.append(UInt64(keys.count))
    words.append(UInt64(filter.words.count))
    words.append(contentsOf: filter.words)
    words.append(contentsOf: keys)
    return words
  }
}

extension [UInt64] {
  /// Appends half words, two to a word, the first in the low half.
  mutating func append(halves: some Collection<UInt32>) {
    var low: UInt64?
    for half in halves {
      if let first = low {
        append(first | UInt64(half) << 32)
        low = nil
      } else {
        low = UInt64(half)
      }
    }
    if let low { append(low) }
  }

  mutating func padSegment() {
    while count < RunSegment.wordCountMin { append(0) }
  }
}

extension Span where Element == UInt64 {
  /// The half word at `index`, counted from the word `start`; nil behind the end.
  func half(_ index: Int, from start: Int) -> UInt32? {
    let place = start &+ index / 2
    guard index >= 0, place < count else { return nil }
    let word = self[place]
    return UInt32(truncatingIfNeeded: index & 1 == 0 ? word : word >> 32)
  }
}

/// A split-block Bloom filter (Putze, Sanders and Singler 2007): eight bits a key, all in one block
/// of 256 bits, so that a test touches one cache line.
///
/// The block comes from the key's low half and the bits from a mix of all of it, so keys of a narrow
/// range spread as well as any.
struct BloomFilter {
  private(set) var words: [UInt64]

  /// Bits for each key: about one test in 170 passes for a key that is not there.
  static let bitsPerKey = 12
  static let wordsPerBlock = 4

  /// An empty filter for that many keys.
  init(keyCount: Int) {
    words = [UInt64](repeating: 0, count: Self.wordCount(keyCount: keyCount))
  }

  static func wordCount(keyCount: Int) -> Int {
    max(1, (keyCount * bitsPerKey + 255) / 256) * wordsPerBlock
  }

  mutating func insert(_ key: UInt64) {
    let probe = BloomProbe(key)
    let block = probe.block(wordCount: words.count)
    for lane in 0..<Self.wordsPerBlock { words[block + lane] |= probe.mask(lane) }
  }
}

/// Where a key's bits lie.
struct BloomProbe {
  private let key: UInt64
  private let bits: UInt64

  init(_ key: UInt64) {
    self.key = key
    // The finaliser of SplitMix64 (Steele, Lea and Flood 2014).
    var mixed = (key ^ (key >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    bits = mixed ^ (mixed >> 31)
  }

  /// The first word of the key's block in a filter of that many words.
  func block(wordCount: Int) -> Int {
    let blocks = UInt64(truncatingIfNeeded: wordCount / BloomFilter.wordsPerBlock)
    return Int(truncatingIfNeeded: ((key & 0xFFFF_FFFF) &* blocks) >> 32)
      &* BloomFilter.wordsPerBlock
  }

  /// The two bits of one of the block's four words.
  func mask(_ lane: Int) -> UInt64 {
    let pair = bits >> UInt64(truncatingIfNeeded: lane &* 10)
    return 1 << (pair & 31) | 1 << (32 + (pair >> 5 & 31))
  }
}

import LMDB

/// A keyed 128-bit hash: what entities are found by. Identifiers are found by its upper half.
///
/// Keyed, so that nobody can prepare names that fall together; 128 bits, so that names which do not
/// are not expected to in any ledger. An identifier that is found is compared with the stored event,
/// so half of the bits will do there.
struct Fingerprint: Hashable, Comparable, Sendable {
  let high: UInt64
  let low: UInt64

  /// The order of the stored bytes.
  static func < (left: Fingerprint, right: Fingerprint) -> Bool {
    left.high == right.high ? left.low < right.low : left.high < right.high
  }

  /// The bits are random already; mixing one word is enough for a table.
  func hash(into hasher: inout Hasher) { hasher.combine(high) }

  var bytes: [UInt8] {
    (0..<16).map { index in
      UInt8(truncatingIfNeeded: (index < 8 ? high : low) >> UInt64(56 - 8 * (index & 7)))
    }
  }

  init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  init?(_ stored: Span<UInt8>) {
    guard stored.count == 16 else { return nil }
    var words: (UInt64, UInt64) = (0, 0)
    for index in 0..<8 {
      words.0 = words.0 << 8 | UInt64(stored[index])
      words.1 = words.1 << 8 | UInt64(stored[index + 8])
    }
    self.init(high: words.0, low: words.1)
  }
}

/// The key of an index, drawn when the index is made.
struct FingerprintKey: Hashable, Sendable {
  let first: UInt64
  let second: UInt64

  static let byteCount = 16

  /// Reads 16 bytes, little-endian as SipHash defines its key.
  init?(_ bytes: Span<UInt8>) {
    guard bytes.count == Self.byteCount else { return nil }
    var words: (UInt64, UInt64) = (0, 0)
    for index in (0..<8).reversed() {
      words.0 = words.0 << 8 | UInt64(bytes[index])
      words.1 = words.1 << 8 | UInt64(bytes[index + 8])
    }
    (first, second) = words
  }

  var bytes: [UInt8] {
    (0..<16).map { index in
      UInt8(truncatingIfNeeded: (index < 8 ? first : second) >> UInt64(8 * (index & 7)))
    }
  }
}

/// SipHash-2-4 with 128 bits of output (Aumasson and Bernstein), fed byte by byte.
struct Fingerprinter {
  private var v0: UInt64
  private var v1: UInt64
  private var v2: UInt64
  private var v3: UInt64
  private var word: UInt64 = 0
  private var byteCount: UInt64 = 0

  init(key: FingerprintKey) {
    v0 = key.first ^ 0x736f_6d65_7073_6575
    v1 = key.second ^ 0x646f_7261_6e64_6f6d ^ 0xee
    v2 = key.first ^ 0x6c79_6765_6e65_7261
    v3 = key.second ^ 0x7465_6462_7974_6573
  }

  mutating func add(_ byte: UInt8) {
    word |= UInt64(byte) << ((byteCount & 7) &* 8)
    byteCount &+= 1
    guard byteCount & 7 == 0 else { return }
    absorb(word)
    word = 0
  }

  /// Adds a text and a byte that ends it, so that two texts never run together.
  mutating func add(_ text: String) {
    let bytes = text.utf8.span
    add(bytes, 0..<bytes.count)
  }

  /// Adds bytes of UTF-8 text as `add` does for the text itself.
  mutating func add(_ bytes: Span<UInt8>, _ range: Range<Int>) {
    var index = range.lowerBound
    let shift = (byteCount & 7) &* 8
    while index &+ 8 <= range.upperBound {
      let next = bytes.littleEndianWord(at: index)
      absorb(word | next << shift)
      word = shift == 0 ? 0 : next >> (64 &- shift)
      byteCount &+= 8
      index &+= 8
    }
    while index < range.upperBound {
      add(bytes[index])
      index &+= 1
    }
    add(0)
  }

  mutating func finish() -> Fingerprint {
    absorb(word | byteCount << 56)
    v2 ^= 0xee
    for _ in 0..<4 { round() }
    let first = v0 ^ v1 ^ v2 ^ v3
    v1 ^= 0xdd
    for _ in 0..<4 { round() }
    return Fingerprint(high: first.byteSwapped, low: (v0 ^ v1 ^ v2 ^ v3).byteSwapped)
  }

  private mutating func absorb(_ word: UInt64) {
    v3 ^= word
    round()
    round()
    v0 ^= word
  }

  private mutating func round() {
    v0 &+= v1
    v1 = v1 << 13 | v1 >> 51
    v1 ^= v0
    v0 = v0 << 32 | v0 >> 32
    v2 &+= v3
    v3 = v3 << 16 | v3 >> 48
    v3 ^= v2
    v0 &+= v3
    v3 = v3 << 21 | v3 >> 43
    v3 ^= v0
    v2 &+= v1
    v1 = v1 << 17 | v1 >> 47
    v1 ^= v2
    v2 = v2 << 32 | v2 >> 32
  }
}

/// Hashes of texts by their bytes, eight at a time. Seeded anew in every process, so that no file
/// can be made to collide; nothing that is stored depends on it.
package enum TextHash {
  private static let seed = UInt64.random(in: .min ... .max)

  /// What tells `kind` apart in hashes of one table.
  static func start(_ kind: TextColumn.Kind) -> UInt64 {
    seed ^ UInt64(kind.rawValue) &* 0x9E37_79B9_7F4A_7C15
  }

  /// The hash of a text that starts from `start`. O(length).
  static func hash(_ text: Span<UInt8>, from start: UInt64) -> UInt32 {
    let hash = wide(text, from: start)
    return UInt32(truncatingIfNeeded: hash ^ hash >> 32)
  }

  /// 64 bits of the hash of a text. O(length).
  package static func wide(_ text: Span<UInt8>) -> UInt64 { wide(text, from: seed) }

  private static func wide(_ text: Span<UInt8>, from start: UInt64) -> UInt64 {
    var hash = mixed(start, UInt64(truncatingIfNeeded: text.count))
    let bytes = unsafe text.bytes
    var offset = 0
    while offset &+ 8 <= text.count {
      // In bounds by the condition; any byte pattern is a number.
      let word = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self)
      hash = mixed(hash, word)
      offset &+= 8
    }
    var rest: UInt64 = 0
    while offset < text.count {
      rest = rest << 8 | UInt64(text[offset])
      offset &+= 1
    }
    return mixed(hash, rest)
  }

  /// Folds the 128-bit product of both.
  private static func mixed(_ hash: UInt64, _ word: UInt64) -> UInt64 {
    let product = (hash ^ word).multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
    return product.high ^ product.low
  }

  static func areEqual(_ first: Span<UInt8>, _ second: Span<UInt8>) -> Bool {
    guard first.count == second.count else { return false }
    let (left, right) = unsafe (first.bytes, second.bytes)
    var offset = 0
    while offset &+ 8 <= first.count {
      // In bounds by the condition; any byte pattern is a number.
      let one = unsafe left.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self)
      let other = unsafe right.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self)
      guard one == other else { return false }
      offset &+= 8
    }
    while offset < first.count {
      guard first[offset] == second[offset] else { return false }
      offset &+= 1
    }
    return true
  }
}

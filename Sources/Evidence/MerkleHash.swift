/// A SHA-256 hash as four words: compared and stored without touching the heap.
package struct MerkleHash: Hashable, Sendable {
  /// The words in big-endian reading order.
  private let words: Words

  private struct Words: Hashable {
    var first: UInt64 = 0
    var second: UInt64 = 0
    var third: UInt64 = 0
    var fourth: UInt64 = 0

    subscript(index: Int) -> UInt64 {
      get {
        switch index {
        case 0: first
        case 1: second
        case 2: third
        default: fourth
        }
      }
      set {
        switch index {
        case 0: first = newValue
        case 1: second = newValue
        case 2: third = newValue
        default: fourth = newValue
        }
      }
    }
  }

  /// Bytes of every hash.
  package static let byteCount = 32

  /// Takes 32 bytes from `bytes` at `offset`; nil if there are not as many.
  package init?(_ bytes: Span<UInt8>, at offset: Int = 0) {
    guard offset >= 0, bytes.count - offset >= Self.byteCount else { return nil }
    var words = Words()
    for word in 0..<4 {
      var value: UInt64 = 0
      for byte in 0..<8 { value = value << 8 | UInt64(bytes[offset + word * 8 + byte]) }
      words[word] = value
    }
    self.words = words
  }

  /// The four words in order.
  var numbers: [4 of UInt64] { [words.first, words.second, words.third, words.fourth] }

  init(_ numbers: [4 of UInt64]) {
    words = Words(
      first: numbers[0], second: numbers[1], third: numbers[2], fourth: numbers[3])
  }

  /// The 32 bytes in order.
  package var bytes: [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(Self.byteCount)
    append(to: &result)
    return result
  }

  /// Appends the 32 bytes to a buffer.
  package func append(to buffer: inout [UInt8]) {
    for index in 0..<Self.byteCount { buffer.append(self[index]) }
  }

  /// The byte at `index`, 0 to 31.
  subscript(index: Int) -> UInt8 {
    UInt8(truncatingIfNeeded: words[index >> 3] >> UInt64(56 - 8 * (index & 7)))
  }

  /// The 64 lower-case hexadecimal digits, as printed by `status` and in checkpoints.
  package var hex: String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    for byte in bytes {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }
}

extension MerkleHash: CustomStringConvertible {
  package var description: String { hex }
}

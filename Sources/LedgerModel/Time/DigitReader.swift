/// Reads fixed forms such as dates byte by byte: digits of a set number, and single signs.
struct DigitReader {
  private let bytes: [UInt8]
  private(set) var offset = 0

  init(_ text: some StringProtocol) {
    bytes = Array(text.utf8)
  }

  var isAtEnd: Bool { offset == bytes.count }

  /// The next byte as an ASCII character; nil at the end and for bytes beyond ASCII.
  var next: Character? {
    guard offset < bytes.count, bytes[offset] < 0x80 else { return nil }
    return Character(Unicode.Scalar(bytes[offset]))
  }

  /// Takes the sign if it is next.
  mutating func take(_ sign: Character) -> Bool {
    guard next == sign else { return false }
    offset += 1
    return true
  }

  /// Takes exactly `count` ASCII digits, at most 9; nil and nothing taken if there are fewer.
  mutating func digits(_ count: Int) -> Int? {
    guard offset + count <= bytes.count else { return nil }
    var value = 0
    for byte in bytes[offset..<offset + count] {
      guard (48...57).contains(byte) else { return nil }
      value = value * 10 + Int(byte) - 48
    }
    offset += count
    return value
  }

  /// How many ASCII digits come next.
  var digitCount: Int {
    bytes[offset...].prefix { (48...57).contains($0) }.count
  }
}

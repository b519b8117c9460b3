/// Reads numbers of fixed width out of a short text, byte by byte.
struct DigitCursor {
  private let bytes: [UInt8]
  private var position = 0

  init(_ text: String) {
    bytes = Array(text.utf8)
  }

  var isAtEnd: Bool { position == bytes.count }

  /// What has not been read yet.
  var rest: String { String(decoding: bytes[position...], as: UTF8.self) }

  /// Passes over `text` if it stands here.
  mutating func skip(_ text: StaticString) -> Bool {
    let wanted = Array(text.description.utf8)
    guard bytes[position...].starts(with: wanted) else { return false }
    position += wanted.count
    return true
  }

  /// The number of exactly that many digits; nil, without moving, if there are fewer or more.
  mutating func number(digits count: Int) -> Int? {
    guard digitCount == count else { return nil }
    let value = bytes[position..<position + count].reduce(0) { $0 * 10 + Int($1 - 0x30) }
    position += count
    return value
  }

  /// The number of one or two digits, and whether it had two.
  mutating func oneOrTwoDigits() -> (value: Int, isPadded: Bool)? {
    if let value = number(digits: 2) { return (value, true) }
    return number(digits: 1).map { ($0, false) }
  }

  /// One to six digits behind the point, as millionths.
  mutating func microseconds() -> Int? {
    let count = digitCount
    guard (1...6).contains(count), var value = number(digits: count) else { return nil }
    for _ in count..<6 { value *= 10 }
    return value
  }

  private var digitCount: Int {
    bytes[position...].prefix { (0x30...0x39).contains($0) }.count
  }
}

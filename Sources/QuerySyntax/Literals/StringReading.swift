import Diagnostics
import Text

/// What the inside of a string literal says, and what is wrong with it.
struct StringReading {
  /// NFC, escapes resolved; an escape that means nothing is kept as written.
  private(set) var value = ""
  /// Offsets into the source of backslashes that begin no escape.
  private(set) var badEscapes: [SourceSpan] = []
  private(set) var isClosed = false

  /// - Parameter span: the literal with its opening and, if it is there, its closing quote.
  init(_ source: SourceText, _ span: SourceSpan) {
    let bytes = source.utf8
    var position = span.start + 1
    var plainStart = position
    while position < span.end {
      if bytes[position] == UInt8(ascii: "\"") {
        isClosed = true
        break
      }
      guard bytes[position] == UInt8(ascii: "\\"), position + 1 < span.end else {
        position += 1
        continue
      }
      value += source[SourceSpan(plainStart, position)]
      let escapeEnd = readEscape(source, at: position, end: span.end)
      position = escapeEnd
      plainStart = escapeEnd
    }
    value = nfc(value + source[SourceSpan(plainStart, position)])
  }

  /// Appends what the escape at `start` stands for; returns where it ends.
  private mutating func readEscape(_ source: SourceText, at start: Int, end: Int) -> Int {
    switch source.utf8[start + 1] {
    case UInt8(ascii: "\""): value += "\""
    case UInt8(ascii: "\\"): value += "\\"
    case UInt8(ascii: "n"): value += "\n"
    case UInt8(ascii: "u"):
      if let (scalar, scalarEnd) = readScalar(source, at: start + 2, end: end) {
        value.unicodeScalars.append(scalar)
        return scalarEnd
      }
      badEscapes.append(SourceSpan(start, start + 2))
      value += "\\u"
    default:
      badEscapes.append(SourceSpan(start, start + 1))
      value += "\\"
      return start + 1
    }
    return start + 2
  }

  /// `{` one to six hexadecimal digits `}` naming a scalar.
  private func readScalar(
    _ source: SourceText, at start: Int, end: Int
  ) -> (Unicode.Scalar, end: Int)? {
    guard start < end, source.utf8[start] == UInt8(ascii: "{") else { return nil }
    let digits = source.utf8[(start + 1)..<end].prefix { $0 != UInt8(ascii: "}") }
    guard (1...6).contains(digits.count), digits.endIndex < end, digits.first != UInt8(ascii: "+"),
      let number = UInt32(String(decoding: digits, as: UTF8.self), radix: 16),
      let scalar = Unicode.Scalar(number)
    else { return nil }
    return (scalar, digits.endIndex + 1)
  }
}

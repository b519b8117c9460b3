import Diagnostics
import Text

/// Cuts text into tokens, one at a time, so that the parser can ask for a pattern where the
/// grammar has one.
///
/// Never fails: bytes that begin no token become `unknown` tokens, literals that go wrong keep
/// their kind. Each call moves forward by at least one byte until the end is reached.
struct Lexer {
  let source: SourceText
  /// Where the next token's leading trivia starts.
  private(set) var offset: Int
  /// One past the last byte to read.
  let end: Int
  private var isFirst = true
  /// Behind `..` digits are a date, even without the `@`.
  var isBehindRange = false

  init(_ source: SourceText, in span: SourceSpan) {
    self.source = source
    let clamped = min(max(span.start, 0), source.utf8.count)
    self.offset = clamped
    self.end = min(max(span.end, clamped), source.utf8.count)
  }

  /// The next token; at the end `endOfFile`, again and again.
  mutating func next() -> Token {
    let leadingStart = offset
    let (start, sawLineBreak) = scanTrivia(from: offset, acrossLines: true)
    let (kind, textEnd) = scanToken(at: start)
    return finish(kind, leadingStart, start, textEnd, beginsLine: sawLineBreak)
  }

  /// The token at the offset as a pattern between slashes; without a closing slash on the line it
  /// ends with the line.
  mutating func nextRegex() -> Token {
    let leadingStart = offset
    let (start, sawLineBreak) = scanTrivia(from: offset, acrossLines: true)
    var position = start + 1
    while position < end, byte(position) != Self.lineFeed {
      if byte(position) == UInt8(ascii: "\\"), position + 1 < end,
        byte(position + 1) != Self.lineFeed
      {
        position += 2
        continue
      }
      position += 1
      if byte(position - 1) == UInt8(ascii: "/") { break }
    }
    return finish(.regex, leadingStart, start, min(position, end), beginsLine: sawLineBreak)
  }

  /// Goes back, so that the next token is read from `offset` again.
  mutating func rewind(to offset: Int) {
    self.offset = offset
  }

  private mutating func finish(
    _ kind: TokenKind, _ leadingStart: Int, _ start: Int, _ textEnd: Int, beginsLine: Bool
  ) -> Token {
    let (trailingEnd, _) = scanTrivia(from: textEnd, acrossLines: false)
    defer {
      offset = trailingEnd
      isFirst = false
      isBehindRange = kind == .range
    }
    return Token(
      kind: kind, word: word(of: kind, start, textEnd),
      leadingTrivia: SourceSpan(leadingStart, start), span: SourceSpan(start, textEnd),
      trailingTrivia: SourceSpan(textEnd, trailingEnd), beginsLine: beginsLine || isFirst)
  }

  private func word(of kind: TokenKind, _ start: Int, _ textEnd: Int) -> String {
    switch kind {
    case .word: nfc(source[SourceSpan(start, textEnd)])
    case .quotedName, .parameter: nfc(nameInside(SourceSpan(start, textEnd)))
    case .reserved(let reserved): reserved.rawValue
    default: ""
    }
  }

  /// The name without `$` and grave accents.
  private func nameInside(_ span: SourceSpan) -> String {
    var inner = source[span]
    if inner.hasPrefix("$") { inner.removeFirst() }
    if inner.hasPrefix("`") {
      inner.removeFirst()
      if inner.hasSuffix("`") { inner.removeLast() }
    }
    return inner
  }
}

/// Bytes and characters at an offset.
extension Lexer {
  static let lineFeed = UInt8(ascii: "\n")

  /// The byte at `position`, 0 past the end: no token contains a NUL, so none continues there.
  func byte(_ position: Int) -> UInt8 {
    position < end ? source.utf8[position] : 0
  }

  func isDigit(_ position: Int) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte(position))
  }

  /// The scalar at `position` and its length in bytes; U+FFFD for a byte that begins none, which
  /// can only happen where a span was cut through a character.
  func scalar(at position: Int) -> (scalar: Unicode.Scalar, byteCount: Int) {
    let first = byte(position)
    let byteCount =
      switch first {
      case 0..<0x80: 1
      case 0xC2..<0xE0: 2
      case 0xE0..<0xF0: 3
      case 0xF0..<0xF5: 4
      default: 0
      }
    guard byteCount > 0, position + byteCount <= end else { return ("\u{FFFD}", 1) }
    if byteCount == 1 { return (Unicode.Scalar(first), 1) }
    var value = UInt32(first) & (0xFF >> (UInt32(byteCount) + 1))
    for index in 1..<byteCount {
      let next = byte(position + index)
      guard next & 0xC0 == 0x80 else { return ("\u{FFFD}", 1) }
      value = value << 6 | UInt32(next & 0x3F)
    }
    return (Unicode.Scalar(value) ?? "\u{FFFD}", byteCount)
  }
}

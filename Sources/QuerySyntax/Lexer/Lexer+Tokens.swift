import Diagnostics

/// Words, signs and strings. Every function takes the offset of a token's first byte and returns
/// what it is and where it ends.
extension Lexer {
  func scanToken(at start: Int) -> (kind: TokenKind, end: Int) {
    guard start < end else { return (.endOfFile, end) }
    let first = byte(start)
    switch first {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): return scanNumber(at: start)
    case UInt8(ascii: "@"): return (.date, scanDate(from: start + 1))
    case UInt8(ascii: "\""): return (.string, scanString(at: start))
    case UInt8(ascii: "'"): return scanForeignString(at: start)
    case UInt8(ascii: "`"): return (.quotedName, scanQuotedName(at: start))
    case UInt8(ascii: "$"): return (.parameter, scanParameter(at: start))
    case UInt8(ascii: "#"): return (.position, scanPosition(at: start))
    default: break
    }
    let wordEnd = scanWord(at: start)
    if wordEnd > start { return (wordKind(start, wordEnd), wordEnd) }
    return first < 0x80 ? scanSign(at: start) : scanBeyondASCII(at: start)
  }

  /// The end of the identifier at `start`; `start` itself if there is none. `requiresStart: false`
  /// also takes what may only continue one, such as digits.
  func scanWord(at start: Int, requiresStart: Bool = true) -> Int {
    var position = start
    while position < end {
      let current = byte(position)
      if current < 0x80 {
        guard isASCIIWord(current, first: requiresStart && position == start) else { break }
        position += 1
        continue
      }
      let (scalar, byteCount) = scalar(at: position)
      let isFirst = requiresStart && position == start
      let fits = isFirst ? scalar.properties.isXIDStart : scalar.properties.isXIDContinue
      guard fits else { break }
      position += byteCount
    }
    return position
  }

  private func isASCIIWord(_ byte: UInt8, first: Bool) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "_"):
      true
    case UInt8(ascii: "0")...UInt8(ascii: "9"): !first
    default: false
    }
  }

  private func wordKind(_ start: Int, _ wordEnd: Int) -> TokenKind {
    guard wordEnd - start <= 5 else { return .word }
    return ReservedWord(rawValue: source[SourceSpan(start, wordEnd)]).map { .reserved($0) } ?? .word
  }

  /// Signs, the longest first.
  private func scanSign(at start: Int) -> (TokenKind, Int) {
    for (text, kind) in Self.signs[byte(start)] ?? [] where matches(text, at: start) {
      let isComment = kind == .foreign(.lineComment)
      return (kind, isComment ? endOfLine(from: start) : start + text.count)
    }

    return (.unknown, start + 1)
  }

  private func matches(_ text: [UInt8], at start: Int) -> Bool {
    for (index, expected) in text.enumerated() where byte(start + index) != expected {
      return false
    }
    return true
  }

  /// Signs by their first byte, longer ones before their beginnings.
  private static let signs: [UInt8: [(text: [UInt8], kind: TokenKind)]] = {
    let all: [(String, TokenKind)] = [
      ("===", .foreign(.tripleEqual)), ("!==", .foreign(.notDoubleEqual)),
      ("==", .symbol(.equal)), ("!=", .symbol(.notEqual)), ("!~", .symbol(.differs)),
      ("<>", .foreign(.angleBrackets)), ("<=", .symbol(.lessOrEqual)),
      (">=", .symbol(.greaterOrEqual)), ("<", .symbol(.less)), (">", .symbol(.greater)),
      ("~", .symbol(.resembles)), ("??", .symbol(.otherwise)), ("?", .question),
      ("+", .symbol(.add)), ("-", .symbol(.subtract)), ("*", .symbol(.multiply)),
      ("//", .foreign(.lineComment)), ("/", .symbol(.divide)), ("=", .assign), ("!", .bang),
      ("&&", .foreign(.doubleAmpersand)), ("||", .foreign(.doublePipe)),
      ("|>", .foreign(.arrowPipe)), ("|", .pipe),
      (";", .foreign(.semicolon)), (",", .comma), (":", .colon), ("..", .range), (".", .dot),
      ("(", .leftParenthesis), (")", .rightParenthesis), ("{", .leftBrace), ("}", .rightBrace),
    ]
    var byFirst: [UInt8: [(text: [UInt8], kind: TokenKind)]] = [:]
    for (text, kind) in all {
      let bytes = Array(text.utf8)
      byFirst[bytes[0], default: []].append((bytes, kind))
    }
    return byFirst
  }()
}

/// Strings, names in grave accents, parameters.
extension Lexer {
  /// Up to the closing quote, or to the end of the line.
  private func scanString(at start: Int) -> Int {
    var position = start + 1
    while position < end, byte(position) != Self.lineFeed {
      switch byte(position) {
      case UInt8(ascii: "\""): return position + 1
      case UInt8(ascii: "\\") where position + 1 < end && byte(position + 1) != Self.lineFeed:
        position += 2
      default: position += 1
      }
    }
    return position
  }

  private func scanQuotedName(at start: Int) -> Int {
    var position = start + 1
    while position < end, byte(position) != Self.lineFeed {
      position += 1
      if byte(position - 1) == UInt8(ascii: "`") { break }
    }
    return position
  }

  private func scanParameter(at start: Int) -> Int {
    byte(start + 1) == UInt8(ascii: "`")
      ? scanQuotedName(at: start + 1) : scanWord(at: start + 1)
  }

  private func scanBeyondASCII(at start: Int) -> (TokenKind, Int) {
    let (scalar, byteCount) = scalar(at: start)
    if Self.closingQuotes[scalar] != nil { return scanForeignString(at: start) }
    // A run of strange characters, such as the parts of one emoji, is one token and one error.
    var position = start + byteCount
    while position < end, byte(position) >= 0x80, scanWord(at: position) == position {
      let next = self.scalar(at: position)
      if Self.closingQuotes[next.scalar] != nil || next.scalar.properties.isWhitespace { break }
      position += next.byteCount
    }
    return (.unknown, position)
  }

  /// Text between quotes that are not ours. Typographic double quotes without a partner run to
  /// the next `|`, `)` or line end; a lone apostrophe is no quote.
  private func scanForeignString(at start: Int) -> (TokenKind, Int) {
    let (opening, openingLength) = scalar(at: start)
    let closing = Self.closingQuotes[opening] ?? []
    var boundary: Int?
    var position = start + openingLength
    while position < end, byte(position) != Self.lineFeed {
      let (next, byteCount) = scalar(at: position)
      if closing.contains(next) { return (.foreign(.foreignString), position + byteCount) }
      if boundary == nil, next == "|" || next == ")" { boundary = position }
      position += byteCount
    }
    let isSingle = closing.contains("'") || closing.contains("\u{2019}")
    return isSingle
      ? (.unknown, start + openingLength) : (.foreign(.foreignString), boundary ?? position)
  }

  /// What closes the text that each foreign quote opens.
  private static let closingQuotes: [Unicode.Scalar: Set<Unicode.Scalar>] = [
    "'": ["'"],
    "\u{2018}": ["\u{2018}", "\u{2019}", "'"],
    "\u{2019}": ["\u{2018}", "\u{2019}", "'"],
    "\u{201A}": ["\u{2018}", "\u{2019}", "'"],
    "\u{201C}": ["\u{201C}", "\u{201D}", "\""],
    "\u{201D}": ["\u{201C}", "\u{201D}", "\""],
    "\u{201E}": ["\u{201C}", "\u{201D}", "\""],
    "\u{00AB}": ["\u{00BB}"],
    "\u{00BB}": ["\u{00AB}", "\u{00BB}"],
  ]
}

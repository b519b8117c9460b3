import Diagnostics

/// Recursive descent over the tokens of one text.
///
/// Never throws and never traps: a node that cannot be read becomes `invalid`, and a finding says
/// why. Functions that consume tokens are mutating; those that only look are not. Every loop
/// consumes a token in each round or ends.
struct Parser {
  let source: SourceText
  private var lexer: Lexer
  /// All tokens read so far, also those the grammar never sees.
  private(set) var tokens: [Token] = []
  /// Indices into `tokens` of those the grammar sees.
  private var visible: [Int] = []
  private var position = 0

  var diagnostics: [Diagnostic] = []
  /// Set by the first error of a stage that is not mended in place; mutes the ones that follow
  /// from it until the next boundary.
  var isRecovering = false
  /// Set when nesting went too deep: the rest is read as tokens only, without further errors.
  var isAborted = false
  var isIncomplete = false
  /// A string that swallowed the rest of its line may hide closing brackets.
  var sawUnclosedString = false
  /// Open brackets that enclose the current token.
  var brackets: [TokenKind] = []
  var depth = 0
  /// Names defined anywhere in the text.
  let defined: DefinedNames

  init(_ source: SourceText, in span: SourceSpan, defined: DefinedNames) {
    self.source = source
    self.lexer = Lexer(source, in: span)
    self.defined = defined
    fill()
  }
}

/// Looking and consuming.
extension Parser {
  /// How far the grammar looks ahead.
  private static let lookahead = 4

  var current: Token { peek(0) }

  /// The token `count` places ahead, the end of the text if there are fewer.
  func peek(_ count: Int) -> Token {
    tokens[visible[min(position + count, visible.count - 1)]]
  }

  func at(_ kind: TokenKind) -> Bool { current.kind == kind }

  /// True at an unquoted identifier of exactly that text.
  func at(word: String) -> Bool { current.kind == .word && current.word == word }

  /// True where a name may stand: an identifier or a quoted name.
  func isName(_ token: Token) -> Bool { token.kind == .word || token.kind == .quotedName }

  /// The text of a token as it was written.
  func text(_ token: Token) -> String { source[token.span] }

  /// Consumes the current token; the end of the text stays.
  @discardableResult
  mutating func advance() -> Token {
    let token = current
    if token.kind != .endOfFile {
      position += 1
      fill()
    }
    return token
  }

  /// Consumes the current token if it is of that kind.
  mutating func take(_ kind: TokenKind) -> Bool {
    guard at(kind) else { return false }
    advance()
    return true
  }

  /// Consumes the current token if it is that word, in capitals too (which is reported).
  mutating func take(word: String) -> Bool {
    guard current.kind == .word else { return false }
    if current.word != word {
      guard hasCapital(current.word), current.word.lowercased() == word else { return false }
      reportUpperCase(current)
    }
    advance()
    return true
  }

  /// Where the last consumed token ended; the start of the text before the first.
  var previousEnd: Int { position > 0 ? tokens[visible[position - 1]].span.end : 0 }

  /// The last consumed token, nil before the first.
  var previous: Token? { position > 0 ? tokens[visible[position - 1]] : nil }

  /// The span from `start` to the last consumed token, empty if none was consumed since.
  func span(from start: Int) -> SourceSpan { SourceSpan(start, max(start, previousEnd)) }

  /// Reads the pattern behind `matches` and consumes it: a slash begins a pattern nowhere else.
  mutating func advanceRegex() -> Token {
    forget(from: current)
    append(lexer.nextRegex())
    fill()
    return advance()
  }

  /// Splits the first byte off the current token, as in `set<unit>= {}`.
  mutating func splitFirstByte(as kind: TokenKind) {
    let token = current
    forget(from: token)
    let end = token.span.start + 1
    append(
      Token(
        kind: kind, word: "", leadingTrivia: token.leadingTrivia,
        span: SourceSpan(token.span.start, end), trailingTrivia: SourceSpan(at: end),
        beginsLine: token.beginsLine))
    lexer.rewind(to: end)
    fill()
  }
}

/// Filling the look-ahead.
extension Parser {
  private mutating func fill() {
    while visible.count <= position + Self.lookahead {
      if let last = visible.last, tokens[last].kind == .endOfFile { return }
      append(lexer.next())
    }
  }

  private mutating func append(_ token: Token) {
    let checked = mendedToken(token)
    tokens.append(checked)
    if !refuse(checked) { visible.append(tokens.count - 1) }
  }

  /// Drops `token` and everything read ahead behind it, findings included.
  private mutating func forget(from token: Token) {
    let start = token.span.start
    lexer.rewind(to: token.leadingTrivia.start)
    while let last = tokens.last, last.span.start >= start { tokens.removeLast() }
    visible.removeLast(visible.count - position)
    diagnostics.removeAll { $0.span.start >= start }
  }

  /// Reports tokens that mean nothing anywhere, and hides them from the grammar.
  private mutating func refuse(_ token: Token) -> Bool {
    switch token.kind {
    case .unknown: reportUnknownCharacter(token)
    case .foreign(.semicolon): reportSemicolon(token)
    case .foreign(.lineComment): reportLineComment(token)
    default: return false
    }
    return true
  }

  /// Reads `AND` as `and`, `[` as `{` and `|>` as `|`, and says so; behind a dot any word may stand.
  private mutating func mendedToken(_ token: Token) -> Token {
    switch token.kind {
    case .unknown where text(token) == "[" || text(token) == "]":
      reportSquareBracket(token)
      return token.with(text(token) == "[" ? .leftBrace : .rightBrace)
    case .foreign(.arrowPipe):
      reportArrowPipe(token)
      return token.with(.pipe)
    case .word where hasCapital(token.word) && tokens.last?.kind != .dot:
      guard let word = ReservedWord(rawValue: token.word.lowercased()) else { return token }
      reportUpperCase(token)
      return token.with(.reserved(word), word: word.rawValue)
    default: return token
    }
  }

  func hasCapital(_ word: String) -> Bool {
    word.utf8.contains { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }
  }

  /// Reads to the end, so that the tokens cover the text whatever the grammar made of it.
  mutating func readToEnd() {
    while current.kind != .endOfFile { advance() }
  }
}

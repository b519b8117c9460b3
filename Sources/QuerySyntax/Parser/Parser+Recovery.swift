import Diagnostics

/// Where parsing takes up again after an error: at `|`, at the bracket that closes, at a line that
/// begins something new.
extension Parser {
  /// The definition word at the current token, if one begins its line and a name follows.
  var definitionWord: DefinitionWord? {
    let token = current
    guard token.beginsLine, token.kind == .word, !peek(1).beginsLine,
      let word = DefinitionWord(rawValue: token.word)
    else { return nil }
    // Parameters are told by their `$`, so that reserved words may name them.
    let isNamed = isName(peek(1)) || word == .param && peek(2).kind == .colon
    return isNamed ? word : nil
  }

  /// True where a stage cannot go on: at `|`, at the end, at the bracket around the pipeline, at
  /// a comma between funnel steps, and outside brackets at any new line that is no stage.
  var isAtStageEnd: Bool {
    switch current.kind {
    case .pipe, .endOfFile: return true
    case .rightParenthesis: return brackets.last == .leftParenthesis
    case .comma, .rightBrace: return brackets.last == .leftBrace
    default: return isAtLineBoundary
    }
  }

  /// A new line outside brackets, or anywhere one that begins a definition.
  var isAtLineBoundary: Bool {
    current.beginsLine && (brackets.isEmpty || definitionWord != nil)
  }

  /// Passes over tokens up to the end of the stage; brackets opened on the way are passed over
  /// whole.
  mutating func skipToStageEnd() {
    var opened = 0
    while !at(.endOfFile) {
      if current.beginsLine, brackets.isEmpty || definitionWord != nil { return }
      switch current.kind {
      case .leftParenthesis, .leftBrace: opened += 1
      case .rightParenthesis where opened > 0, .rightBrace where opened > 0: opened -= 1
      default: if opened == 0, isAtStageEnd { return }
      }
      advance()
    }
  }

  /// Opens a bracket at the current token.
  mutating func openBracket() -> Token {
    brackets.append(current.kind)
    return advance()
  }

  /// Consumes the bracket that closes `opening`. When something else stands there, reports it
  /// (wanting `expected` or the bracket), then passes over tokens up to the bracket; a stage end
  /// on the way means that the bracket is missing.
  mutating func closeBracket(_ opening: Token, expected: String) {
    let closing: TokenKind =
      opening.kind == .leftBrace ? .rightBrace : .rightParenthesis
    let isMissing = at(.endOfFile) || at(.pipe) || isAtLineBoundary
    if !at(closing), !isRecovering {
      if isMissing {
        reportUnclosed(opening)
      } else {
        unexpected(expected, "\"\(closing == .rightBrace ? "}" : ")")\"")
      }
    }
    skipToClosing(closing)
    brackets.removeLast()
    if take(closing) { isRecovering = false }
  }

  private mutating func skipToClosing(_ closing: TokenKind) {
    var opened = 0
    while !at(.endOfFile), !isAtLineBoundary, opened > 0 || !at(closing) {
      switch current.kind {
      case .leftParenthesis, .leftBrace: opened += 1
      case .rightParenthesis, .rightBrace:
        if opened == 0 { return }
        opened -= 1
      case .pipe where opened == 0: return
      default: break
      }
      advance()
    }
  }

  private mutating func reportUnclosed(_ opening: Token) {
    isRecovering = true
    if at(.endOfFile) { isIncomplete = true }
    guard !sawUnclosedString else { return }
    let closing = opening.kind == .leftBrace ? "}" : ")"
    report(
      .unbalancedBracket, "this \"\(text(opening))\" is not closed", at: opening.span,
      remedy: "a \"\(closing)\" is missing",
      fixIts: [FixIt(SourceSpan(at: previousEnd), closing, "insert \(closing)")])
  }

  /// Reports and passes over closing brackets that close nothing.
  mutating func skipStrayClosings() {
    while at(.rightParenthesis) || at(.rightBrace), !isAtStageEnd {
      if !isRecovering {
        report(
          .unbalancedBracket, "this \"\(text(current))\" closes nothing", at: current.span,
          remedy: "leave it out", fixIts: [FixIt(current.span, "", "remove the bracket")])
      }
      advance()
    }
  }
}

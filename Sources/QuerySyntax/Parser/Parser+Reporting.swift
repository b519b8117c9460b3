import Diagnostics

/// Findings.
extension Parser {
  mutating func report(
    _ code: SyntaxCode, _ message: String, at span: SourceSpan, remedy: String? = nil,
    notes: [String] = [], fixIts: [FixIt] = []
  ) {
    guard !isAborted else { return }
    diagnostics.append(
      Diagnostic(
        .error, code.rawValue, message, at: span, remedy: remedy, notes: notes, fixIts: fixIts))
  }

  /// Reports what the grammar wants instead of the current token, unless an earlier error of the
  /// same stage explains it. Names three things at most.
  mutating func unexpected(_ expected: String..., remedy: String? = nil, fixIts: [FixIt] = []) {
    guard !isRecovering else { return }
    isRecovering = true
    if at(.endOfFile) { isIncomplete = true }
    let wanted = expected.prefix(3)
    let list =
      wanted.count > 1
      ? wanted.dropLast().joined(separator: ", ") + " or " + (wanted.last ?? "")
      : wanted.joined()
    report(
      .unexpected, "expected \(list), found \(describe(current))", at: current.span,
      remedy: remedy, fixIts: fixIts)
  }

  /// A token as a message names it.
  func describe(_ token: Token) -> String {
    switch token.kind {
    case .endOfFile: return "the end of the text"
    case .reserved: return "the word '\(text(token))'"
    case .foreign(.slashDate), .foreign(.bareDate): return "a date"
    case .string, .foreign(.foreignString): return "a string"
    default: return "'\(text(token))'"
    }
  }

  /// Removes findings inside a span that one better finding explains.
  mutating func dropDiagnostics(in span: SourceSpan) {
    diagnostics.removeAll { span.start <= $0.span.start && $0.span.end <= span.end }
  }

  mutating func reportUpperCase(_ token: Token) {
    let lower = token.word.lowercased()
    report(
      .upperCaseWord, "words of the language are lower case", at: token.span,
      remedy: "write `\(lower)`", fixIts: [FixIt(token.span, lower, "write \(lower)")])
  }

  mutating func reportSemicolon(_ token: Token) {
    report(
      .semicolon, "a query needs no \";\"", at: token.span, remedy: "leave it out",
      fixIts: [FixIt(token.span, "", "remove the semicolon")])
  }

  mutating func reportLineComment(_ token: Token) {
    let slashes = SourceSpan(token.span.start, token.span.start + 2)
    report(
      .foreignWord, "a comment begins with \"--\"", at: slashes, remedy: "write `--`",
      fixIts: [FixIt(slashes, "--", "write --")])
  }

  mutating func reportArrowPipe(_ token: Token) {
    report(
      .foreignOperator, "\"|>\" is `|` here", at: token.span, remedy: "write \"|\"",
      fixIts: [FixIt(token.span, "|", "write |")])
  }

  mutating func reportSquareBracket(_ token: Token) {
    let brace = text(token) == "[" ? "{" : "}"
    report(
      .unknownCharacter, "sets are written in braces", at: token.span,
      remedy: "as in `{.late, .overdue}`", fixIts: [FixIt(token.span, brace, "write \(brace)")])
  }

  mutating func reportUnknownCharacter(_ token: Token) {
    let (message, fixIts): (String, [FixIt]) =
      switch text(token) {
      case "'": ("a lone \"'\" means nothing here; text goes in \"…\"", [])
      case "&", "^", "%", "\\": ("'\(text(token))' is no operator here", [])
      default:
        ("'\(text(token))' means nothing outside a string", [FixIt(token.span, "", "remove it")])
      }
    report(.unknownCharacter, message, at: token.span, fixIts: fixIts)
  }
}

/// Depth.
extension Parser {
  /// Goes one level down; false, with an error, beyond the limit. Pair with `leave`.
  mutating func enter() -> Bool {
    depth += 1
    guard depth > nestingDepthMax else { return true }
    abortNesting()
    return false
  }

  mutating func leave() { depth -= 1 }

  /// The node, or `invalid` with an error when a chain of operators makes the tree too deep.
  mutating func bounded(_ node: ExpressionSyntax) -> ExpressionSyntax {
    guard node.depth > nestingDepthMax else { return node }
    abortNesting()
    return ExpressionSyntax(.invalid, at: node.span)
  }

  private mutating func abortNesting() {
    report(
      .nestedTooDeeply, "nested more than \(nestingDepthMax) levels deep", at: current.span,
      remedy: "name a part with `let` or `derive`, or test many values with `in {…}`")
    isAborted = true
    readToEnd()
  }
}

import Diagnostics

/// Sources and the chain of stages.
extension Parser {
  mutating func parsePipeline() -> PipelineSyntax {
    let start = current.span.start
    guard enter() else { return emptyPipeline(at: start) }
    defer { leave() }
    isRecovering = false
    let source = parseSource()
    endStage()
    let stages = parseStages(from: start)
    return PipelineSyntax(source: source, stages: stages, at: span(from: start))
  }

  private func emptyPipeline(at start: Int) -> PipelineSyntax {
    let span = SourceSpan(at: start)
    let source = SourceSyntax(base: BaseSyntax(.invalid, at: span), at: span)
    return PipelineSyntax(source: source, stages: [], at: span)
  }

  /// The stages behind a source or a first stage, each with its `|`. A stage word without one is
  /// reported and read all the same.
  mutating func parseStages(from start: Int) -> [StageSyntax] {
    var stages: [StageSyntax] = []
    while !isAborted {
      if take(.pipe) {
        stages.append(parseStage())
      } else if isAtUnpipedStage {
        stages.append(parseUnpipedStage(from: start))
      } else {
        break
      }
      endStage()
    }
    return stages
  }

  /// Passes over what is left of a stage or source, with an error unless one was reported.
  mutating func endStage() {
    while !isAborted {
      skipStrayClosings()
      if isAtStageEnd || isAtUnpipedStage { return }
      let before = current.span
      if !isRecovering, explainLeftover() { continue }
      unexpected("\"|\" and a stage")
      skipToStageEnd()
      if current.span == before { advance() }
    }
  }

  /// `( pipeline )`; where the parenthesis is missing, a bare source is read with an error.
  mutating func parseParenthesizedPipeline() -> PipelineSyntax {
    guard at(.leftParenthesis) else { return parseBarePipeline() }
    let opening = openBracket()
    let pipeline = parsePipeline()
    closeBracket(opening, expected: "\"|\" and a stage")
    return pipeline
  }

  private mutating func parseBarePipeline() -> PipelineSyntax {
    let start = current.span.start
    guard isName(current) else {
      unexpected("\"(\" and a pipeline")
      return emptyPipeline(at: start)
    }
    let base = parseBase()
    let source = SourceSyntax(base: base, at: base.span)
    if !isRecovering {
      let written = "(\(self.source[base.span]))"
      report(
        .unexpected, "the other side of the match stands in parentheses", at: base.span,
        remedy: "write `\(written)`", fixIts: [FixIt(base.span, written, "add parentheses")])
    }
    return PipelineSyntax(source: source, stages: [], at: base.span)
  }
}

/// Sources.
extension Parser {
  /// The clauses behind a base that have been read so far.
  private struct SourceClauses {
    var asOf: ExpressionSyntax?
    var validAt: ExpressionSyntax?
    var over: ExpressionSyntax?
    var assuming: ArgumentsSyntax?
  }

  mutating func parseSource() -> SourceSyntax {
    let start = current.span.start
    let base = parseBase()
    var clauses = SourceClauses()
    while !isAborted, !isRecovering, parseClause(&clauses) {}
    return SourceSyntax(
      base: base, asOf: clauses.asOf, validAt: clauses.validAt, over: clauses.over,
      assuming: clauses.assuming, at: span(from: start))
  }

  /// Reads one clause; false if none stands here.
  private mutating func parseClause(_ clauses: inout SourceClauses) -> Bool {
    let start = current.span.start
    if at(.reserved(.as)), peek(1).kind == .reserved(.of) {
      advance()
      advance()
      clauses.asOf = once(clauses.asOf, parseSum(), "as of", from: start)
    } else if isAtWords("valid", "at") {
      advance()
      advance()
      clauses.validAt = once(clauses.validAt, parseSum(), "valid at", from: start)
    } else if take(.reserved(.over)) {
      clauses.over = once(clauses.over, parseSum(), "over", from: start)
    } else if current.word == "assuming", at(.word) {
      advance()
      guard at(.leftParenthesis) else {
        unexpected("\"(\"", remedy: "as in `assuming (boundary: .by)`")
        return false
      }
      clauses.assuming = once(clauses.assuming, parseArguments(), "assuming", from: start)
    } else {
      return false
    }
    return true
  }

  /// The new value, with an error if there was one before.
  private mutating func once<Value>(
    _ old: Value?, _ new: Value, _ clause: String, from start: Int
  ) -> Value {
    guard let old else { return new }
    report(
      .misplacedPart, "`\(clause)` stands twice", at: span(from: start),
      remedy: "keep one of them")
    return old
  }

  private func isAtWords(_ first: String, _ second: String) -> Bool {
    at(word: first) && peek(1).kind == .word && peek(1).word == second
  }

  mutating func parseBase() -> BaseSyntax {
    let start = current.span.start
    let kind: BaseKind
    if at(.leftParenthesis) {
      kind = .pipeline(parseParenthesizedPipeline())
    } else if at(word: "history"), isName(peek(1)), !isClause(peek(1)) {
      advance()
      kind = .history(takeSourceName(), parseArgumentsOnLine())
    } else if at(word: "diff"), isName(peek(1)) || peek(1).kind == .leftParenthesis {
      kind = parseDiff()
    } else if let foreign = parseForeignSource() {
      kind = foreign
    } else if isName(current) {
      kind = .named(takeSourceName(), parseArgumentsOnLine())
    } else {
      reportMissingSource()
      kind = .invalid
    }
    return BaseSyntax(kind, at: span(from: start))
  }

  private func isClause(_ token: Token) -> Bool {
    token.kind == .word && (token.word == "valid" || token.word == "assuming")
  }

  /// `diff x from a to b`
  private mutating func parseDiff() -> BaseKind {
    advance()
    let start = current.span.start
    let subject: BaseKind =
      at(.leftParenthesis)
      ? .pipeline(parseParenthesizedPipeline())
      : .named(takeSourceName(), parseArgumentsOnLine())
    let base = BaseSyntax(subject, at: span(from: start))
    guard take(word: "from") else {
      unexpected("'from' and a position or an instant")
      return .invalid
    }
    let from = parseSum()
    guard take(word: "to") else {
      unexpected("'to' and a position or an instant")
      return .invalid
    }
    return .diff(base, from: from, to: parseSum())
  }

  /// Arguments of the name just read; an opening parenthesis on a new line is not theirs.
  mutating func parseArgumentsOnLine() -> ArgumentsSyntax? {
    at(.leftParenthesis) && !current.beginsLine ? parseArguments() : nil
  }

  private mutating func reportMissingSource() {
    let remedy = "a query starts with its source, as in `obligations | missing \"report\"`"
    unexpected("a source", remedy: at(.endOfFile) ? nil : remedy)
    guard !at(.pipe), !at(.endOfFile), brackets.isEmpty || !isAtStageEnd else { return }
    advance()
    skipToStageEnd()
  }
}

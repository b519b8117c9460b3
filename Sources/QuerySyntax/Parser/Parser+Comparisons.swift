import Diagnostics

/// Comparisons and the other tests of that level: `in`, `is none`, `between`, `matches`.
extension Parser {
  /// What operator the current token is, foreign forms included; nil if it is none. Words count
  /// only where they are not the beginning of something else.
  func binaryOperator() -> BinaryOperator? {
    let token = current
    switch token.kind {
    case .symbol(let symbol): return symbol
    case .reserved(.or): return .or
    case .reserved(.and): return .and
    case .reserved(.in), .reserved(.is): return .equal
    case .reserved(.not): return testWord(peek(1)) || peek(1).kind == .reserved(.in) ? .equal : nil
    case .assign: return .equal
    case .bang: return peek(1).kind == .reserved(.in) ? .equal : nil
    case .foreign(let foreign): return foreign.meaning
    case .word:
      if testWord(token) { return .equal }
      return isAtLineBoundary ? nil : vietnameseConnective(token)
    default: return nil
    }
  }

  /// Words that compare: ours, and those of other languages.
  private func testWord(_ token: Token) -> Bool {
    guard token.kind == .word else { return false }
    let word = token.word.lowercased()
    if word == "between" || word == "matches" { return true }
    return !isAtLineBoundary && ForeignHabits.textTests.contains(word)
  }

  /// Consumes an operator that joins, and reports its foreign form.
  mutating func takeOperator(_ kind: BinaryOperator) -> OperatorSyntax {
    let token = advance()
    switch token.kind {
    case .foreign, .word: reportForeignOperator(token, meaning: kind)
    default: break
    }
    return OperatorSyntax(kind, at: token.span)
  }

  /// The test at the current token, applied to `left`.
  mutating func parseComparison(_ left: ExpressionSyntax, from start: Int) -> ExpressionSyntax {
    if at(.reserved(.is)) { return parseIs(left, from: start) }
    if at(.assign) { return parseAssignment(left, from: start) }
    if let negated = takeNegation() { return parseTest(left, isNegated: negated, from: start) }
    let kind = binaryOperator() ?? .equal
    let symbol = takeOperator(kind)
    if let test = parseComparisonWithNull(left, symbol, from: start) { return test }
    let right = parseOperators(.otherwise)
    return bounded(node(.binary(left, symbol, right), from: start))
  }

  /// True or false, when a word test follows, with or without `not` in front; nil at a symbol.
  private mutating func takeNegation() -> Bool? {
    switch current.kind {
    case .reserved(.not):
      advance()
      return true
    case .bang:
      reportBang(advance())
      return true
    case .reserved(.in), .word: return false
    default: return nil
    }
  }

  /// `in`, `between`, `matches`, or a foreign text test.
  private mutating func parseTest(
    _ left: ExpressionSyntax, isNegated: Bool, from start: Int
  ) -> ExpressionSyntax {
    if take(.reserved(.in)) {
      let set = parseListInParentheses() ?? parseOperators(.otherwise)
      return bounded(node(.membership(left, in: set, isNegated: isNegated), from: start))
    }
    if take(word: "between") { return parseBetween(left, isNegated: isNegated, from: start) }
    if take(word: "matches") { return parseMatches(left, isNegated: isNegated, from: start) }
    return parseTextTest(left, isNegated: isNegated, from: start)
  }

  private mutating func parseBetween(
    _ left: ExpressionSyntax, isNegated: Bool, from start: Int
  ) -> ExpressionSyntax {
    let low = parseOperators(.otherwise)
    guard take(.reserved(.and)) else {
      unexpected("'and' between the two bounds")
      return node(.invalid, from: start)
    }
    let high = parseOperators(.otherwise)
    return bounded(
      node(.between(left, low: low, high: high, isNegated: isNegated), from: start))
  }

  private mutating func parseMatches(
    _ left: ExpressionSyntax, isNegated: Bool, from start: Int
  ) -> ExpressionSyntax {
    guard at(.symbol(.divide)) else {
      unexpected("a pattern such as /[0-9]+/", remedy: "to search plain text write `~ \"…\"`")
      return node(.invalid, from: start)
    }
    let regex = regex(advanceRegex())
    return bounded(node(.matches(left, regex, isNegated: isNegated), from: start))
  }

  /// `is none`, `is not none`, and what people write instead.
  private mutating func parseIs(_ left: ExpressionSyntax, from start: Int) -> ExpressionSyntax {
    let word = advance()
    let isNegated = take(.reserved(.not))
    if take(.reserved(.none)) {
      return bounded(node(.noneTest(left, isNegated: isNegated), from: start))
    }
    if isNull(current) || at(.reserved(.empty)) {
      reportNull(advance(), behind: left, isNegated: isNegated)
      return bounded(node(.noneTest(left, isNegated: isNegated), from: start))
    }
    guard beginsOperand(current) else {
      unexpected("'none'", isNegated ? "a value" : "'not none'")
      return node(.invalid, from: start)
    }
    let isSpan = span(from: word.span.start)
    let symbol = OperatorSyntax(isNegated ? .notEqual : .equal, at: isSpan)
    report(
      .foreignOperator, "\"is\" asks only for none", at: isSpan,
      remedy: "to compare write \"\(symbol.kind.rawValue)\"",
      fixIts: [FixIt(isSpan, symbol.kind.rawValue, "write \(symbol.kind.rawValue)")])
    let right = parseOperators(.otherwise)
    return bounded(node(.binary(left, symbol, right), from: start))
  }

  mutating func reportChain() {
    report(
      .chainedComparison, "comparisons do not chain", at: current.span,
      remedy: "join two with `and`: `a < b and b < c`")
  }
}

import Diagnostics

/// Stages with a second pipeline in parentheses.
extension Parser {
  /// Behind `with` or `without`.
  mutating func parseMatch(isNegated: Bool) -> StageKind {
    let pipeline = parseParenthesizedPipeline()
    let on = parseKeys()
    let when = take(word: "when") ? parseExpression() : nil
    return .match(MatchSyntax(isNegated: isNegated, pipeline: pipeline, on: on, when: when))
  }

  /// Behind `lookup` or `expand`.
  mutating func parseLookup(isExpand: Bool) -> StageKind {
    let pipeline = parseParenthesizedPipeline()
    let on = parseKeys()
    let when = take(word: "when") ? parseExpression() : nil
    let alias = take(.reserved(.as)) ? takeName("a name for the other side") : nil
    return .lookup(
      LookupSyntax(isExpand: isExpand, pipeline: pipeline, on: on, when: when, alias: alias))
  }

  private mutating func parseKeys() -> [NameSyntax] {
    guard take(.reserved(.on)) else {
      unexpected("'on' and the key", remedy: "as in `on unit`")
      return []
    }
    return parseNames("a key column")
  }

  mutating func parseSequence() -> StageKind {
    guard take(.reserved(.by)) else {
      unexpected("'by' and the key")
      return .invalid
    }
    let by = parseNames("a key column")
    let within = take(word: "within") ? parseSum() : nil
    guard at(.leftBrace) else {
      unexpected("\"{\"", within == nil ? "'within'" : "an operator")
      return .invalid
    }
    let opening = openBracket()
    var steps: [SequenceStepSyntax] = []
    repeat { steps.append(parseSequenceStep()) } while take(.comma)
    closeBracket(opening, expected: "\",\"")
    let until = take(word: "until") ? parseExpression() : nil
    return .sequence(SequenceSyntax(by: by, within: within, steps: steps, until: until))
  }

  private mutating func parseSequenceStep() -> SequenceStepSyntax {
    let start = current.span.start
    let isAbsent = take(.bang)
    let name = takeName("the name of a step")
    if !take(.colon) { unexpected("\":\" and a condition") }
    let condition = isRecovering ? invalid() : parseExpression()
    return SequenceStepSyntax(
      isAbsent: isAbsent, name: name, condition: condition, at: span(from: start))
  }
}

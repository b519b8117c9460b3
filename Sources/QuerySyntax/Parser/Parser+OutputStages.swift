import Diagnostics

/// Stages about order, number and presentation of rows.
extension Parser {
  mutating func parseSortKeys() -> [SortKeySyntax] {
    var keys: [SortKeySyntax] = []
    repeat { keys.append(parseSortKey()) } while take(.comma)
    return keys
  }

  private mutating func parseSortKey() -> SortKeySyntax {
    let value = parseExpression()
    return SortKeySyntax(value: value, direction: parseDirection())
  }

  private mutating func parseDirection() -> SortDirection? {
    if takeToken(word: "asc") != nil { return .ascending }
    if takeToken(word: "desc") != nil { return .descending }
    let long: [String: SortDirection] = [
      "ascending": .ascending, "descending": .descending, "giảm": .descending, "tăng": .ascending,
    ]
    guard at(.word), !isAtLineBoundary, let direction = long[current.word.lowercased()] else {
      return nil
    }
    let token = advance()
    report(
      .foreignWord, "the order is `asc` or `desc`", at: token.span,
      remedy: "write `\(direction.rawValue)`",
      fixIts: [FixIt(token.span, direction.rawValue, "write \(direction.rawValue)")])
    return direction
  }

  mutating func parseTake() -> StageKind {
    takeCount().map { .take($0) } ?? .invalid
  }

  /// A whole number, nil with an error if none stands here.
  private mutating func takeCount() -> Int64? {
    guard at(.integer), let literal = parseLiteral() else {
      unexpected("a whole number")
      return nil
    }
    guard case .literal(.integer(let count)) = literal.kind else { return nil }
    return count
  }

  /// `top 3 by n desc per question`
  mutating func parseTop() -> StageKind {
    guard let count = takeCount() else { return .invalid }
    guard take(.reserved(.by)) else {
      unexpected("'by' and what to rank by", remedy: "without it, `take \(count)`")
      return .invalid
    }
    let key = parseSortKey()
    let per = take(word: "per") ? parseNames("a column") : []
    return .top(TopSyntax(count: count, key: key, per: per))
  }

  mutating func parseShow() -> StageKind {
    let form = takeName("a form such as bar, spark or heat")
    guard isName(current), !isAtLineBoundary else { return .show(form, []) }
    return .show(form, parseNames("a column"))
  }

  /// `assert empty "message"`, `assert n > 0`
  mutating func parseAssert() -> StageKind {
    let assertion: AssertionSyntax =
      take(.reserved(.empty)) ? .empty : .condition(parseExpression())
    let hasMessage = (at(.string) || at(.foreign(.foreignString))) && !isAtLineBoundary
    return .assert(assertion, message: hasMessage ? parseString() : nil)
  }
}

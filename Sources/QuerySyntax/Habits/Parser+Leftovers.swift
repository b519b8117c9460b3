import Diagnostics

/// What is left behind a finished expression and has a likely reason.
extension Parser {
  /// Reports and consumes a leftover whose reason is known; false at any other.
  mutating func explainLeftover() -> Bool {
    explainThousands() || explainTimeOfDay()
  }

  /// `1,731`: the comma of an English thousand.
  private mutating func explainThousands() -> Bool {
    guard let first = previous, first.kind == .integer, at(.comma),
      current.span.start == first.span.end, peek(1).kind == .integer,
      peek(1).span.start == current.span.end, peek(1).span.byteCount == 3
    else { return false }
    advance()
    let span = first.span.union(advance().span)
    let ours = source[span].replacingCommas(with: "_")
    report(
      .badNumber, "thousands are not separated by a comma", at: span, remedy: "write `\(ours)`",
      fixIts: [FixIt(span, ours, "write \(ours)")])
    return true
  }

  /// `@2021-08-05 07:30`: a time of day behind a blank.
  private mutating func explainTimeOfDay() -> Bool {
    guard let date = previous, date.kind == .date, at(.integer), peek(1).kind == .colon,
      peek(2).kind == .integer, peek(1).span.start == current.span.end
    else { return false }
    let blank = SourceSpan(date.span.end, current.span.start)
    advance()
    advance()
    let span = date.span.union(advance().span)
    let ours = source[date.span] + "T" + source[SourceSpan(blank.end, span.end)]
    report(
      .noSuchDate, "a time of day follows a \"T\"", at: span, remedy: "write `\(ours)`",
      fixIts: [FixIt(blank, "T", "write T")])
    return true
  }
}

extension String {
  fileprivate func replacingCommas(with sign: Character) -> String {
    String(map { $0 == "," ? sign : $0 })
  }
}

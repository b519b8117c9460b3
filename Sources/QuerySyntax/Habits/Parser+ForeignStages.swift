import Diagnostics

/// Stages of other languages.
extension Parser {
  /// The stage that a foreign word stands for; nil if it is not a foreign word.
  mutating func parseForeignStage(_ word: String) -> StageSyntax? {
    if word == "group" || word == "groupby" { return parseGroup() }
    if word == "count" || word == "tally" { return parseCountStage() }
    if let advice = ForeignHabits.otherStages[word] { return parseUntranslatable(advice) }
    guard let meant = ForeignHabits.stages[word] else { return nil }
    let first = advance()
    var keyword = first.span
    if meant == .sort, at(.reserved(.by)) { keyword = keyword.union(advance().span) }
    let reported = diagnostics.count
    let kind = parseStage(meant, first)
    let rest = source[SourceSpan(keyword.end, previousEnd)]
    let isWhole = diagnostics.count == reported && !rest.contains("\n")
    reportForeignWord(keyword, meant.rawValue, remedy: meant.rawValue + (isWhole ? rest : ""))
    return stage(kind, keyword: keyword, from: first.span.start)
  }

  private mutating func reportForeignWord(
    _ span: SourceSpan, _ ours: String, remedy: String? = nil
  ) {
    report(
      .foreignWord, "`\(source[span].lowercased())` is `\(ours)` here", at: span,
      remedy: "write `\(remedy ?? ours)`", fixIts: [FixIt(span, ours, "write \(ours)")])
  }

  /// `group by unit`: the groups with their number of rows.
  private mutating func parseGroup() -> StageSyntax {
    let first = advance()
    var keyword = first.span
    if at(.reserved(.by)) { keyword = keyword.union(advance().span) }
    let ours = "summarize n = count() by"
    guard beginsOperand(current), !isAtStageEnd else {
      reportForeignWord(keyword, ours)
      return stage(.invalid, keyword: keyword, from: first.span.start)
    }
    let items = parseItems()
    let written = items.map { source[$0.span] }.joined(separator: ", ")
    report(
      .foreignWord, "groups are made by `summarize`", at: keyword,
      remedy: "write `\(ours) \(written)`", fixIts: [FixIt(keyword, ours, "write \(ours)")])
    let kind = summarized([countBinding(at: keyword)], items)
    return stage(kind, keyword: keyword, from: first.span.start)
  }

  /// `| count`
  private mutating func parseCountStage() -> StageSyntax {
    let token = advance()
    let arguments = parseArgumentsOnLine()
    let span = token.span.union(arguments?.span ?? token.span)
    let ours = "summarize n = count()"
    reportForeignWord(span, ours)
    let kind = summarized([countBinding(at: span)], parseBy())
    return stage(kind, keyword: span, from: token.span.start)
  }

  private func countBinding(at span: SourceSpan) -> BindingSyntax {
    let call = ExpressionSyntax(
      .call(NameSyntax("count", at: span), ArgumentsSyntax([], at: span)), at: span)
    return BindingSyntax(name: NameSyntax("n", at: span), value: call, at: span)
  }

  private mutating func parseUntranslatable(_ advice: String) -> StageSyntax {
    let token = advance()
    report(
      .foreignWord, "there is no `\(token.word.lowercased())` here", at: token.span,
      remedy: advice)
    isRecovering = true
    skipToStageEnd()
    return stage(.invalid, keyword: token.span, from: token.span.start)
  }
}

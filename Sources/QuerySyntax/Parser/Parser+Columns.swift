import Diagnostics

/// Columns that a stage computes or picks.
extension Parser {
  /// `name = value, …` of `derive`, `summarize` and `rollup`.
  mutating func parseBindings(_ stage: StageWord) -> [BindingSyntax] {
    var bindings: [BindingSyntax] = []
    repeat {
      guard let binding = parseBinding(stage, taken: bindings) else { break }
      bindings.append(binding)
    } while take(.comma)
    return bindings
  }

  private mutating func parseBinding(
    _ stage: StageWord, taken: [BindingSyntax]
  ) -> BindingSyntax? {
    let start = current.span.start
    let hasColon = peek(1).kind == .colon && peek(2).kind == .assign
    if peek(1).kind == .assign || hasColon {
      let name = takeName("a name")
      if hasColon { reportColon(advance()) }
      guard take(.assign) else { return nil }
      let value = parseExpression()
      return BindingSyntax(name: name, value: value, at: span(from: start))
    }
    guard beginsOperand(current) else {
      unexpected("a result such as `n = count()`")
      return nil
    }
    let reported = diagnostics.count
    let value = parseExpression()
    if let (name, whole) = takeAliasBehind(value) {
      return BindingSyntax(name: name, value: value, at: whole)
    }
    let name = NameSyntax(suggestedName(for: value, taken: taken), at: value.span)
    let isExplained = diagnostics[min(reported, diagnostics.count)...].contains {
      $0.span == value.span
    }
    if !isRecovering, !isExplained { reportUnnamed(value, name.text, stage) }
    return BindingSyntax(name: name, value: value, at: span(from: start))
  }

  private mutating func reportColon(_ colon: Token) {
    report(
      .foreignOperator, "a column is named with \"=\" alone", at: colon.span,
      remedy: "leave out the \":\"", fixIts: [FixIt(colon.span, "", "remove the colon")])
  }

  private mutating func reportUnnamed(
    _ value: ExpressionSyntax, _ name: String, _ stage: StageWord
  ) {
    let named = "\(name) = \(source[value.span])"
    let message = stage == .derive ? "a new column needs a name" : "a result needs a name"
    report(
      .unnamedResult, message, at: value.span, remedy: "write `\(stage.rawValue) \(named)`",
      fixIts: [FixIt(SourceSpan(at: value.span.start), "\(name) = ", "name it \(name)")])
  }

  /// `n` for a count, else the name of the function, else `value`; with a number if taken.
  private func suggestedName(for value: ExpressionSyntax, taken: [BindingSyntax]) -> String {
    let base: String =
      if case .call(let name, _) = value.kind { name.text == "count" ? "n" : name.text } else {
        "value"
      }
    let used = Set(taken.map(\.name.text))
    guard used.contains(base) else { return base }
    return (2...).lazy.map { "\(base)\($0)" }.first { !used.contains($0) } ?? base
  }

  /// `value` or `name = value`, separated by commas.
  mutating func parseItems() -> [ItemSyntax] {
    var items: [ItemSyntax] = []
    repeat { items.append(parseItem()) } while take(.comma)
    return items
  }

  private mutating func parseItem() -> ItemSyntax {
    let start = current.span.start
    if peek(1).kind == .assign, isName(current) || isReserved(current) {
      let name = takeName("a name")
      advance()
      return ItemSyntax(name: name, value: parseExpression(), at: span(from: start))
    }
    let value = parseExpression()
    if let (name, whole) = takeAliasBehind(value) {
      return ItemSyntax(name: name, value: value, at: whole)
    }
    return ItemSyntax(name: nil, value: value, at: span(from: start))
  }

  private func isReserved(_ token: Token) -> Bool {
    if case .reserved = token.kind { true } else { false }
  }

  /// `value as name`, which other languages write for `name = value`.
  private mutating func takeAliasBehind(
    _ value: ExpressionSyntax
  ) -> (name: NameSyntax, span: SourceSpan)? {
    guard at(.reserved(.as)), isName(peek(1)), !isRecovering else { return nil }
    let start = advance().span.start
    let name = takeName("a name")
    let whole = SourceSpan(value.span.start, previousEnd)
    let ours = "\(source[name.span]) = \(source[value.span])"
    report(
      .foreignWord, "the name of a column goes first", at: span(from: start),
      remedy: "write `\(ours)`", fixIts: [FixIt(whole, ours, "write \(ours)")])
    return (name, whole)
  }
}

import Diagnostics
import Text

/// Operators of other languages: read as what they mean, and named.
extension Parser {
  mutating func reportForeignOperator(_ token: Token, meaning: BinaryOperator) {
    let written = text(token)
    let ours = meaning.rawValue
    let code: SyntaxCode = token.kind == .word ? .vietnameseWord : .foreignOperator
    report(
      code, "\"\(written)\" is `\(ours)` here", at: token.span, remedy: "write \"\(ours)\"",
      fixIts: [FixIt(token.span, padded(ours, around: token.span), "write \(ours)")])
  }

  /// A word put in the place of a sign needs blanks around it.
  private func padded(_ word: String, around span: SourceSpan) -> String {
    guard word.first?.isLetter == true else { return word }
    let before = span.start > 0 ? source.utf8[span.start - 1] : 0x20
    let after = span.end < source.utf8.count ? source.utf8[span.end] : 0x20
    return (isBlank(before) ? "" : " ") + word + (isBlank(after) ? "" : " ")
  }

  private func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || (0x09...0x0D).contains(byte)
  }

  /// `!x` for `not x`.
  mutating func reportBang(_ token: Token) {
    report(
      .foreignOperator, "\"!\" is `not` here", at: token.span, remedy: "write \"not\"",
      fixIts: [FixIt(token.span, padded("not", around: token.span), "write not")])
  }

  /// The connective a Vietnamese word stands for; only words with marks, so that a column named
  /// `va` is left alone.
  func vietnameseConnective(_ token: Token) -> BinaryOperator? {
    guard token.word.utf8.contains(where: { $0 >= 0x80 }) else { return nil }
    return ForeignHabits.vietnameseConnectives[fold(token.word)]
  }

  /// `=` where a comparison is meant; `x = ""` asks for no value.
  mutating func parseAssignment(_ left: ExpressionSyntax, from start: Int) -> ExpressionSyntax {
    let sign = advance()
    let symbol = OperatorSyntax(.equal, at: sign.span)
    if at(.string), text(current) == "\"\"" {
      let end = advance().span.end
      reportNull(
        SourceSpan(sign.span.start, end), replacement: "is none",
        remedy: "\(source[left.span]) is none")
      return bounded(node(.noneTest(left, isNegated: false), from: start))
    }
    report(
      .foreignOperator, "\"=\" names a column", at: sign.span, remedy: "to compare write \"==\"",
      fixIts: [FixIt(sign.span, "==", "write ==")])
    if let test = parseComparisonWithNull(left, symbol, from: start) { return test }
    let right = parseOperators(.otherwise)
    return bounded(node(.binary(left, symbol, right), from: start))
  }
}

/// Words for "no value".
extension Parser {
  func isNull(_ token: Token) -> Bool {
    token.kind == .word && ForeignHabits.nulls.contains(token.word.lowercased())
  }

  mutating func reportNull(_ token: Token) {
    reportNull(token.span, replacement: "none", remedy: "none")
  }

  private mutating func reportNull(_ span: SourceSpan, replacement: String, remedy: String) {
    report(
      .foreignOperator, "\"no value\" is `none` here", at: span, remedy: "write `\(remedy)`",
      fixIts: [FixIt(span, replacement, "write \(replacement)")])
  }

  /// `x is null`, with `is` and a `not` consumed.
  mutating func reportNull(_ token: Token, behind left: ExpressionSyntax, isNegated: Bool) {
    let test = isNegated ? "is not none" : "is none"
    reportNull(token.span, replacement: "none", remedy: "\(source[left.span]) \(test)")
  }

  /// `x == null` and `x != null`, with the operator already consumed; nil at anything else.
  mutating func parseComparisonWithNull(
    _ left: ExpressionSyntax, _ symbol: OperatorSyntax, from start: Int
  ) -> ExpressionSyntax? {
    guard isNull(current), symbol.kind == .equal || symbol.kind == .notEqual else { return nil }
    let isNegated = symbol.kind == .notEqual
    let whole = SourceSpan(symbol.span.start, advance().span.end)
    dropDiagnostics(in: whole)
    let test = isNegated ? "is not none" : "is none"
    reportNull(whole, replacement: test, remedy: "\(source[left.span]) \(test)")
    return bounded(node(.noneTest(left, isNegated: isNegated), from: start))
  }
}

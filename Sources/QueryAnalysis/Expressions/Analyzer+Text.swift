import Catalog
import Diagnostics
import LedgerModel
import QueryPlan
import QuerySyntax

extension Analyzer {
  /// Folded "contains".
  func resemblance(
    _ left: ExpressionSyntax, _ right: ExpressionSyntax, at span: SourceSpan,
    in context: ExpressionContext
  ) -> TypedExpression {
    let first = value(left, in: context)
    let second = value(right, in: context)
    guard !first.isUnknown, !second.isUnknown, requireText(first), requireText(second) else {
      return .unknownFlag(at: span)
    }
    let result = typed(.resembles(first.expression, second.expression), .bool, at: span)
    return proving(result, operands: [first, second])
  }

  func matches(
    _ inner: ExpressionSyntax, _ regex: RegexSyntax, at span: SourceSpan,
    in context: ExpressionContext
  ) -> TypedExpression {
    let operand = value(inner, in: context)
    do {
      _ = try Regex(regex.pattern)
    } catch {
      report(.badPattern, "this pattern cannot be read", at: regex.span)
      return .unknownFlag(at: span)
    }
    guard !operand.isUnknown, requireText(operand) else { return .unknownFlag(at: span) }
    let result = typed(.matches(operand.expression, pattern: regex.pattern), .bool, at: span)
    return proving(result, operands: [operand])
  }

  private func requireText(_ operand: TypedExpression) -> Bool {
    if operand.type.wrapped == .string { return true }
    var remedy: String?
    if case .entity(let kind) = operand.type.wrapped,
      let schema = schemas.source(describing: kind),
      let column = ["name", "title"].first(where: { schema.column(named: $0) != nil })
    {
      remedy = "`\(text(operand.span)).\(column)`"
    }
    report(
      .typesDisagree, "text is searched, found \(shortType(operand.type))", at: operand.span,
      remedy: remedy)
    return false
  }

  /// `{a, b}`
  func set(
    _ elements: [ExpressionSyntax], at span: SourceSpan, in context: ExpressionContext,
    expecting: Expectation?
  ) -> TypedExpression {
    var hint = expecting
    if case .set(let inner) = expecting?.type.wrapped {
      hint = Expectation(inner.wrapped, label: expecting?.label)
    }
    let typedElements = elements.map { value($0, in: context, expecting: hint) }
    guard !typedElements.contains(where: \.isUnknown) else { return .unknown(at: span) }
    var type = hint.map(\.type) ?? .none
    if let first = typedElements.first { type = first.type }
    for element in typedElements.dropFirst() {
      guard let common = commonType(type, element.type) else {
        reportMismatch(typedElements[0], ",", element, at: span)
        return .unknown(at: span)
      }
      type = common
    }
    return typed(
      .set(typedElements.map { converted($0.expression, to: type) }), .set(type), at: span)
  }
}

import Catalog
import Diagnostics
import LedgerModel
import QueryPlan
import QuerySyntax

/// Two-valued logic, and what conditions prove about values that may be none.
extension Analyzer {
  func connective(
    _ left: ExpressionSyntax, _ sign: BinaryOperator, _ right: ExpressionSyntax,
    at span: SourceSpan, in context: ExpressionContext
  ) -> TypedExpression {
    let what = "\"\(sign.rawValue)\""
    let first = condition(left, in: context, of: what)
    let known = sign == .and ? first.provenWhenTrue : first.provenWhenFalse
    let second = condition(right, in: context.proving(known), of: what)
    let (a, b) = (first.expression, second.expression)
    var result = typed(sign == .and ? .and(a, b) : .or(a, b), .bool, at: span)
    let bothTrue = (first.provenWhenTrue, second.provenWhenTrue)
    let bothFalse = (first.provenWhenFalse, second.provenWhenFalse)
    if sign == .and {
      result.provenWhenTrue = bothTrue.0.union(bothTrue.1)
      result.provenWhenFalse = bothFalse.0.intersection(bothFalse.1)
    } else {
      result.provenWhenTrue = bothTrue.0.intersection(bothTrue.1)
      result.provenWhenFalse = bothFalse.0.union(bothFalse.1)
    }
    result.hidesNone = first.hidesNone ?? second.hidesNone
    return result
  }

  func not(
    _ inner: ExpressionSyntax, at span: SourceSpan, in context: ExpressionContext
  ) -> TypedExpression {
    let operand = condition(inner, in: context, of: "\"not\"")
    if let hidden = operand.hidesNone { warnOfHiddenNone(hidden, at: span, in: context) }
    return negated(operand, if: true, at: span)
  }

  /// The opposite of a condition, or itself.
  func negated(
    _ condition: TypedExpression, if isNegated: Bool, at span: SourceSpan? = nil
  ) -> TypedExpression {
    guard isNegated, !condition.isUnknown else { return condition }
    var result = typed(.not(condition.expression), .bool, at: span ?? condition.span)
    result.provenWhenTrue = condition.provenWhenFalse
    result.provenWhenFalse = condition.provenWhenTrue
    return result
  }

  private func warnOfHiddenNone(
    _ operand: SourceSpan, at span: SourceSpan, in context: ExpressionContext
  ) {
    let name = text(operand)
    let isFiling = name.hasPrefix("filed_at") && context.scope.sourceName == "obligations"
    warn(
      .negatedPresence,
      isFiling
        ? "rows that never filed are in this answer"
        : "rows without \(name) are in this answer", at: span,
      remedy: isFiling
        ? "say `status == .late` or `| missing`"
        : "turn the comparison round, or add `and \(name) is not none`")
  }

  func noneTest(
    _ inner: ExpressionSyntax, isNegated: Bool, at span: SourceSpan,
    in context: ExpressionContext
  ) -> TypedExpression {
    let operand = value(inner, in: context)
    if operand.isUnknown { return .unknownFlag(at: span) }
    return noneTest(operand, isNegated: isNegated, at: span)
  }

  func noneTest(_ operand: TypedExpression, isNegated: Bool, at span: SourceSpan)
    -> TypedExpression
  {
    var result = typed(.isNone(operand.expression), .bool, at: span)
    if let key = operand.expression.narrowingKey { result.provenWhenFalse = [key] }
    return negated(result, if: isNegated)
  }

  func coalesce(
    _ left: ExpressionSyntax, _ right: ExpressionSyntax, at span: SourceSpan,
    in context: ExpressionContext, expecting: Expectation?
  ) -> TypedExpression {
    let first = value(left, in: context, expecting: expecting)
    let label = text(left.span)
    let second = value(
      right, in: context,
      expecting: first.isUnknown ? expecting : Expectation(first.type.wrapped, label: label))
    guard !first.isUnknown, !second.isUnknown else { return .unknown(at: span) }
    guard let type = commonType(first.type.wrapped, second.type) else {
      reportMismatch(first, "??", second, at: span)
      return .unknown(at: span)
    }
    let result = second.type.isOptional ? type.optional : type
    return typed(
      .coalesce(
        converted(first.expression, to: type.optional), converted(second.expression, to: result)),
      result, at: span)
  }

  func conditional(
    _ test: ExpressionSyntax, _ then: ExpressionSyntax, _ otherwise: ExpressionSyntax,
    at span: SourceSpan, in context: ExpressionContext, expecting: Expectation?
  ) -> TypedExpression {
    let test = condition(test, in: context, of: "\"if\"")
    let (first, second) = branches(
      then, otherwise, context.proving(test.provenWhenTrue),
      context.proving(test.provenWhenFalse), expecting: expecting)
    guard !first.isUnknown, !second.isUnknown else { return .unknown(at: span) }
    guard let type = commonType(first.type, second.type) else {
      report(
        .typesDisagree,
        "the branches have different types: \(shortType(first.type)) and \(shortType(second.type))",
        at: span)
      return .unknown(at: span)
    }
    return typed(
      .conditional(
        condition: test.expression, then: converted(first.expression, to: type),
        otherwise: converted(second.expression, to: type)), type, at: span)
  }

  /// Both branches; one that has no type of its own takes that of the other.
  private func branches(
    _ then: ExpressionSyntax, _ otherwise: ExpressionSyntax, _ thenContext: ExpressionContext,
    _ otherwiseContext: ExpressionContext, expecting: Expectation?
  ) -> (TypedExpression, TypedExpression) {
    if then.isUntyped, !otherwise.isUntyped {
      let second = value(otherwise, in: otherwiseContext, expecting: expecting)
      let hint = Expectation(second.type.wrapped, label: text(otherwise.span))
      return (value(then, in: thenContext, expecting: hint), second)
    }
    let first = value(then, in: thenContext, expecting: expecting)
    let hint =
      otherwise.isUntyped && first.type != .none
      ? Expectation(first.type.wrapped, label: text(then.span)) : expecting
    return (first, value(otherwise, in: otherwiseContext, expecting: hint))
  }
}

extension ExpressionSyntax {
  /// True for what takes its type from the other side: text, cases, none, and sets of them.
  var isUntyped: Bool {
    switch kind {
    case .literal(.string), .literal(.none), .enumCase: true
    case .set(let elements): elements.allSatisfy(\.isUntyped)
    case .parenthesized(let inner): inner.isUntyped
    default: false
    }
  }
}

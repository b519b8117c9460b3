import Catalog
import Diagnostics
import LedgerModel
import QueryPlan
import QuerySyntax

extension Analyzer {
  /// An expression used for its value: `x?` counts only on a flag, which it makes a bool.
  func value(
    _ syntax: ExpressionSyntax, in context: ExpressionContext, expecting: Expectation? = nil
  ) -> TypedExpression {
    settle(infer(syntax, in: context, expecting: expecting))
  }

  /// A condition: of type bool, never none.
  func condition(
    _ syntax: ExpressionSyntax, in context: ExpressionContext, of what: String
  ) -> TypedExpression {
    let typed = value(syntax, in: context)
    if typed.isUnknown { return .unknownFlag(at: typed.span) }
    if typed.type == .bool { return typed }
    if typed.type == .optional(.bool) {
      let written = text(typed.span)
      report(
        .flagMayBeNone, "\(written) may be none", at: typed.span,
        remedy: "`\(presence(of: syntax))` counts none as false",
        fixIts: [presenceFixIt(for: syntax)])
    } else {
      report(
        .typesDisagree, "\(what) wants a condition, found \(shortType(typed.type))",
        at: typed.span)
    }
    return .unknownFlag(at: typed.span)
  }

  /// An expression with its question mark, if any, still on it; unknown once the text has grown
  /// beyond a limit.
  func infer(
    _ syntax: ExpressionSyntax, in context: ExpressionContext, expecting: Expectation? = nil
  ) -> TypedExpression {
    guard enterLevel(at: syntax.span) else { return .unknown(at: syntax.span) }
    defer { budget.leave() }
    return inferred(syntax, in: context, expecting: expecting)
  }

  private func inferred(
    _ syntax: ExpressionSyntax, in context: ExpressionContext, expecting: Expectation?
  ) -> TypedExpression {
    let span = syntax.span
    switch syntax.kind {
    case .literal(let literal): return self.literal(literal, at: span, expecting: expecting)
    case .parameter(let name): return parameter(name, at: span)
    case .enumCase(let name): return enumCase(name, at: span, expecting: expecting)
    case .name(let name): return self.name(name, in: context, expecting: expecting)
    case .member(let base, let name): return member(of: base, name, at: span, in: context)
    case .call(let name, let arguments):
      return call(name, arguments, at: span, in: context, expecting: expecting)
    case .set(let elements): return set(elements, at: span, in: context, expecting: expecting)
    case .parenthesized(let inner):
      return spanning(span, infer(inner, in: context, expecting: expecting))
    case .presence(let inner): return presence(of: inner, at: span, in: context)
    case .invalid: return .unknown(at: span)
    default: return operation(syntax, in: context, expecting: expecting)
    }
  }

  private func operation(
    _ syntax: ExpressionSyntax, in context: ExpressionContext, expecting: Expectation?
  ) -> TypedExpression {
    let span = syntax.span
    switch syntax.kind {
    case .negation(let inner): return negation(of: inner, at: span, in: context)
    case .not(let inner): return not(inner, at: span, in: context)
    case .binary(let left, let sign, let right):
      return binary(left, sign, right, at: span, in: context, expecting: expecting)
    case .membership(let element, let set, let isNegated):
      return negated(
        membership(of: element, in: set, at: span, context: context), if: isNegated)
    case .noneTest(let inner, let isNegated):
      return noneTest(inner, isNegated: isNegated, at: span, in: context)
    case .between(let value, let low, let high, let isNegated):
      return negated(
        between(value, low, high, at: span, in: context), if: isNegated)
    case .matches(let inner, let pattern, let isNegated):
      return negated(matches(inner, pattern, at: span, in: context), if: isNegated)
    case .conditional(let condition, let then, let otherwise):
      return conditional(
        condition, then, otherwise, at: span, in: context, expecting: expecting)
    default: return .unknown(at: span)
    }
  }

  private func binary(
    _ left: ExpressionSyntax, _ sign: OperatorSyntax, _ right: ExpressionSyntax,
    at span: SourceSpan, in context: ExpressionContext, expecting: Expectation?
  ) -> TypedExpression {
    switch sign.kind {
    case .and, .or: return connective(left, sign.kind, right, at: span, in: context)
    case .otherwise: return coalesce(left, right, at: span, in: context, expecting: expecting)
    case .resembles, .differs:
      return negated(resemblance(left, right, at: span, in: context), if: sign.kind == .differs)
    case .add, .subtract, .multiply, .divide:
      return arithmetic(left, sign, right, at: span, in: context)
    default: return comparison(left, sign, right, at: span, in: context)
    }
  }

  /// The same value under the span of the brackets around it.
  private func spanning(_ span: SourceSpan, _ inner: TypedExpression) -> TypedExpression {
    var copy = TypedExpression(inner.expression, at: span)
    copy.isPresence = inner.isPresence
    copy.provenWhenTrue = inner.provenWhenTrue
    copy.provenWhenFalse = inner.provenWhenFalse
    copy.hidesNone = inner.hidesNone
    return copy
  }

  /// Resolves a question mark that no comparison took.
  private func settle(_ typed: TypedExpression) -> TypedExpression {
    guard typed.isPresence, !typed.isUnknown else { return typed }
    guard typed.type.wrapped == .bool else {
      report(
        .misplacedQuestion, "\"?\" belongs to a comparison or to a flag", at: typed.span,
        remedy: "`x? > y` is false where x is none, `x ?? d` puts d in its place")
      return .unknown(at: typed.span)
    }
    var settled = TypedExpression(
      plan(.isTrue(typed.expression), .bool, typed.span), at: typed.span)
    if let key = typed.expression.narrowingKey { settled.provenWhenTrue = [key] }
    return settled
  }

  private func presence(
    of inner: ExpressionSyntax, at span: SourceSpan, in context: ExpressionContext
  ) -> TypedExpression {
    var typed = spanning(span, infer(inner, in: context))
    typed.isPresence = true
    return typed
  }

  /// A node of the plan with its place in the text.
  func plan(_ kind: PlanExpression.Kind, _ type: ValueType, _ span: SourceSpan) -> PlanExpression {
    PlanExpression(kind, type: type, origin: span.start..<span.end)
  }

  func typed(_ kind: PlanExpression.Kind, _ type: ValueType, at span: SourceSpan)
    -> TypedExpression
  {
    TypedExpression(plan(kind, type, span), at: span)
  }

  /// A type as messages write it: an enumeration by name, without its cases.
  func shortType(_ type: ValueType) -> String {
    switch type {
    case .enumeration(let enumeration): enumeration.name
    case .optional(let inner): shortType(inner) + "?"
    case .set(let element): "set<\(shortType(element))>"
    default: type.description
    }
  }
}

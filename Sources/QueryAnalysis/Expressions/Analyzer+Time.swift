import Catalog
import Diagnostics
import LedgerModel
import QueryPlan
import QuerySyntax

/// Times held against stretches of time: P = [start, end). `t < P` means before its start,
/// `t <= P` before its end, `t > P` from its end on, `t >= P` from its start on.
extension Analyzer {
  /// The comparison when one side is a stretch of time and the other a point; else none.
  func timeComparison(
    _ first: TypedExpression, _ comparison: Comparison, _ second: TypedExpression,
    at span: SourceSpan
  ) -> TypedExpression? {
    if isPoint(first.type, inside: second.type) {
      return pointComparison(first, comparison, second, at: span)
    }
    if isPoint(second.type, inside: first.type) {
      return pointComparison(second, comparison.mirrored, first, at: span)
    }
    return nil
  }

  /// True when a value of the first type lies in or beside a stretch of the second.
  func isPoint(_ point: ValueType, inside stretch: ValueType) -> Bool {
    switch (point.wrapped, stretch.wrapped) {
    case (.instant, .period), (.date, .period), (.instant, .date): true
    default: false
    }
  }

  private func pointComparison(
    _ point: TypedExpression, _ comparison: Comparison, _ stretch: TypedExpression,
    at span: SourceSpan
  ) -> TypedExpression {
    guard comparison != .equal, comparison != .notEqual else {
      let sign = comparison == .equal ? "in" : "not in"
      report(
        .coarseEquality,
        "\(text(point.span)) is \(shortType(point.type)), \(text(stretch.span)) lasts longer",
        at: span, remedy: "use \"\(sign)\": `\(text(point.span)) \(sign) \(text(stretch.span))`",
        fixIts: [
          FixIt(
            span, "\(text(point.span)) \(sign) \(text(stretch.span))", "write \"\(sign)\"")
        ])
      return .unknownFlag(at: span)
    }
    guard requirePresence([point, stretch], around: span, in: ExpressionContext(scope: RowScope()))
    else { return .unknownFlag(at: span) }
    let parts = aligned(point.expression, with: stretch.expression)
    let kind: PlanExpression.Kind
    switch comparison {
    case .less: kind = .compare(.less, parts.point, parts.start)
    case .greaterOrEqual: kind = .compare(.greaterOrEqual, parts.point, parts.start)
    case .greater: kind = .compare(.greaterOrEqual, parts.point, parts.end)
    default: kind = beforeEnd(parts, at: span)
    }
    return proving(typed(kind, .bool, at: span), operands: [point, stretch])
  }

  /// Before the end of a stretch, which may be open.
  private func beforeEnd(_ parts: AlignedTimes, at span: SourceSpan) -> PlanExpression.Kind {
    let before = PlanExpression.Kind.compare(.less, parts.point, parts.end)
    guard parts.end.type.isOptional else { return before }
    return .or(
      plan(.isNone(parts.end), .bool, span), plan(before, .bool, span))
  }

  func membership(
    of element: ExpressionSyntax, in set: ExpressionSyntax, at span: SourceSpan,
    context: ExpressionContext
  ) -> TypedExpression {
    let (first, second) = membershipOperands(element, set, in: context)
    guard !first.isUnknown, !second.isUnknown else { return .unknownFlag(at: span) }
    if isPoint(first.type, inside: second.type) {
      return timeMembership(first, second, at: span)
    }
    guard case .set(let inner) = second.type.wrapped else {
      report(
        .typesDisagree,
        "\"in\" wants a set or a period, found \(shortType(second.type))", at: second.span,
        remedy: "one value is compared with \"==\"")
      return .unknownFlag(at: span)
    }
    guard inner == .none || areComparable(first.type, inner) else {
      reportMismatch(first, "in", second, at: span)
      return .unknownFlag(at: span)
    }
    var result = typed(.contained(first.expression, in: second.expression), .bool, at: span)
    if !inner.isOptional, let key = first.expression.narrowingKey { result.provenWhenTrue = [key] }
    return result
  }

  private func membershipOperands(
    _ element: ExpressionSyntax, _ set: ExpressionSyntax, in context: ExpressionContext
  ) -> (TypedExpression, TypedExpression) {
    if element.isUntyped, !set.isUntyped {
      let second = value(set, in: context)
      var hint: Expectation?
      if case .set(let inner) = second.type.wrapped {
        hint = Expectation(inner.wrapped, label: text(set.span))
      }
      return (value(element, in: context, expecting: hint), second)
    }
    let first = value(element, in: context)
    let hint = Expectation(.set(first.type.wrapped), label: text(element.span))
    return (first, value(set, in: context, expecting: first.isUnknown ? nil : hint))
  }

  private func timeMembership(
    _ point: TypedExpression, _ stretch: TypedExpression, at span: SourceSpan
  ) -> TypedExpression {
    var instant = point.expression
    if point.type.wrapped == .date { instant = dayBound(instant, isStart: true) }
    var period = stretch.expression
    if stretch.type.wrapped == .date { period = dayAround(period) }
    var result = typed(.contained(instant, in: period), .bool, at: span)
    if let key = point.expression.narrowingKey { result.provenWhenTrue = [key] }
    return result
  }

  func between(
    _ value: ExpressionSyntax, _ low: ExpressionSyntax, _ high: ExpressionSyntax,
    at span: SourceSpan, in context: ExpressionContext
  ) -> TypedExpression {
    let middle = infer(value, in: context)
    let hint = expectation(beside: middle)
    let lower = infer(low, in: context, expecting: hint)
    let upper = infer(high, in: context, expecting: hint)
    guard !middle.isUnknown, !lower.isUnknown, !upper.isUnknown else {
      return .unknownFlag(at: span)
    }
    for bound in [lower, upper] where !isPoint(middle.type, inside: bound.type) {
      guard areComparable(middle.type, bound.type), middle.type.wrapped.isOrdered else {
        reportMismatch(middle, "between", bound, at: span)
        return .unknownFlag(at: span)
      }
    }
    guard requirePresence([middle, lower, upper], around: span, in: context) else {
      return .unknownFlag(at: span)
    }
    let kind = betweenKind(middle, lower, upper, at: span)
    return proving(typed(kind, .bool, at: span), operands: [middle, lower, upper])
  }

  private func betweenKind(
    _ middle: TypedExpression, _ lower: TypedExpression, _ upper: TypedExpression,
    at span: SourceSpan
  ) -> PlanExpression.Kind {
    let isTime = [lower, upper].contains { isPoint(middle.type, inside: $0.type) }
    guard isTime else {
      let parts = aligned([middle.expression, lower.expression, upper.expression])
      return .between(parts[0], lower: parts[1], upper: parts[2])
    }
    let after =
      isPoint(middle.type, inside: lower.type)
      ? startComparison(middle.expression, lower.expression, at: span)
      : plan(.compare(.greaterOrEqual, middle.expression, lower.expression), .bool, span)
    let before =
      isPoint(middle.type, inside: upper.type)
      ? plan(beforeEnd(aligned(middle.expression, with: upper.expression), at: span), .bool, span)
      : plan(.compare(.lessOrEqual, middle.expression, upper.expression), .bool, span)
    return .and(after, before)
  }

  private func startComparison(
    _ point: PlanExpression, _ stretch: PlanExpression, at span: SourceSpan
  ) -> PlanExpression {
    let parts = aligned(point, with: stretch)
    return plan(.compare(.greaterOrEqual, parts.point, parts.start), .bool, span)
  }
}

/// A point and the bounds of a stretch, all three dates or all three instants.
struct AlignedTimes {
  let point: PlanExpression
  let start: PlanExpression
  /// Optional when the stretch may be open.
  let end: PlanExpression
}

extension Analyzer {
  func aligned(_ point: PlanExpression, with stretch: PlanExpression) -> AlignedTimes {
    if point.type.wrapped == .date, let days = wholeDays(stretch) {
      return AlignedTimes(point: point, start: days.start, end: days.end)
    }
    let instant = point.type.wrapped == .date ? dayBound(point, isStart: true) : point
    return AlignedTimes(
      point: instant, start: bound(of: stretch, isStart: true),
      end: bound(of: stretch, isStart: false))
  }

  /// A constant period as a first day and a first day behind it, when it consists of whole days.
  private func wholeDays(_ stretch: PlanExpression) -> (start: PlanExpression, end: PlanExpression)?
  {
    let zone = options.zone
    guard case .constant(.period(let period)) = stretch.kind, let end = period.end else {
      return nil
    }
    let (first, last) = (zone.day(of: period.start), zone.day(of: end))
    guard zone.start(of: first) == period.start, zone.start(of: last) == end else { return nil }
    return (
      PlanExpression(.constant(.date(first)), type: .date, origin: stretch.origin),
      PlanExpression(.constant(.date(last)), type: .date, origin: stretch.origin)
    )
  }

  /// The first instant of a stretch, or the first after it.
  private func bound(of stretch: PlanExpression, isStart: Bool) -> PlanExpression {
    if stretch.type.wrapped == .date { return dayBound(stretch, isStart: isStart) }
    if case .constant(.period(let period)) = stretch.kind {
      let instant = isStart ? period.start : period.end
      return PlanExpression(
        .constant(instant.map { .instant($0) } ?? .none),
        type: instant == nil ? .optional(.instant) : .instant, origin: stretch.origin)
    }
    let isOptional = stretch.type.isOptional || !isStart
    return PlanExpression(
      .periodBound(stretch, isStart: isStart),
      type: isOptional ? .optional(.instant) : .instant, origin: stretch.origin)
  }

  /// The first instant of a date, or the first after it.
  func dayBound(_ date: PlanExpression, isStart: Bool) -> PlanExpression {
    if case .constant(.date(let day)) = date.kind {
      let instant = isStart ? options.zone.start(of: day) : options.zone.end(of: day)
      return PlanExpression(.constant(.instant(instant)), type: .instant, origin: date.origin)
    }
    return PlanExpression(
      .periodBound(dayAround(date), isStart: isStart),
      type: date.type.isOptional ? .optional(.instant) : .instant, origin: date.origin)
  }

  /// A date as the period of that day.
  func dayAround(_ date: PlanExpression) -> PlanExpression {
    if case .constant(.date(let day)) = date.kind {
      let period = CoarseDate.day(day).period(in: options.zone)
      return PlanExpression(.constant(.period(period)), type: .period, origin: date.origin)
    }
    return PlanExpression(
      .call(.day, [date]), type: date.type.isOptional ? .optional(.period) : .period,
      origin: date.origin)
  }
}

extension Comparison {
  /// The comparison with its sides exchanged.
  var mirrored: Comparison {
    switch self {
    case .equal, .notEqual: self
    case .less: .greater
    case .lessOrEqual: .greaterOrEqual
    case .greater: .less
    case .greaterOrEqual: .lessOrEqual
    }
  }
}

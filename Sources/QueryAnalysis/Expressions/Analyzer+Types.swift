import Catalog
import Diagnostics
import LedgerModel
import QueryPlan
import QuerySyntax

/// Which types go together, and how a value of one is read as another.
extension Analyzer {
  /// The type of values that come from either of two places; none when they do not go together.
  /// The only conversions are between numbers, towards the more general.
  func commonType(_ first: ValueType, _ second: ValueType) -> ValueType? {
    if first == .unknown || second == .unknown { return .unknown }
    if first == .none { return second.optional }
    if second == .none { return first.optional }
    let isOptional = first.isOptional || second.isOptional
    guard let common = commonWrapped(first.wrapped, second.wrapped) else { return nil }
    return isOptional ? common.optional : common
  }

  private func commonWrapped(_ first: ValueType, _ second: ValueType) -> ValueType? {
    if first == second { return first }
    switch (first, second) {
    case (.integer(let a), .integer(let b)): return a == nil || b == nil ? .integer(a ?? b) : nil
    case (.estimate, .integer), (.integer, .estimate): return .estimate
    case (.enumeration(let a), .enumeration(let b)) where a.cases == b.cases: return first
    case (.point, .instant), (.instant, .point), (.point, .position), (.position, .point):
      return .point
    case (.set(let a), .set(let b)):
      if a == .none { return second }
      if b == .none { return first }
      return commonType(a, b).map { .set($0) }
    default:
      guard let a = first.numericRank, let b = second.numericRank else { return nil }
      guard max(a, b) == 2 else { return .decimal }
      return first == .mean || second == .mean ? .mean : .ratio
    }
  }

  /// True when values of the two types may be held against each other.
  func areComparable(_ first: ValueType, _ second: ValueType) -> Bool {
    if commonType(first, second) != nil { return true }
    // Comparing persons with attempts is a fair question, adding them is not.
    return first.wrapped.numericRank != nil && second.wrapped.numericRank != nil
  }

  /// The expression read as a more general number; other types stay as they are.
  func converted(_ expression: PlanExpression, to type: ValueType) -> PlanExpression {
    let target = type.wrapped
    guard let from = expression.type.wrapped.numericRank, let to = target.numericRank, from < to
    else { return expression.type == .none ? expression.retyped(type) : expression }
    if case .constant(let value) = expression.kind,
      let constant = value.widened(toRatio: to == 2)
    {
      return PlanExpression(.constant(constant), type: target, origin: expression.origin)
    }
    let zero: Value = to == 2 ? .ratio(Ratio(0)) : .decimal(ExactDecimal(mantissa: 0))
    let widened = expression.type.isOptional ? target.optional : target
    return PlanExpression(
      .arithmetic(.add, expression, PlanExpression(.constant(zero), type: target)),
      type: widened, origin: expression.origin)
  }

  /// Both sides as numbers of one kind, as far as they are numbers.
  func aligned(_ first: PlanExpression, _ second: PlanExpression)
    -> (PlanExpression, PlanExpression)
  {
    let both = aligned([first, second])
    return (both[0], both[1])
  }

  /// All of them as numbers of the most general kind among them, as far as they are numbers.
  func aligned(_ expressions: [PlanExpression]) -> [PlanExpression] {
    let ranks = expressions.compactMap { $0.type.wrapped.numericRank }
    guard ranks.count == expressions.count, let most = ranks.max(), most > 0 else {
      return expressions
    }
    return expressions.map { converted($0, to: most == 2 ? .ratio : .decimal) }
  }

  /// Says that two operands do not go together, in the words of the likely mistake.
  func reportMismatch(
    _ first: TypedExpression, _ sign: String, _ second: TypedExpression, at span: SourceSpan
  ) {
    let (a, b) = (first.type.wrapped, second.type.wrapped)
    if a.isLength, b.isPlainNumber { return reportBareNumber(second, beside: first) }
    if b.isLength, a.isPlainNumber { return reportBareNumber(first, beside: second) }
    if let calendar = a == .calendarDuration ? first : b == .calendarDuration ? second : nil,
      a == .duration || b == .duration
    {
      let written = text(calendar.span)
      report(
        .noFixedLength, "\(written) has no fixed length", at: calendar.span,
        remedy: written.hasSuffix("wd")
          ? "add it to an instant, as in `cutoff + \(written)`, or write `| late by \(written)`"
          : "add it to an instant, as in `now - \(written)`")
      return
    }
    if case .enumeration = a, b == .string { return reportTextBesideCase(first, second) }
    if case .enumeration = b, a == .string { return reportTextBesideCase(second, first) }
    let message =
      "\"\(sign)\" does not go with \(shortType(first.type)) (\(text(first.span))) "
      + "and \(shortType(second.type)) (\(text(second.span)))"
    report(.typesDisagree, message, at: span)
  }

  private func reportBareNumber(_ number: TypedExpression, beside length: TypedExpression) {
    let written = text(number.span)
    let fix = "\(written)d"
    report(
      .numberForDuration,
      "\(text(length.span)) is a \(shortType(length.type)), found \(shortType(number.type))",
      at: number.span, remedy: "`\(fix)`, `\(written)h`",
      notes: ["`\(written)wd` has no fixed length: `| late by \(written)wd`"],
      fixIts: [FixIt(number.span, fix, "write `\(fix)`")])
  }

  private func reportTextBesideCase(_ column: TypedExpression, _ text: TypedExpression) {
    let written = self.text(column.span)
    report(
      .textForCase,
      "\(written) has cases, not text: found \(shortType(text.type)) (\(self.text(text.span)))",
      at: text.span)
  }
}

extension ValueType {
  /// 0 whole, 1 decimal, 2 ratio; none for what is no number.
  var numericRank: Int? {
    switch self {
    case .integer, .estimate: 0
    case .decimal: 1
    case .ratio, .mean: 2
    default: nil
    }
  }

  /// True for lengths of time, exact or by the calendar.
  var isLength: Bool { self == .duration || self == .calendarDuration }

  var isPlainNumber: Bool {
    switch self {
    case .integer, .decimal: true
    default: false
    }
  }

  /// True for what `<`, `min`, `median` and `rank` can order.
  var isOrdered: Bool {
    switch self {
    case .string, .integer, .estimate, .decimal, .ratio, .mean, .date, .instant, .duration,
      .position, .level, .enumeration:
      true
    default: false
    }
  }

  var isDateLike: Bool { self == .date || self == .instant }
}

extension Value {
  /// A whole or decimal constant as decimal or ratio; none for other values.
  func widened(toRatio: Bool) -> Value? {
    switch self {
    case .integer(let number):
      toRatio ? .ratio(Ratio(number)) : .decimal(ExactDecimal(mantissa: number))
    case .decimal(let number): toRatio ? .ratio(Ratio(number)) : self
    default: nil
    }
  }
}

import Catalog
import Diagnostics
import LedgerModel
import QueryPlan
import QuerySyntax

/// Exact arithmetic. None passes through; counts keep what they count.
extension Analyzer {
  func arithmetic(
    _ left: ExpressionSyntax, _ sign: OperatorSyntax, _ right: ExpressionSyntax,
    at span: SourceSpan, in context: ExpressionContext
  ) -> TypedExpression {
    let first = value(left, in: context)
    let second = value(right, in: context)
    guard !first.isUnknown, !second.isUnknown,
      let operation = ArithmeticOperation(rawValue: sign.kind.rawValue)
    else { return .unknown(at: span) }
    if first.type == .none || second.type == .none {
      report(.typesDisagree, "none takes no part in arithmetic", at: span)
      return .unknown(at: span)
    }
    guard let type = resultType(first, operation, second, at: span) else {
      return .unknown(at: span)
    }
    var (a, b) = (first.expression, second.expression)
    if type.numericRank != nil, operation != .divide { (a, b) = aligned(a, b) }
    let isOptional =
      first.type.isOptional || second.type.isOptional
      || operation == .divide && !second.isNonzeroConstant
    return typed(.arithmetic(operation, a, b), isOptional ? type.optional : type, at: span)
  }

  func negation(
    of inner: ExpressionSyntax, at span: SourceSpan, in context: ExpressionContext
  ) -> TypedExpression {
    let operand = value(inner, in: context)
    guard !operand.isUnknown else { return .unknown(at: span) }
    switch operand.type.wrapped {
    case .integer, .decimal, .ratio, .mean, .duration: break
    default:
      report(
        .typesDisagree, "\"-\" wants a number or a duration, found \(shortType(operand.type))",
        at: span)
      return .unknown(at: span)
    }
    if case .constant(.integer(let number)) = operand.expression.kind, number != .min {
      return typed(.constant(.integer(-number)), operand.type, at: span)
    }
    return typed(.negate(operand.expression), operand.type, at: span)
  }

  /// The type without regard to none; none after a report.
  private func resultType(
    _ first: TypedExpression, _ operation: ArithmeticOperation, _ second: TypedExpression,
    at span: SourceSpan
  ) -> ValueType? {
    let (a, b) = (first.type.wrapped, second.type.wrapped)
    if operation == .add || operation == .subtract {
      if a == .estimate || b == .estimate {
        reportEstimate(at: a == .estimate ? first.span : second.span)
        return nil
      }
      if case .integer(let k) = a, case .integer(let l) = b, let k, let l, k != l {
        reportDifferentCounts(first, k, second, l, at: span)
        return nil
      }
    }
    let type =
      switch operation {
      case .add: sumType(a, b, second) ?? sumType(b, a, first)
      case .subtract: differenceType(a, b, second)
      case .multiply: productType(a, b) ?? productType(b, a)
      case .divide: quotientType(a, b)
      }
    if type == nil { reportImpossible(first, operation, second, at: span) }
    return type
  }

  private func sumType(_ a: ValueType, _ b: ValueType, _ second: TypedExpression) -> ValueType? {
    switch (a, b) {
    case (.instant, .duration), (.instant, .calendarDuration): .instant
    case (.date, .calendarDuration): .date
    case (.date, .duration): second.isWholeDays ? .date : nil
    case (.duration, .duration): .duration
    default: numberType(a, b)
    }
  }

  private func differenceType(
    _ a: ValueType, _ b: ValueType, _ second: TypedExpression
  ) -> ValueType? {
    switch (a, b) {
    case (.instant, .instant), (.date, .date): .duration
    default: sumType(a, b, second)
    }
  }

  private func numberType(_ a: ValueType, _ b: ValueType) -> ValueType? {
    guard a.numericRank != nil, b.numericRank != nil, a != .estimate, b != .estimate else {
      return nil
    }
    return commonType(a, b)
  }

  private func productType(_ a: ValueType, _ b: ValueType) -> ValueType? {
    switch (a, b) {
    case (.integer(let k), .integer(let l)): .integer(k == nil || l == nil ? k ?? l : nil)
    case (.duration, .integer): .duration
    default: numberType(a, b)
    }
  }

  private func quotientType(_ a: ValueType, _ b: ValueType) -> ValueType? {
    if a == .duration, b == .duration { return .ratio }
    let numbers = a.numericRank != nil && b.numericRank != nil
    guard numbers, a != .estimate, b != .estimate else { return nil }
    // A mean divided by a number is a mean still; by another mean it is a share.
    return a == .mean && b != .mean ? .mean : .ratio
  }

  private func reportDifferentCounts(
    _ first: TypedExpression, _ a: CountKind, _ second: TypedExpression, _ b: CountKind,
    at span: SourceSpan
  ) {
    report(
      .differentCounts,
      "\(text(first.span)) counts \(a.plural), \(text(second.span)) counts \(b.plural)", at: span,
      remedy: "counts of different things are never added; show both, or divide one by the other")
  }

  func reportEstimate(at span: SourceSpan) {
    report(
      .sumOfEstimate, "platform reach cannot be added, people overlap", at: span,
      remedy: "`bounds(value)` gives [largest, sum]")
  }

  private func reportImpossible(
    _ first: TypedExpression, _ operation: ArithmeticOperation, _ second: TypedExpression,
    at span: SourceSpan
  ) {
    let (a, b) = (first.type.wrapped, second.type.wrapped)
    if a.isDateLike, b.isPlainNumber {
      let written = text(second.span)
      report(
        .numberForDuration, "\(shortType(a)) \(operation.rawValue) a length of time, found int",
        at: second.span, remedy: "`\(written)d`, `\(written)h`, `\(written)wd`",
        fixIts: [FixIt(second.span, "\(written)d", "write `\(written)d`")])
      return
    }
    if a == .date, b == .duration {
      report(
        .typesDisagree, "a date moves by whole days, found \(text(second.span))", at: span,
        remedy: "days as in `7d`, or use an instant such as `now`")
      return
    }
    reportMismatch(first, operation.rawValue, second, at: span)
  }
}

extension TypedExpression {
  fileprivate var isNonzeroConstant: Bool {
    switch constant {
    case .integer(let number): number != 0
    case .decimal(let number): number.mantissa != 0
    case .ratio(let number): number.numerator != 0
    case .duration(let length): length.microseconds != 0
    default: false
    }
  }

  /// A constant length of so many times 24 hours.
  fileprivate var isWholeDays: Bool {
    if case .duration(let length) = constant {
      return length.microseconds % TimeSpan.day.microseconds == 0
    }
    return false
  }
}

extension CountKind {
  /// The things counted, as messages name them.
  var plural: String {
    switch self {
    case .person: "persons"
    case .copy: "copies"
    default: rawValue + "s"
    }
  }
}

import Catalog
import Diagnostics
import LedgerModel
import QueryPlan
import QuerySyntax

extension Analyzer {
  func comparison(
    _ left: ExpressionSyntax, _ sign: OperatorSyntax, _ right: ExpressionSyntax,
    at span: SourceSpan, in context: ExpressionContext
  ) -> TypedExpression {
    guard let comparison = Comparison(rawValue: sign.kind.rawValue) else {
      return .unknown(at: span)
    }
    let (first, second) = operands(left, right, in: context)
    guard !first.isUnknown, !second.isUnknown else { return .unknownFlag(at: span) }
    warnOfThousandsPoint(first, right)
    warnOfThousandsPoint(second, left)
    if let timed = timeComparison(first, comparison, second, at: span) { return timed }
    guard areComparable(first.type, second.type) else {
      reportMismatch(first, comparison.rawValue, second, at: span)
      return .unknownFlag(at: span)
    }
    if comparison == .equal || comparison == .notEqual {
      return equality(first, comparison, second, at: span, in: context)
    }
    return order(first, comparison, second, at: span, in: context)
  }

  /// Both sides; one without a type of its own (text, a case) takes that of the other.
  func operands(
    _ left: ExpressionSyntax, _ right: ExpressionSyntax, in context: ExpressionContext
  ) -> (TypedExpression, TypedExpression) {
    if left.isUntyped, !right.isUntyped {
      let second = infer(right, in: context)
      return (infer(left, in: context, expecting: expectation(beside: second)), second)
    }
    let first = infer(left, in: context)
    return (first, infer(right, in: context, expecting: expectation(beside: first)))
  }

  func expectation(beside other: TypedExpression) -> Expectation? {
    other.type == .none ? nil : Expectation(other.type.wrapped, label: text(other.span))
  }

  private func equality(
    _ first: TypedExpression, _ comparison: Comparison, _ second: TypedExpression,
    at span: SourceSpan, in context: ExpressionContext
  ) -> TypedExpression {
    let isNegated = comparison == .notEqual
    if second.type == .none { return noneTest(first, isNegated: isNegated, at: span) }
    if first.type == .none { return noneTest(second, isNegated: isNegated, at: span) }
    warnIfNeverTrue(first, comparison, second, at: span, in: context)
    let (a, b) = aligned(first.expression, second.expression)
    var result = typed(.compare(comparison, a, b), .bool, at: span)
    var proven: Set<String> = []
    if !second.type.isOptional, let key = first.expression.narrowingKey { proven.insert(key) }
    if !first.type.isOptional, let key = second.expression.narrowingKey { proven.insert(key) }
    if isNegated { result.provenWhenFalse = proven } else { result.provenWhenTrue = proven }
    return result
  }

  private func order(
    _ first: TypedExpression, _ comparison: Comparison, _ second: TypedExpression,
    at span: SourceSpan, in context: ExpressionContext
  ) -> TypedExpression {
    guard first.type.wrapped.isOrdered, second.type.wrapped.isOrdered else {
      reportMismatch(first, comparison.rawValue, second, at: span)
      return .unknownFlag(at: span)
    }
    guard requirePresence([first, second], around: span, in: context) else {
      return .unknownFlag(at: span)
    }
    let (a, b) = aligned(first.expression, second.expression)
    let result = typed(.compare(comparison, a, b), .bool, at: span)
    return proving(result, operands: [first, second])
  }

  /// A comparison that is false for none: it proves its operands, and hides those without.
  func proving(_ result: TypedExpression, operands: [TypedExpression]) -> TypedExpression {
    var copy = result
    for operand in operands {
      if let key = operand.expression.narrowingKey { copy.provenWhenTrue.insert(key) }
      if operand.isPresence, operand.type.isOptional { copy.hidesNone = operand.bareSpan }
    }
    return copy
  }

  /// False, with a report, when an operand may be none and does not say so with `?`.
  func requirePresence(
    _ operands: [TypedExpression], around span: SourceSpan, in context: ExpressionContext
  ) -> Bool {
    guard let missing = operands.first(where: { $0.type.isOptional && !$0.isPresence }) else {
      return true
    }
    reportMayBeNone(missing, around: span, in: context)
    return false
  }

  private func reportMayBeNone(
    _ operand: TypedExpression, around span: SourceSpan, in context: ExpressionContext
  ) {
    let written = text(operand.span)
    let bracketed = operand.expression.isOperation && !written.hasPrefix("(")
    let marked = bracketed ? "(\(written))?" : "\(written)?"
    let whole = text(span)
    let offset = operand.span.start - span.start
    let example = splice(whole, at: offset, removing: operand.span.byteCount, inserting: marked)
    let isFiling = written == "filed_at" && context.scope.sourceName == "obligations"
    var fixIts = [FixIt(operand.span, marked, "leave out the rows without it")]
    var advice = "`\(example)` leaves those out"
    if isFiling {
      advice += "; for late reports write `| late`, for silent ones `| missing`"
    }
    if let value = replacement(for: operand.type.wrapped) {
      let filled = "\(bracketed ? "(\(written))" : written) ?? \(value)"
      fixIts.append(FixIt(operand.span, filled, "put \(value) in its place"))
      if !isFiling { advice += ", `\(written) ?? \(value)` puts \(value) in their place" }
    }
    report(
      .mayBeNone, "\(written) may be none\(isFiling ? " (nothing filed)" : "")",
      at: operand.span, remedy: advice, fixIts: fixIts)
  }

  private func splice(
    _ text: String, at offset: Int, removing count: Int, inserting new: String
  ) -> String {
    let bytes = Array(text.utf8)
    guard offset >= 0, offset + count <= bytes.count else { return text }
    let head = String(decoding: bytes[..<offset], as: UTF8.self)
    let tail = String(decoding: bytes[(offset + count)...], as: UTF8.self)
    return head + new + tail
  }

  /// A value that can stand in for none, to fill in a fix-it.
  private func replacement(for type: ValueType) -> String? {
    switch type {
    case .integer, .estimate, .decimal, .ratio, .mean: "0"
    case .duration: "0d"
    case .instant: "now"
    case .date: "today"
    case .string: "\"\""
    case .enumeration(let enumeration): enumeration.cases.first.map { "." + $0 }
    default: nil
    }
  }

  /// `x?` for an operand of a condition, bracketed where it needs to be.
  func presence(of syntax: ExpressionSyntax) -> String {
    let written = text(syntax.span)
    switch syntax.kind {
    case .name, .member, .call, .parameter, .parenthesized: return written + "?"
    default: return "(\(written))?"
    }
  }

  func presenceFixIt(for syntax: ExpressionSyntax) -> FixIt {
    FixIt(syntax.span, presence(of: syntax), "count none as false")
  }
}

extension TypedExpression {
  /// The span without the question mark behind it.
  fileprivate var bareSpan: SourceSpan {
    isPresence ? SourceSpan(span.start, max(span.start, span.end - 1)) : span
  }
}

extension PlanExpression {
  /// True for what a `?` behind it would not cover whole.
  fileprivate var isOperation: Bool {
    switch kind {
    case .arithmetic, .negate, .coalesce, .conditional: true
    default: false
    }
  }
}

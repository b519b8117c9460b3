import Catalog
import Diagnostics
import LedgerModel
import QueryPlan
import QuerySyntax

/// Functions of single rows; none in, none out.
extension Analyzer {
  func rowFunction(
    _ name: String, _ arguments: ArgumentsSyntax, at span: SourceSpan,
    in context: ExpressionContext
  ) -> TypedExpression {
    let values = arguments.positional
    switch name {
    case "ancestor": return ancestor(values, at: span, in: context)
    case "under": return under(values, at: span, in: context)
    case "successor": return tree(.successor, .entity(.unit), values, at: span, in: context)
    case "depth": return tree(.depth, .integer(nil), values, at: span, in: context)
    case "path": return tree(.path, .string, values, at: span, in: context)
    default: break
    }
    guard let function = ScalarFunction(rawValue: name) else { return .unknown(at: span) }
    return scalar(function, values, at: span, in: context)
  }

  private func scalar(
    _ function: ScalarFunction, _ values: [ExpressionSyntax], at span: SourceSpan,
    in context: ExpressionContext
  ) -> TypedExpression {
    let kinds = function.argumentKinds
    var operands: [TypedExpression] = []
    for (syntax, kind) in zip(values, kinds) {
      let operand = value(syntax, in: context, expecting: kind.expectation)
      if operand.isUnknown { return .unknown(at: span) }
      guard kind.accepts(operand.type.wrapped) else {
        report(
          .argumentType,
          "\(function.rawValue)() wants \(kind.rawValue) here, found \(shortType(operand.type))",
          at: operand.span)
        return .unknown(at: span)
      }
      operands.append(operand)
    }
    let isOptional = operands.contains { $0.type.isOptional }
    let type = function.resultType
    return typed(
      .call(function, operands.map(\.expression)), isOptional ? type.optional : type, at: span)
  }

  private func unitArgument(
    _ syntax: ExpressionSyntax?, of function: String, in context: ExpressionContext
  ) -> TypedExpression? {
    guard let syntax else { return nil }
    let operand = value(syntax, in: context, expecting: Expectation(.entity(.unit)))
    if operand.isUnknown { return nil }
    guard operand.type.wrapped == .entity(.unit) else {
      report(
        .argumentType, "\(function)() wants a unit, found \(shortType(operand.type))",
        at: operand.span)
      return nil
    }
    return operand
  }

  private func tree(
    _ function: TreeFunction, _ type: ValueType, _ values: [ExpressionSyntax],
    at span: SourceSpan, in context: ExpressionContext
  ) -> TypedExpression {
    guard let unit = unitArgument(values.first, of: "this function", in: context) else {
      return .unknown(at: span)
    }
    // The unit may have no place in the tree of that day.
    return typed(
      .tree(function, unit.expression, day: context.treeDay), type.optional, at: span)
  }

  private func ancestor(
    _ values: [ExpressionSyntax], at span: SourceSpan, in context: ExpressionContext
  ) -> TypedExpression {
    guard let unit = unitArgument(values.first, of: "ancestor", in: context),
      let syntax = values.dropFirst().first
    else { return .unknown(at: span) }
    let level = value(syntax, in: context, expecting: Expectation(.level, label: "ancestor()"))
    guard case .symbol(let name) = level.constant else {
      if !level.isUnknown {
        report(
          .argumentType, "ancestor() wants a level, found \(shortType(level.type))", at: level.span,
          remedy: "`ancestor(unit, .upper)`")
      }
      return .unknown(at: span)
    }
    return typed(
      .tree(.ancestor(level: name), unit.expression, day: context.treeDay),
      .optional(.entity(.unit)), at: span)
  }

  private func under(
    _ values: [ExpressionSyntax], at span: SourceSpan, in context: ExpressionContext
  ) -> TypedExpression {
    guard let unit = unitArgument(values.first, of: "under", in: context),
      let syntax = values.dropFirst().first,
      let root = unitArgument(syntax, of: "under", in: context)
    else { return .unknownFlag(at: span) }
    guard case .entity(let id) = root.constant else {
      report(.notConstant, "under() wants one unit for all rows", at: root.span)
      return .unknownFlag(at: span)
    }
    if id == rootOfAll { return noneTest(unit, isNegated: true, at: span) }
    return typed(
      .tree(.isUnder(root: id), unit.expression, day: context.treeDay), .bool, at: span)
  }
}

extension ExpressionContext {
  /// The row's own tree day where one row is looked at; groups have none.
  var treeDay: PlanExpression? {
    if case .grouped = mode { nil } else { scope.treeDay }
  }
}

/// What an argument of a scalar function may be; the raw value is how messages call it.
enum ArgumentKind: String {
  case time = "a date or an instant"
  case instant = "an instant"
  case duration = "a duration"
  case number = "a number"
  case whole = "a whole number"
  case text = "text"
  case textOrSet = "text or a set"

  func accepts(_ type: ValueType) -> Bool {
    switch self {
    case .time: type.isDateLike
    case .instant: type == .instant
    case .duration: type == .duration
    case .number: type.numericRank != nil
    case .whole: if case .integer = type { true } else { false }
    case .text: type == .string
    case .textOrSet: if case .set = type { true } else { type == .string }
    }
  }

  /// What tells text that it should have been a date.
  var expectation: Expectation? {
    switch self {
    case .time, .instant: Expectation(.instant)
    default: nil
    }
  }
}

extension ScalarFunction {
  var argumentKinds: [ArgumentKind] {
    switch self {
    case .day, .week, .month, .quarter: [.time]
    case .bin: [.time, .duration]
    case .workdays, .period: [.time, .time]
    case .worktime: [.instant, .instant]
    case .round: [.number, .whole]
    case .lower, .fold: [.text]
    case .len: [.textOrSet]
    }
  }

  /// Without regard to none.
  var resultType: ValueType {
    switch self {
    case .day, .week, .month, .quarter, .bin, .period: .period
    case .workdays, .len: .integer(nil)
    case .worktime: .duration
    case .round: .decimal
    case .lower, .fold: .string
    }
  }
}

import Catalog
import Diagnostics
import LedgerModel
import QueryPlan
import QuerySyntax

/// A call of an aggregate as written.
struct AggregateCall {
  let name: String
  let arguments: ArgumentsSyntax
  let span: SourceSpan

  var argument: ExpressionSyntax? { arguments.positional.first }
  var condition: ExpressionSyntax? { arguments.arguments.compactMap(\.condition).first }
}

extension Analyzer {
  /// The aggregate over the rows of a group; none after a report.
  func aggregate(
    _ call: AggregateCall, _ collector: AggregateCollector, in context: ExpressionContext
  ) -> PlanAggregate? {
    switch call.name {
    case "share": return share(call, collector, in: context)
    case "own": return own(call, collector, in: context)
    case "headcount": return headcount(call, collector)
    default: break
    }
    let rows = context.perRow
    let filter = call.condition.map { condition($0, in: rows, of: "where") }
    let inner = rows.proving(filter?.provenWhenTrue ?? [])
    let built = AggregateInput(
      call: call, predicate: filter?.expression, context: inner,
      isNeverEmpty: collector.groupsHaveRows && filter == nil)
    switch call.name {
    case "count":
      return PlanAggregate(
        .count, predicate: built.predicate, type: .integer(collector.rowKind))
    case "rate": return rate(built, collector)
    case "distinct": return distinct(built)
    case "sum": return sum(built)
    case "avg": return average(built)
    case "bounds": return bounds(built)
    case "list": return list(built)
    default: return selection(built)
    }
  }

  private func rate(_ input: AggregateInput, _ collector: AggregateCollector) -> PlanAggregate? {
    guard let syntax = input.call.argument else { return nil }
    let flag = condition(syntax, in: input.context, of: "rate()")
    if let filter = collector.filingFilter { warnOfDenominator(filter, at: input.call.span) }
    return PlanAggregate(
      .rate, argument: flag.expression, predicate: input.predicate, type: .optional(.ratio))
  }

  private func distinct(_ input: AggregateInput) -> PlanAggregate? {
    guard let operand = operand(of: input) else { return nil }
    return input.aggregate(.distinct, operand, .integer(operand.type.wrapped.countKind))
  }

  private func sum(_ input: AggregateInput) -> PlanAggregate? {
    guard let operand = operand(of: input) else { return nil }
    switch operand.type.wrapped {
    case .integer, .decimal, .ratio, .duration:
      return input.aggregate(.sum, operand, operand.type.wrapped)
    case .estimate:
      reportEstimate(at: input.call.nameSpan)
      return nil
    default: return reportArgument(operand, of: input, wanted: "a number or a duration")
    }
  }

  /// The mean of numbers is a number, that of shares a share: 20 people on average are not 2000 %.
  private func average(_ input: AggregateInput) -> PlanAggregate? {
    guard let operand = operand(of: input) else { return nil }
    let isOptional = operand.type.isOptional || !input.isNeverEmpty
    func mean(_ type: ValueType) -> PlanAggregate {
      input.aggregate(.average, operand, isOptional ? .optional(type) : type)
    }
    switch operand.type.wrapped {
    case .integer, .decimal: return mean(.decimal)
    case .ratio: return mean(.ratio)
    case .duration: return mean(.duration)
    case .estimate:
      reportEstimate(at: input.call.nameSpan)
      return nil
    default: return reportArgument(operand, of: input, wanted: "a number or a duration")
    }
  }

  private func bounds(_ input: AggregateInput) -> PlanAggregate? {
    guard let operand = operand(of: input) else { return nil }
    guard operand.type.wrapped.numericRank == 0 else {
      return reportArgument(operand, of: input, wanted: "a figure")
    }
    return input.aggregate(
      .bounds, operand,
      operand.type.isOptional || !input.isNeverEmpty ? .optional(.record) : .record)
  }

  private func list(_ input: AggregateInput) -> PlanAggregate? {
    guard let operand = operand(of: input), let limit = input.call.arguments.positional.last else {
      return nil
    }
    guard case .integer(let count) = value(limit, in: input.context).constant, count > 0,
      let most = Int(exactly: count)
    else {
      report(.argumentType, "list() wants a whole number above 0 for how many", at: limit.span)
      return nil
    }
    return input.aggregate(.list(most), operand, .set(operand.type.wrapped))
  }

  /// Aggregates that pick one of the values.
  private func selection(_ input: AggregateInput) -> PlanAggregate? {
    guard let operand = operand(of: input) else { return nil }
    let name = input.call.name
    let function: PlanAggregate.Function
    switch name {
    case "first": function = .first
    case "last": function = .last
    case "min": function = .minimum
    case "max": function = .maximum
    case "median": function = .quantile(half)
    case "p90": function = .quantile(nineTenths)
    default:
      guard let share = quantile(input) else { return nil }
      function = name == "reached" ? .reached(share) : .quantile(share)
    }
    if function != .first, function != .last, !requireOrdered(operand, in: name) { return nil }
    let isOptional = operand.type.isOptional || !input.isNeverEmpty || name == "reached"
    let type = operand.type.wrapped
    return input.aggregate(function, operand, isOptional ? type.optional : type)
  }

  /// The second argument of `quantile` and `reached`: above 0, at most 1.
  private func quantile(_ input: AggregateInput) -> Ratio? {
    guard let syntax = input.call.arguments.positional.last else { return nil }
    let share: Ratio? =
      switch value(syntax, in: input.context).constant {
      case .ratio(let ratio): ratio
      case .decimal(let decimal): Ratio(decimal)
      case .integer(let number): Ratio(number)
      default: nil
      }
    guard let share, share > Ratio(0), share <= Ratio(1) else {
      report(
        .argumentType, "\(input.call.name)() wants a share above 0 and at most 100 %",
        at: syntax.span, remedy: "`\(input.call.name)(x, 90%)`")
      return nil
    }
    return share
  }

  private var half: Ratio { Ratio(ExactDecimal(mantissa: 5, scale: 1)) }
  private var nineTenths: Ratio { Ratio(ExactDecimal(mantissa: 9, scale: 1)) }

  private func operand(of input: AggregateInput) -> TypedExpression? {
    guard let syntax = input.call.argument else { return nil }
    let operand = value(syntax, in: input.context)
    return operand.isUnknown ? nil : operand
  }

  private func reportArgument(
    _ operand: TypedExpression, of input: AggregateInput, wanted: String
  ) -> PlanAggregate? {
    report(
      .argumentType, "\(input.call.name)() wants \(wanted), found \(shortType(operand.type))",
      at: operand.span)
    return nil
  }
}

/// What all aggregates of one column have in common.
struct AggregateInput {
  let call: AggregateCall
  let predicate: PlanExpression?
  /// Where the argument is read: single rows, knowing what the condition proves.
  let context: ExpressionContext
  /// Every group has a row that takes part.
  let isNeverEmpty: Bool

  func aggregate(
    _ function: PlanAggregate.Function, _ operand: TypedExpression, _ type: ValueType
  ) -> PlanAggregate {
    PlanAggregate(function, argument: operand.expression, predicate: predicate, type: type)
  }
}

extension AggregateCall {
  /// The function's name in the text.
  var nameSpan: SourceSpan { SourceSpan(span.start, span.start + name.utf8.count) }
}

extension ValueType {
  /// What `distinct` of such values counts.
  var countKind: CountKind? {
    switch self {
    case .entity(.person): .person
    case .entity(.unit): .unit
    case .entity(.attempt): .attempt
    case .entity(.post), .entity(.material), .entity(.exemplar): .item
    default: nil
    }
  }
}

import Catalog
import LedgerModel
import QueryPlan

/// One aggregate's compiled argument and condition, evaluated once per row however many groups
/// the row belongs to.
struct AggregateInput {
  let aggregate: PlanAggregate
  private let argument: Evaluator?
  private let predicate: Predicate?
  private let skipsNone: Bool
  private let needsCode: Bool
  private var interner = ValueInterner()
  /// True when the current row takes part.
  private(set) var isIn = false
  private(set) var row = AggregateRow()
  /// Rows that took no part because their argument is none.
  private(set) var skippedCount = 0

  init(_ aggregate: PlanAggregate, _ compiler: ExpressionCompiler) throws {
    self.aggregate = aggregate
    argument = try aggregate.argument.map(compiler.evaluator)
    predicate = try aggregate.predicate.map(compiler.predicate)
    skipsNone = aggregate.function.skipsNone
    needsCode = aggregate.function.needsCode
  }

  mutating func load(_ cursor: RowCursor, at: Int64, position: UInt64) throws {
    if let predicate {
      isIn = try predicate(cursor)
      if !isIn { return }
    } else {
      isIn = true
    }
    guard let argument else { return }
    row.value = try argument(cursor)
    row.at = at
    row.position = position
    if row.value.isNone {
      if skipsNone { skippedCount += 1 }
    } else if needsCode {
      row.code = interner.code(of: row.value)
    }
  }
}

extension PlanAggregate {
  /// A fresh state for this aggregate over the rows of groups.
  func makeState(_ run: Execution) throws -> any AggregateState {
    let origin = argument?.origin
    let order = run.order(of: argument?.type ?? .none)
    switch function {
    case .count: return CountState()
    case .distinct: return DistinctState()
    case .sum: return SumState(isAverage: false, type: type, origin: origin)
    case .average: return SumState(isAverage: true, type: type, origin: origin)
    case .minimum: return ExtremeState(order: order, isMaximum: false)
    case .maximum: return ExtremeState(order: order, isMaximum: true)
    case .quantile(let share):
      return QuantileState(share: share, countsAllRows: false, order: order, run: run)
    case .reached(let share):
      return QuantileState(share: share, countsAllRows: true, order: order, run: run)
    case .rate: return RateState()
    case .first: return BoundaryState(isLast: false)
    case .last: return BoundaryState(isLast: true)
    case .list(let count): return ListState(countMax: count, order: order)
    case .bounds: return BoundsState(order: order, origin: origin)
    case .share, .own, .headcount:
      throw ExecutionError.unexpectedValue(operation: "an aggregate", origin: origin)
    }
  }
}

extension PlanAggregate.Function {
  /// True when a row without a value takes no part, so that the footer has to say how many.
  var skipsNone: Bool {
    switch self {
    case .distinct, .sum, .average, .minimum, .maximum, .quantile, .first, .last, .list, .bounds:
      true
    case .count, .reached, .rate, .share, .own, .headcount: false
    }
  }

  /// True for aggregates over the node itself in a roll-up.
  var isOwn: Bool { if case .own = self { true } else { false } }

  /// True when only the equality of values decides.
  var needsCode: Bool {
    switch self {
    case .distinct, .list: true
    default: false
    }
  }

  /// True when the order of rows in time decides.
  var needsMoment: Bool {
    switch self {
    case .first, .last: true
    case .share(let inner, _), .own(let inner): inner.function.needsMoment
    default: false
    }
  }
}

import Catalog
import Columns
import LedgerModel
import QueryPlan

/// Turns a settled expression into a closure over rows, once per plan.
///
/// Names, types and the reading are settled here, so that a row costs only the calls of its own
/// operations. Constant parts are computed at once.
struct ExpressionCompiler {
  let run: Execution
  let reading: Reading
  /// Columns from this index on belong to the right row of a condition over two rows.
  let leftColumnCount: Int

  init(run: Execution, reading: Reading, leftColumnCount: Int = Int.max) {
    self.run = run
    self.reading = reading
    self.leftColumnCount = leftColumnCount
  }

  /// The value of a constant expression. Throws what evaluating it throws.
  func constant(_ expression: PlanExpression) throws -> Value {
    try evaluator(expression)(RowCursor([]))
  }

  func evaluator(_ expression: PlanExpression) throws -> Evaluator {
    let compiled = try compile(expression)
    // A constant that fails stays as it is: it ends the run only when a row reaches it.
    guard expression.isConstant, let value = try? compiled(RowCursor([])) else { return compiled }
    return { _ in value }
  }

  private func compile(_ expression: PlanExpression) throws -> Evaluator {
    switch expression.kind {
    case .constant(let value): return { _ in value }
    case .column(let index): return column(index)
    case .now: return constantly(.instant(reading.clock))
    case .today: return constantly(.date(run.calendar.zone.day(of: reading.clock)))
    case .head: return constantly(.position(reading.position))
    case .negate(let operand): return try negation(operand, of: expression)
    case .arithmetic(let operation, let left, let right):
      return try arithmetic(operation, left, right, of: expression)
    case .coalesce(let left, let right): return try coalescing(left, right)
    case .conditional(let condition, let then, let otherwise):
      return try conditional(condition, then, otherwise)
    case .set(let elements): return try set(elements, type: expression.type)
    case .lookup(let key, let source, let column, let campaign):
      return try lookup(key, source: source, column: column, campaign: campaign)
    case .field(let record, let name): return try field(record, name)
    case .periodBound(let period, let isStart):
      return try periodBound(period, isStart: isStart, type: expression.type)
    case .call(let function, let arguments):
      return try call(function, arguments, of: expression)
    case .tree(let function, let unit, let day): return try tree(function, unit, day: day)
    case .not, .and, .or, .compare, .resembles, .matches, .isNone, .contained, .between, .isTrue:
      let holds = try condition(expression)
      return { .bool(try holds($0)) }
    }
  }

  private func constantly(_ value: Value) -> Evaluator { { _ in value } }

  private func column(_ index: Int) -> Evaluator {
    if index < leftColumnCount { return { $0.columns[index].value(at: $0.row) } }
    let right = index - leftColumnCount
    return { $0.rightColumns[right].value(at: $0.rightRow) }
  }

  private func arithmetic(
    _ operation: ArithmeticOperation, _ left: PlanExpression, _ right: PlanExpression,
    of expression: PlanExpression
  ) throws -> Evaluator {
    let arithmetic = Arithmetic(
      operation: operation, type: expression.type, calendar: run.calendar,
      origin: expression.origin)
    let (left, right) = (try evaluator(left), try evaluator(right))
    return { try arithmetic.apply(try left($0), try right($0)) }
  }

  private func negation(
    _ operand: PlanExpression, of expression: PlanExpression
  ) throws -> Evaluator {
    let arithmetic = Arithmetic(
      operation: .subtract, type: expression.type, calendar: run.calendar,
      origin: expression.origin)
    let operand = try evaluator(operand)
    return { try arithmetic.negated(try operand($0)) }
  }

  private func coalescing(_ left: PlanExpression, _ right: PlanExpression) throws -> Evaluator {
    let (left, right) = (try evaluator(left), try evaluator(right))
    return {
      let value = try left($0)
      return value.isNone ? try right($0) : value
    }
  }

  private func conditional(
    _ condition: PlanExpression, _ then: PlanExpression, _ otherwise: PlanExpression
  ) throws -> Evaluator {
    let condition = try predicate(condition)
    let (then, otherwise) = (try evaluator(then), try evaluator(otherwise))
    return { try condition($0) ? try then($0) : try otherwise($0) }
  }

  private func set(_ elements: [PlanExpression], type: ValueType) throws -> Evaluator {
    let evaluators = try elements.map(evaluator)
    guard case .set(let element) = type.wrapped else {
      throw ExecutionError.unexpectedValue(operation: "a set", origin: nil)
    }
    let order = run.order(of: element)
    return { cursor in .set(order.distinctSorted(try evaluators.map { try $0(cursor) })) }
  }

  private func field(_ record: PlanExpression, _ name: String) throws -> Evaluator {
    let record = try evaluator(record)
    return {
      guard case .record(let values) = try record($0) else { return .none }
      return values[name] ?? .none
    }
  }

  private func periodBound(
    _ period: PlanExpression, isStart: Bool, type: ValueType
  ) throws -> Evaluator {
    let period = try evaluator(period)
    let zone = run.calendar.zone
    let isDate = type.wrapped == .date
    return {
      guard case .period(let period) = try period($0) else { return .none }
      guard let bound = isStart ? period.start : period.end else { return .none }
      return isDate ? .date(zone.day(of: bound)) : .instant(bound)
    }
  }
}

extension ValueOrder {
  /// The distinct values in this order, as sets hold them.
  func distinctSorted(_ values: [Value]) -> [Value] {
    let sorted = values.sorted { compare($0, $1) == .before }
    return sorted.reduce(into: []) { result, value in
      if let last = result.last, last.isEqual(to: value) { return }
      result.append(value)
    }
  }
}

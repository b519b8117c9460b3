import Catalog
import Columns
import LedgerModel
import QueryPlan

extension ExpressionCompiler {
  /// The condition over whole batches.
  func test(_ expression: PlanExpression) throws -> VectorTest {
    let predicate = try predicate(expression)
    if expression.isConstant, let holds = try? predicate(RowCursor([])) { return .constant(holds) }
    switch expression.kind {
    case .not(let operand) where columns(operand).count != 1: return .not(try test(operand))
    case .and(let left, let right) where columns(expression).count > 1:
      return .both(try test(left), try test(right))
    case .or(let left, let right) where columns(expression).count > 1:
      return .either(try test(left), try test(right))
    case .isNone(let operand):
      if case .column(let column) = operand.kind { return .isNone(column) }
    case .column(let column): return .flag(column, predicate)
    case .isTrue(let operand):
      if case .column(let column) = operand.kind { return .flag(column, predicate) }
    default: break
    }
    if let (column, range) = try numberRange(expression) {
      return .range(column, range, predicate)
    }
    let columns = columns(expression)
    guard (1...2).contains(columns.count) else { return .rows(predicate) }
    return .lifted(LiftedTest(predicate, columns: columns), predicate)
  }

  private func columns(_ expression: PlanExpression) -> [Int] {
    Set<Int>().union(readBy: [expression]).sorted()
  }
}

// MARK: - Ranges of numbers

extension ExpressionCompiler {
  /// The numbers of one column for which the condition holds; none when it asks something else, or
  /// its constants cannot be computed.
  func numberRange(_ expression: PlanExpression) throws -> (column: Int, range: NumberRange)? {
    switch expression.kind {
    case .compare(let comparison, let left, let right):
      if case .column(let column) = left.kind, let value = known(right) {
        return range(comparison, left.type, value).map { (column, $0) }
      }
      if case .column(let column) = right.kind, let value = known(left) {
        return range(comparison.mirrored, right.type, value).map { (column, $0) }
      }
      return nil
    case .between(let value, let lower, let upper):
      guard case .column(let column) = value.kind, let lower = known(lower),
        let upper = known(upper),
        let first = range(.greaterOrEqual, value.type, lower),
        let second = range(.lessOrEqual, value.type, upper), first.kind == second.kind
      else { return nil }
      return (column, first.intersection(second))
    case .contained(let value, let container):
      guard case .column(let column) = value.kind, case .period(let period)? = known(container),
        value.type.wrapped == .instant
      else { return nil }
      return (column, NumberRange(instantsIn: period))
    default: return nil
    }
  }

  private func known(_ expression: PlanExpression) -> Value? {
    expression.isConstant ? try? constant(expression) : nil
  }

  private func range(_ comparison: Comparison, _ type: ValueType, _ value: Value) -> NumberRange? {
    if case .period(let period) = value {
      return type.wrapped == .instant ? NumberRange(comparison, coarse: period) : nil
    }
    guard let (kind, number) = value.numbered, kind.isOfType(type) else { return nil }
    return NumberRange(comparison, kind, number)
  }
}

extension NumberColumn.Kind {
  /// True when columns of that type hold numbers of this kind, so that comparing numbers is
  /// comparing values.
  fileprivate func isOfType(_ type: ValueType) -> Bool {
    switch (self, type.wrapped) {
    case (.integer, .integer), (.instant, .instant), (.date, .date), (.duration, .duration),
      (.position, .position):
      true
    default: false
    }
  }
}

extension NumberRange {
  /// What compares so with a number.
  fileprivate init(_ comparison: Comparison, _ kind: NumberColumn.Kind, _ number: Int64) {
    let range: ClosedRange<Int64>? =
      switch comparison {
      case .equal, .notEqual: number...number
      case .less: number == .min ? nil : .min...(number - 1)
      case .lessOrEqual: .min...number
      case .greater: number == .max ? nil : (number + 1)...(.max)
      case .greaterOrEqual: number...(.max)
      }
    self.init(kind: kind, range: range, isInverted: comparison == .notEqual)
  }

  /// Instants that compare so with a period: before its start, before its end, at its end or later,
  /// at its start or later; equal means inside.
  fileprivate init(_ comparison: Comparison, coarse period: Period) {
    let start = period.start.microseconds
    let end = period.end?.microseconds
    let range: ClosedRange<Int64>? =
      switch comparison {
      case .equal, .notEqual: NumberRange(instantsIn: period).range
      case .less: start == .min ? nil : .min...(start - 1)
      case .lessOrEqual: NumberRange.before(end).map { .min...$0 }
      case .greater: end.map { $0...(.max) }
      case .greaterOrEqual: start...(.max)
      }
    self.init(kind: .instant, range: range, isInverted: comparison == .notEqual)
  }

  /// The instants of a period.
  init(instantsIn period: Period) {
    let start = period.start.microseconds
    let last = NumberRange.before(period.end?.microseconds)
    let range = last.flatMap { $0 < start ? nil : start...$0 }
    self.init(kind: .instant, range: range)
  }

  /// The last number before an end; the greatest of all without one.
  private static func before(_ end: Int64?) -> Int64? {
    guard let end else { return .max }
    return end == .min ? nil : end - 1
  }

  fileprivate func intersection(_ other: NumberRange) -> NumberRange {
    guard let range, let second = other.range, range.overlaps(second) else {
      return NumberRange(kind: kind, range: nil)
    }
    return NumberRange(kind: kind, range: range.clamped(to: second))
  }
}

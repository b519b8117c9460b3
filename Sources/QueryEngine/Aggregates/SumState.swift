import Catalog
import LedgerModel

/// `sum(x)`, 0 for no values, and `avg(x)`, none for no values.
final class SumState: AggregateState {
  private let isAverage: Bool
  private let type: ValueType
  private let origin: Range<Int>?
  private var sums: [ExactSum] = []

  init(isAverage: Bool, type: ValueType, origin: Range<Int>?) {
    self.isAverage = isAverage
    self.type = type
    self.origin = origin
  }

  func grow(to groupCount: Int) { sums.grow(to: groupCount, with: ExactSum()) }

  func add(_ row: AggregateRow, to group: Int) { sums[group].add(row.value) }

  func result(of group: Int) throws -> Value {
    let sum = sums[group]
    guard let value = isAverage ? sum.average(as: type) : sum.value(as: type) else {
      throw ExecutionError.overflow(operation: isAverage ? "avg" : "sum", origin: origin)
    }
    return value
  }
}

/// `bounds(x)`: figures that overlap lie between the largest of them and their sum.
final class BoundsState: AggregateState {
  private let origin: Range<Int>?
  private let order: ValueOrder
  private var sums: [ExactSum] = []
  private var largest: [Value] = []

  init(order: ValueOrder, origin: Range<Int>?) {
    self.order = order
    self.origin = origin
  }

  func grow(to groupCount: Int) {
    sums.grow(to: groupCount, with: ExactSum())
    largest.grow(to: groupCount, with: .none)
  }

  func add(_ row: AggregateRow, to group: Int) {
    if row.value.isNone { return }
    sums[group].add(row.value)
    if largest[group].isNone || order.compare(largest[group], row.value) == .before {
      largest[group] = row.value
    }
  }

  func result(of group: Int) throws -> Value {
    if largest[group].isNone { return .none }
    guard let sum = sums[group].value(as: .estimate) else {
      throw ExecutionError.overflow(operation: "bounds", origin: origin)
    }
    return .record(["largest": largest[group], "sum": sum])
  }
}

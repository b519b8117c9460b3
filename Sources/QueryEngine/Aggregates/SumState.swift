import Catalog
import Columns
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

  func add(_ entries: AggregateEntries) { sums.add(entries) }

  func merge(_ later: any AggregateState, _ map: MergeMap) throws {
    try sums.merge(try own(later).sums, map.groups)
  }

  func result(of group: Int) throws -> Value {
    let sum = sums[group]
    guard let value = isAverage ? sum.average(as: type) : sum.value(as: type) else {
      throw ExecutionError.overflow(operation: isAverage ? "avg" : "sum", origin: origin)
    }
    return value
  }

  var byteCount: Int { sums.count * MemoryLayout<ExactSum>.stride }
}

/// `bounds(x)`: figures that overlap lie between the largest of them and their sum.
final class BoundsState: AggregateState {
  private let origin: Range<Int>?
  private let largest: ExtremeState
  private var sums: [ExactSum] = []

  init(order: ValueOrder, origin: Range<Int>?) {
    largest = ExtremeState(order: order, isMaximum: true)
    self.origin = origin
  }

  func grow(to groupCount: Int) {
    sums.grow(to: groupCount, with: ExactSum())
    largest.grow(to: groupCount)
  }

  func add(_ entries: AggregateEntries) {
    sums.add(entries)
    largest.add(entries)
  }

  func merge(_ later: any AggregateState, _ map: MergeMap) throws {
    let later = try own(later)
    try sums.merge(later.sums, map.groups)
    try largest.merge(later.largest, map)
  }

  func result(of group: Int) throws -> Value {
    let largest = largest.result(of: group)
    if largest.isNone { return .none }
    guard let sum = sums[group].value(as: .estimate) else {
      throw ExecutionError.overflow(operation: "bounds", origin: origin)
    }
    return .record(["largest": largest, "sum": sum])
  }

  var byteCount: Int { sums.count * MemoryLayout<ExactSum>.stride + largest.byteCount }
}

extension [ExactSum] {
  fileprivate mutating func merge(_ later: [ExactSum], _ groups: [Int32]) throws {
    for (group, sum) in later.enumerated() { try self[Int(groups[group])].merge(sum) }
  }

  /// Adds every entry to the sum of its group.
  fileprivate mutating func add(_ entries: AggregateEntries) {
    guard let numbers = entries.numbers, let scale = numbers.kind.summedScale,
      let rows = entries.values?.rows
    else {
      for (entry, group) in entries.groups.enumerated() {
        self[Int(group)].add(entries.value(entry))
      }
      return
    }
    for (entry, group) in entries.groups.enumerated() {
      let row = Int(rows[entry])
      if let present = numbers.isPresent, present[row] == 0 { continue }
      self[Int(group)].add(mantissa: numbers.numbers[row], scale: scale)
    }
  }
}

extension NumberColumn.Kind {
  /// Digits behind the point of numbers that can be added; none for points in time.
  fileprivate var summedScale: UInt8? {
    switch self {
    case .integer, .duration: 0
    case .decimal(let scale): scale
    case .instant, .date, .position: nil
    }
  }
}

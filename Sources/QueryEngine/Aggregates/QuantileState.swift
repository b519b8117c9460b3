import Columns
import LedgerModel

/// `quantile(x, q)`: the ⌈q·n⌉-th smallest value. `reached(x, q)`: the same with n = all rows, a
/// row without a value counted as one that never gets there.
final class QuantileState: AggregateState {
  private let share: Ratio
  private let countsAllRows: Bool
  private let order: ValueOrder
  private let run: Execution
  private var rows: [Int] = []
  private var values = GroupedValues()

  init(share: Ratio, countsAllRows: Bool, order: ValueOrder, run: Execution) {
    self.run = run
    self.share = share
    self.countsAllRows = countsAllRows
    self.order = order
  }

  func grow(to groupCount: Int) { rows.grow(to: groupCount, with: 0) }

  func add(_ entries: AggregateEntries) {
    for group in entries.groups { rows[Int(group)] += 1 }
    values.append(entries)
  }

  var heldCount: Int { values.count }

  func result(of group: Int) throws -> Value {
    switch values.sorted(groupCount: rows.count) {
    case .numbers(let kind, let numbers, let ends):
      let range = ends.range(of: group)
      guard let rank = rank(group, among: range.count) else { return .none }
      return kind.value(numbers[range.lowerBound + rank - 1])
    case .values(let groups):
      guard let rank = rank(group, among: groups[group].count) else { return .none }
      let column = try SortColumn(groups[group], order: order, check: run.checkCancellation)
      let sorted = try run.sorted(Array(groups[group].indices), by: [column])
      return groups[group][sorted[rank - 1]]
    }
  }

  /// Which of the values it is, from 1; none when it is not among them.
  private func rank(_ group: Int, among valueCount: Int) -> Int? {
    let count = countsAllRows ? rows[group] : valueCount
    guard count > 0 else { return nil }
    let rank = max(1, share.rank(among: count))
    return rank <= valueCount ? rank : nil
  }
}

/// Values beside their groups: numbers in one buffer while all are of one kind, else as they are.
private struct GroupedValues {
  enum Sorted {
    /// Ascending in every group, the groups one behind the other.
    case numbers(NumberColumn.Kind, [Int64], GroupEnds)
    case values([[Value]])
  }

  private var groups: [Int32] = []
  private var numbers: [Int64] = []
  private var kind: NumberColumn.Kind?
  private var values: [Value]?
  private var result: Sorted?

  var count: Int { groups.count }

  /// Nones are left out.
  mutating func append(_ entries: AggregateEntries) {
    guard values == nil, let column = entries.numbers, kind == nil || kind == column.kind,
      let rows = entries.values?.rows
    else { return appendValues(entries) }
    kind = column.kind
    for (entry, group) in entries.groups.enumerated() {
      let row = Int(rows[entry])
      if let present = column.isPresent, present[row] == 0 { continue }
      groups.append(group)
      numbers.append(column.numbers[row])
    }
  }

  private mutating func appendValues(_ entries: AggregateEntries) {
    var values = self.values ?? numbers.map { kind?.value($0) ?? .none }
    self.values = nil
    numbers = []
    for (entry, group) in entries.groups.enumerated() {
      let value = entries.value(entry)
      if value.isNone { continue }
      groups.append(group)
      values.append(value)
    }
    self.values = values
  }

  /// To be asked when all values are in; sorted once.
  mutating func sorted(groupCount: Int) -> Sorted {
    if let result { return result }
    let sorted = values.map { .values(split($0, groupCount)) } ?? sortedNumbers(groupCount)
    result = sorted
    return sorted
  }

  private func split(_ values: [Value], _ groupCount: Int) -> [[Value]] {
    var result = [[Value]](repeating: [], count: groupCount)
    for (place, group) in groups.enumerated() { result[Int(group)].append(values[place]) }
    return result
  }

  private func sortedNumbers(_ groupCount: Int) -> Sorted {
    let ends = GroupEnds(groups, groupCount: groupCount)
    var sorted = [Int64](repeating: 0, count: numbers.count)
    for place in ends.places(of: groups) { sorted[place.target] = numbers[place.source] }
    for group in 0..<groupCount {
      let range = ends.range(of: group)
      if range.count > 1 { sorted[range].sort() }
    }
    return .numbers(kind ?? .integer, sorted, ends)
  }
}

/// Where the elements of each group end when groups lie one behind the other.
private struct GroupEnds {
  private var ends: [Int]

  init(_ groups: [Int32], groupCount: Int) {
    ends = [Int](repeating: 0, count: groupCount)
    for group in groups { ends[Int(group)] += 1 }
    for group in ends.indices.dropFirst() { ends[group] += ends[group - 1] }
  }

  func range(of group: Int) -> Range<Int> { (group == 0 ? 0 : ends[group - 1])..<ends[group] }

  /// Where every element goes, in their order.
  func places(of groups: [Int32]) -> [(source: Int, target: Int)] {
    var next = ends.indices.map { range(of: $0).lowerBound }
    return groups.enumerated().map { source, group in
      let target = next[Int(group)]
      next[Int(group)] += 1
      return (source, target)
    }
  }
}

extension Ratio {
  /// ⌈q·n⌉. `Int.max` when that is out of reach.
  fileprivate func rank(among count: Int) -> Int {
    let (product, overflow) = numerator.multipliedReportingOverflow(by: Int128(count))
    if overflow { return Int.max }
    let (quotient, remainder) = product.quotientAndRemainder(dividingBy: denominator)
    return Int(clamping: quotient + (remainder > 0 ? 1 : 0))
  }
}

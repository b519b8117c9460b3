import Columns
import LedgerModel

/// `quantile(x, q)`: the ⌈q·n⌉-th smallest value. `reached(x, q)`: the same with n = all rows, a
/// row without a value counted as one that never gets there.
final class QuantileState: AggregateState {
  private let share: Ratio
  private let countsAllRows: Bool
  private let order: ValueOrder
  private let run: Execution
  private var rows: [Int64] = []
  private var values = GroupedValues()

  init(share: Ratio, countsAllRows: Bool, order: ValueOrder, run: Execution) {
    self.run = run
    self.share = share
    self.countsAllRows = countsAllRows
    self.order = order
  }

  func grow(to groupCount: Int) { rows.grow(to: groupCount, with: 0) }

  func add(_ entries: AggregateEntries) {
    rows.count(entries.groups)
    values.append(entries)
  }

  func merge(_ later: any AggregateState, _ map: MergeMap) throws {
    let later = try own(later)
    rows.add(later.rows, map.groups)
    values.append(later.values, map.groups)
  }

  var heldCount: Int { values.count }

  var byteCount: Int { rows.count * 8 + values.byteCount }

  func result(of group: Int) throws -> Value {
    switch try values.sorted(groupCount: rows.count, check: run.checkCancellation, ranking) {
    case .numbers(let kind, let numbers, let ends):
      let range = ends.range(of: group)
      guard let rank = rank(group, among: range.count) else { return .none }
      return kind.value(numbers[range.lowerBound + rank - 1])
    case .ranked(let ranked, let ends):
      let range = ends.range(of: group)
      guard let rank = rank(group, among: range.count) else { return .none }
      return ranked.value(rank, in: range)
    }
  }

  /// The place of every distinct value among them; those that the order does not tell apart share
  /// one.
  private func ranking(_ distinct: [Value]) throws -> [Int32] {
    let column = try SortColumn(distinct, order: order, check: run.checkCancellation)
    let sorted = try run.sorted(distinct.count, by: [column])
    var ranks = [Int32](repeating: 0, count: distinct.count)
    for (place, code) in sorted.enumerated().dropFirst() {
      let before = sorted[place - 1]
      ranks[code] = ranks[before] + (column.compare(before, code) == .same ? 0 : 1)
    }
    return ranks
  }

  /// Which of the values it is, from 1; none when it is not among them.
  private func rank(_ group: Int, among valueCount: Int) -> Int? {
    let count = countsAllRows ? Int(rows[group]) : valueCount
    guard count > 0 else { return nil }
    let rank = max(1, share.rank(among: count))
    return rank <= valueCount ? rank : nil
  }
}

/// Values beside their groups: numbers in one buffer while all are of one kind, else the codes of
/// distinct values.
private struct GroupedValues {
  enum Sorted {
    /// Ascending in every group, the groups one behind the other.
    case numbers(NumberColumn.Kind, [Int64], GroupEnds)
    case ranked(RankedValues, GroupEnds)
  }

  /// Values that are sorted without asking whether to go on: some milliseconds.
  static let uncheckedCountMax = 65_536

  private var groups: [Int32] = []
  private var numbers: [Int64] = []
  private var kind: NumberColumn.Kind?
  private var coded: ExactCodes?
  private var result: Sorted?

  var count: Int { groups.count }

  var byteCount: Int { groups.count * 4 + numbers.count * 8 + (coded?.byteCount ?? 0) }

  /// Nones are left out.
  mutating func append(_ entries: AggregateEntries) {
    guard coded == nil, let column = entries.numbers, kind == nil || kind == column.kind,
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
    guard let values = entries.values else { return }
    var coded = self.coded ?? ExactCodes(numbers, kind ?? .integer)
    self.coded = nil
    numbers = []
    coded.append(values, entries.groups, keeping: &groups)
    self.coded = coded
  }

  /// Values of later rows, whose groups read as `map` says.
  mutating func append(_ later: GroupedValues, _ map: [Int32]) {
    let column: Column =
      if let coded = later.coded {
        .values(coded.codes.map { coded.distinct[Int($0)] })
      } else {
        .numbers(NumberColumn(kind: later.kind ?? .integer, numbers: later.numbers))
      }
    if later.groups.isEmpty { return }
    append(
      AggregateEntries(
        groups: later.groups.map { map[Int($0)] },
        values: Vector(column, rowCount: later.count)))
  }

  /// To be asked when all values are in; sorted once. `ranking` orders distinct values; `check` is
  /// called at least once every 65,536 of them and may throw to end the work.
  mutating func sorted(
    groupCount: Int, check: () throws -> Void, _ ranking: ([Value]) throws -> [Int32]
  ) throws -> Sorted {
    if let result { return result }
    let ends = GroupEnds(groups, groupCount: groupCount)
    let sorted =
      try coded.map { Sorted.ranked(try ranked($0, ends, ranking), ends) }
      ?? sortedNumbers(ends, check)
    result = sorted
    return sorted
  }

  private func ranked(
    _ coded: ExactCodes, _ ends: GroupEnds, _ ranking: ([Value]) throws -> [Int32]
  ) throws -> RankedValues {
    let codes = ends.arranged(coded.codes, groups, spare: 0)
    return RankedValues(
      distinct: coded.distinct, ranks: try ranking(coded.distinct), codes: codes)
  }

  private func sortedNumbers(_ ends: GroupEnds, _ check: () throws -> Void) throws -> Sorted {
    var sorted = ends.arranged(numbers, groups, spare: 0)
    var sortedCount = 0
    for group in 0..<ends.count {
      let range = ends.range(of: group)
      if range.count > GroupedValues.uncheckedCountMax {
        try sorted[range].sort(checking: check)
      } else if range.count > 1 {
        sorted[range].sort()
      }
      sortedCount += range.count
      guard sortedCount > GroupedValues.uncheckedCountMax else { continue }
      sortedCount = 0
      try check()
    }
    return .numbers(kind ?? .integer, sorted, ends)
  }
}

/// Values as codes of distinct values, the groups one behind the other, each in the order of its
/// rows.
private struct RankedValues {
  let distinct: [Value]
  /// By code.
  let ranks: [Int32]
  let codes: [Int32]

  /// The value that would be the `number`-th, from 1, were those of the range sorted and equal ones
  /// left in their order.
  func value(_ number: Int, in range: Range<Int>) -> Value {
    let (rank, before) = rank(of: number, in: range)
    var rest = number - before
    for place in range where ranks[Int(codes[place])] == rank {
      rest -= 1
      if rest == 0 { return distinct[Int(codes[place])] }
    }
    return .none
  }

  /// The rank of the `number`-th value, and how many values of the range have a lesser one.
  private func rank(of number: Int, in range: Range<Int>) -> (rank: Int32, before: Int) {
    // Counting costs a pass over all ranks, so that few values among many ranks are sorted.
    guard range.count * 4 >= distinct.count else {
      let sorted = range.map { ranks[Int(codes[$0])] }.sorted()
      let rank = sorted[number - 1]
      return (rank, sorted.firstIndex(of: rank) ?? 0)
    }
    var counts = [Int](repeating: 0, count: distinct.count)
    for place in range { counts[Int(ranks[Int(codes[place])])] += 1 }
    var (rank, before) = (0, 0)
    while before + counts[rank] < number {
      before += counts[rank]
      rank += 1
    }
    return (Int32(rank), before)
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

  /// Groups.
  var count: Int { ends.count }

  func range(of group: Int) -> Range<Int> { (group == 0 ? 0 : ends[group - 1])..<ends[group] }

  /// The elements group by group, those of one in their order.
  func arranged<Element: BitwiseCopyable>(
    _ elements: [Element], _ groups: [Int32], spare: Element
  ) -> [Element] {
    if count == 1 { return elements }
    var next = ends.indices.map { range(of: $0).lowerBound }
    var result = [Element](repeating: spare, count: elements.count)
    for place in elements.indices {
      let group = Int(groups[place])
      result[next[group]] = elements[place]
      next[group] += 1
    }
    return result
  }
}

extension ArraySlice<Int64> {
  /// Sorts; `check` is called every 65,536 comparisons and may throw to end the work.
  fileprivate mutating func sort(checking check: () throws -> Void) throws {
    var comparisons = 0
    try sort { left, right in
      comparisons += 1
      if comparisons % GroupedValues.uncheckedCountMax == 0 { try check() }
      return left < right
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

import LedgerModel

/// `quantile(x, q)`: the ⌈q·n⌉-th smallest value. `reached(x, q)`: the same with n = all rows, a
/// row without a value counted as one that never gets there.
final class QuantileState: AggregateState {
  private let share: Ratio
  private let countsAllRows: Bool
  private let order: ValueOrder
  private let run: Execution
  private var values: [[Value]] = []
  private var rows: [Int] = []
  private(set) var heldCount = 0

  init(share: Ratio, countsAllRows: Bool, order: ValueOrder, run: Execution) {
    self.run = run
    self.share = share
    self.countsAllRows = countsAllRows
    self.order = order
  }

  func grow(to groupCount: Int) {
    values.grow(to: groupCount, with: [])
    rows.grow(to: groupCount, with: 0)
  }

  func add(_ row: AggregateRow, to group: Int) {
    rows[group] += 1
    if row.value.isNone { return }
    values[group].append(row.value)
    heldCount += 1
  }

  func result(of group: Int) throws -> Value {
    let count = countsAllRows ? rows[group] : values[group].count
    guard count > 0 else { return .none }
    let rank = max(1, share.rank(among: count))
    guard rank <= values[group].count else { return .none }
    let column = try SortColumn(
      values[group], order: order, check: run.checkCancellation)
    let sorted = try run.sorted(Array(values[group].indices), by: [column])
    return values[group][sorted[rank - 1]]
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

/// `list(x, n)`: distinct values in order; when there are more than n, the first n and "… +k".
final class ListState: AggregateState {
  private let countMax: Int
  private let order: ValueOrder
  private var values: [[Value]] = []
  private var members = PairMap()

  init(countMax: Int, order: ValueOrder) {
    self.countMax = max(0, countMax)
    self.order = order
  }

  func grow(to groupCount: Int) {
    values.grow(to: groupCount, with: [])
  }

  func add(_ row: AggregateRow, to group: Int) {
    if row.value.isNone { return }
    let known = members.count
    if members.number(of: group, row.code) == known { values[group].append(row.value) }
  }

  var heldCount: Int { members.count }

  func result(of group: Int) -> Value {
    let sorted = values[group].sorted { order.compare($0, $1) == .before }
    guard sorted.count > countMax else { return .set(sorted) }
    return .set(sorted.prefix(countMax) + [.string("… +\(sorted.count - countMax)")])
  }
}

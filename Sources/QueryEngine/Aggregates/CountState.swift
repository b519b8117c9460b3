import LedgerModel

/// `count()`: rows.
final class CountState: AggregateState {
  private var counts: [Int64] = []

  func grow(to groupCount: Int) { counts.grow(to: groupCount, with: 0) }

  func add(_ row: AggregateRow, to group: Int) { counts[group] += 1 }

  func result(of group: Int) -> Value { .integer(counts[group]) }
}

/// `rate(p)`: rows where the argument is true ÷ all rows, as counted; none for no rows.
final class RateState: AggregateState {
  private var hits: [Int64] = []
  private var rows: [Int64] = []

  func grow(to groupCount: Int) {
    hits.grow(to: groupCount, with: 0)
    rows.grow(to: groupCount, with: 0)
  }

  func add(_ row: AggregateRow, to group: Int) {
    rows[group] += 1
    if case .bool(true) = row.value { hits[group] += 1 }
  }

  func result(of group: Int) -> Value {
    Ratio(Int128(hits[group]), Int128(rows[group])).map { .ratio($0) } ?? .none
  }
}

/// `distinct(x)`: different values, exactly.
final class DistinctState: AggregateState {
  private var members = PairMap()
  private var counts: [Int64] = []

  func grow(to groupCount: Int) { counts.grow(to: groupCount, with: 0) }

  func add(_ row: AggregateRow, to group: Int) {
    if row.value.isNone { return }
    let known = members.count
    if members.number(of: group, row.code) == known { counts[group] += 1 }
  }

  func result(of group: Int) -> Value { .integer(counts[group]) }

  var heldCount: Int { members.count }
}

import LedgerModel

/// `count()`: rows.
final class CountState: AggregateState {
  private var counts: [Int64] = []

  func grow(to groupCount: Int) { counts.grow(to: groupCount, with: 0) }

  func add(_ entries: AggregateEntries) {
    if counts.count == 1 {
      counts[0] += Int64(entries.groups.count)
      return
    }
    for group in entries.groups { counts[Int(group)] &+= 1 }
  }

  func merge(_ later: any AggregateState, _ map: MergeMap) throws {
    counts.add(try own(later).counts, map.groups)
  }

  func result(of group: Int) -> Value { .integer(counts[group]) }

  var byteCount: Int { counts.count * 8 }
}

/// `rate(p)`: rows where the argument is true ÷ all rows, as counted; none for no rows.
final class RateState: AggregateState {
  private var hits: [Int64] = []
  private var rows: [Int64] = []

  func grow(to groupCount: Int) {
    hits.grow(to: groupCount, with: 0)
    rows.grow(to: groupCount, with: 0)
  }

  func add(_ entries: AggregateEntries) {
    for (entry, group) in entries.groups.enumerated() {
      rows[Int(group)] &+= 1
      hits[Int(group)] &+= Int64(entries.holds[entry])
    }
  }

  func merge(_ later: any AggregateState, _ map: MergeMap) throws {
    let later = try own(later)
    hits.add(later.hits, map.groups)
    rows.add(later.rows, map.groups)
  }

  func result(of group: Int) -> Value {
    Ratio(Int128(hits[group]), Int128(rows[group])).map { .ratio($0) } ?? .none
  }

  var byteCount: Int { (hits.count + rows.count) * 8 }
}

/// `distinct(x)`: different values, exactly.
final class DistinctState: AggregateState {
  private var members = PairSet()
  private var counts: [Int64] = []

  func grow(to groupCount: Int) { counts.grow(to: groupCount, with: 0) }

  func add(_ entries: AggregateEntries) {
    members.insert(
      entries.groups, entries.codes, skipping: entries.noneCode,
      below: (counts.count, entries.codeBound), counts: &counts)
  }

  func merge(_ later: any AggregateState, _ map: MergeMap) throws {
    try own(later).members.forEachPart { groups, codes in
      members.insert(
        groups.map { map.groups[Int($0)] }, codes.map { map.codes[Int($0)] }, skipping: -1,
        below: (counts.count, map.codeBound), counts: &counts)
    }
  }

  func finish() { members.settle(&counts) }

  func result(of group: Int) -> Value { .integer(counts[group]) }

  var heldCount: Int { members.count }

  var byteCount: Int { members.byteCount + counts.count * 8 }
}

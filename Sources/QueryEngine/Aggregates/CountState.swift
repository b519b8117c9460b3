import Columns
import LedgerModel

/// `count()`: rows.
final class CountState: AggregateState {
  /// Groups for which four counters each still fit the nearest cache.
  private static let lanedGroupCountMax = 1_024

  private var counts: [Int64] = []
  /// Four counters a group: rows of one group often lie next to each other, and each would wait for
  /// the counter that the one before has just written.
  private var lanes: [Int64] = []

  func grow(to groupCount: Int) { counts.grow(to: groupCount, with: 0) }

  func add(_ entries: AggregateEntries) {
    if counts.count == 1 {
      counts[0] += Int64(entries.groups.count)
    } else if counts.count <= CountState.lanedGroupCountMax {
      lanes.grow(to: counts.count * 4, with: 0)
      lanes.countInLanes(entries.groups)
    } else {
      counts.count(entries.groups)
    }
  }

  func merge(_ later: any AggregateState, _ map: MergeMap) throws {
    let later = try own(later)
    later.settle()
    counts.add(later.counts, map.groups)
  }

  func finish(_ check: () throws -> Void) { settle() }

  private func settle() {
    for (place, count) in lanes.enumerated() { counts[place >> 2] += count }
    lanes = []
  }

  func result(of group: Int) -> Value { .integer(counts[group]) }

  var integers: [Int64]? { counts }

  var byteCount: Int { (counts.count + lanes.count) * 8 }
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
    rows.count(entries.groups)
    hits.count(entries.groups, where: entries.holds)
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
  private let run: Execution
  private var members = PairSet()
  private var counts: [Int64] = []

  init(run: Execution) { self.run = run }

  func grow(to groupCount: Int) { counts.grow(to: groupCount, with: 0) }

  func add(_ entries: AggregateEntries) throws {
    try insert(
      entries.groups, entries.codes, skipping: entries.noneCode, codeBound: entries.codeBound)
  }

  func merge(_ later: any AggregateState, _ map: MergeMap) throws {
    try own(later).members.forEachPart { groups, codes in
      try run.checkCancellation()
      try insert(
        map.groups.selecting(groups), map.codes.selecting(codes), skipping: -1,
        codeBound: map.codeBound)
    }
  }

  private func insert(
    _ groups: [Int32], _ codes: [Int32], skipping skipped: Int32, codeBound: Int
  ) throws {
    members.insert(groups, codes, skipping: skipped, below: (counts.count, codeBound))
    if members.isCrowded { try members.putInOrder(counts.count, run.checkCancellation) }
  }

  func finish(_ check: () throws -> Void) throws { try members.settle(&counts, check: check) }

  func result(of group: Int) -> Value { .integer(counts[group]) }

  var integers: [Int64]? { counts }

  var heldCount: Int { members.count }

  var byteCount: Int { members.byteCount + counts.count * 8 }
}

extension [Int64] {
  /// Adds one to the counter of every entry's group.
  mutating func count(_ groups: [Int32]) {
    var target = mutableSpan
    let groups = groups.span
    for place in groups.indices { target[Int(groups[place])] &+= 1 }
  }

  /// The same for the entries that hold.
  fileprivate mutating func count(_ groups: [Int32], where holds: [UInt8]) {
    var target = mutableSpan
    let (groups, holds) = (groups.span, holds.span)
    for place in groups.indices { target[Int(groups[place])] &+= Int64(holds[place]) }
  }

  /// The same with four counters a group, to be used in turn.
  fileprivate mutating func countInLanes(_ groups: [Int32]) {
    var target = mutableSpan
    let groups = groups.span
    for place in groups.indices { target[Int(groups[place]) &* 4 &+ place & 3] &+= 1 }
  }
}

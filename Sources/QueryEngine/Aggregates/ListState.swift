import LedgerModel

/// `list(x, n)`: distinct values in order; when there are more than n, the first n and "… +k".
final class ListState: AggregateState {
  private let countMax: Int
  private let order: ValueOrder
  private let run: Execution
  private var values: [[Value]] = []
  private var members = PairMap()

  init(countMax: Int, order: ValueOrder, run: Execution) {
    self.run = run
    self.countMax = max(0, countMax)
    self.order = order
  }

  func grow(to groupCount: Int) { values.grow(to: groupCount, with: []) }

  func add(_ entries: AggregateEntries) {
    for (entry, group) in entries.groups.enumerated() {
      let code = entries.codes[entry]
      if code == entries.noneCode { continue }
      let known = members.count
      if members.number(of: Int(group), Int(code)) == known {
        values[Int(group)].append(entries.value(entry))
      }
    }
  }

  func merge(_ later: any AggregateState, _ map: MergeMap) throws {
    let later = try own(later)
    var next = [Int](repeating: 0, count: later.values.count)
    let pairs = later.members.pairs
    for (place, (group, code)) in zip(pairs.firsts, pairs.seconds).enumerated() {
      try run.checkCancellation(at: place)
      let value = later.values[Int(group)][next[Int(group)]]
      next[Int(group)] += 1
      let (group, known) = (Int(map.groups[Int(group)]), members.count)
      if members.number(of: group, Int(map.codes[Int(code)])) == known {
        values[group].append(value)
      }
    }
  }

  var heldCount: Int { members.count }

  var byteCount: Int { members.byteCount + members.count * MemoryLayout<Value>.stride }

  func result(of group: Int) throws -> Value {
    var comparisons = 0
    let sorted = try values[group].sorted { left, right in
      comparisons += 1
      try run.checkCancellation(at: comparisons)
      return order.compare(left, right) == .before
    }
    guard sorted.count > countMax else { return .set(sorted) }
    return .set(sorted.prefix(countMax) + [.string("… +\(sorted.count - countMax)")])
  }
}

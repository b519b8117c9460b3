import Columns
import LedgerModel

/// One way of grouping the rows: by some of the keys, with the states that run over it.
struct GroupSpace {
  /// Places of the keys that tell its groups apart; none of them for one group of all rows.
  let places: [Int]
  private var index: CombinationIndex
  /// States, each with the number of the input that feeds it.
  private var states: [(input: Int, state: any AggregateState)] = []
  private var groups: [Int32] = []

  init(places: [Int]) {
    self.places = places
    index = CombinationIndex(width: places.count)
  }

  var groupCount: Int { index.count }

  var heldCount: Int { states.reduce(index.count) { $0 + $1.state.heldCount } }

  var byteCount: Int { states.reduce(index.byteCount) { $0 + $1.state.byteCount } }

  /// Adds a state and returns its slot.
  mutating func add(_ state: any AggregateState, input: Int) -> Int {
    states.append((input, state))
    return states.count - 1
  }

  /// Makes the one group of all rows, which is there even without rows.
  mutating func makeOnlyGroup() { index.makeOnly() }

  /// Feeds the rows to every group that they belong to.
  mutating func add(_ keys: RowKeys, _ inputs: [AggregateInput]) throws {
    let entries = keys.entries(places)
    index.number(
      entries.codes, below: places.map { keys.bounds[$0] }, rowCount: entries.count,
      into: &groups)
    for (input, state) in states {
      state.grow(to: index.count)
      try state.add(inputs[input].entries(groups, rows: entries.rows))
    }
  }

  /// Takes in the groups of later rows. `keys` and `inputs` say what codes there are here.
  mutating func merge(
    _ later: GroupSpace, keys: [[Int32]], below bounds: [Int], inputs: [(map: [Int32], bound: Int)],
    hasRowOrder: Bool, check: () throws -> Void
  ) throws {
    let codes = places.enumerated().map { index, place in
      keys[place].selecting(later.codes(place: index))
    }
    try number(codes, below: places.map { bounds[$0] }, count: later.groupCount, check)
    for (number, (input, state)) in states.enumerated() {
      try check()
      state.grow(to: index.count)
      let map = MergeMap(
        groups: groups, codes: inputs[input].map, codeBound: inputs[input].bound,
        hasRowOrder: hasRowOrder)
      try state.merge(later.states[number].state, map)
    }
  }

  /// Numbers combinations of later rows, a part at a time.
  private mutating func number(
    _ codes: [[Int32]], below bounds: [Int], count: Int, _ check: () throws -> Void
  ) throws {
    var all: [Int32] = []
    let size = ExecutionLimits.batchRowCountMax
    for start in stride(from: 0, to: count, by: size) {
      try check()
      let part = start..<min(start + size, count)
      index.number(
        codes.map { Array($0[part]) }, below: bounds, rowCount: part.count, into: &groups)
      all += groups
    }
    groups = all
  }

  /// To be called behind the last row.
  func finish(_ check: () throws -> Void) throws {
    for (_, state) in states { try state.finish(check) }
  }

  /// The result of a state for a group; none when no row made that group.
  func result(of slot: Int, group: Int?) throws -> Value? {
    try group.map { try states[slot].state.result(of: $0) }
  }

  /// The results of a state for all groups where they are whole numbers; else none.
  func integers(of slot: Int) -> [Int64]? { states[slot].state.integers }

  func code(of group: Int, place: Int) -> Int { index.code(of: group, place: place) }

  /// The code that each group has in one place. O(groups).
  func codes(place: Int) -> [Int32] { index.codes(place: place) }

  /// The group of that combination of codes, none when no row made it.
  func group(of codes: [Int]) -> Int? { index.known(codes) }
}

import LedgerModel

/// One way of grouping the rows: by some of the keys, with the states that run over it.
struct GroupSpace {
  /// Places of the keys that tell its groups apart; none of them for one group of all rows.
  let places: [Int]
  private var index: CombinationIndex
  /// States, each with the number of the input that feeds it.
  private var states: [(input: Int, state: any AggregateState)] = []
  private var combination: [Int]
  private var groups: [Int] = []

  init(places: [Int]) {
    self.places = places
    index = CombinationIndex(width: places.count)
    combination = Array(repeating: 0, count: places.count)
  }

  var groupCount: Int { index.count }

  var heldCount: Int { states.reduce(index.count) { $0 + $1.state.heldCount } }

  /// Adds a state and returns its slot.
  mutating func add(_ state: any AggregateState, input: Int) -> Int {
    states.append((input, state))
    return states.count - 1
  }

  /// Makes the one group of all rows, which is there even without rows.
  mutating func makeOnlyGroup() {
    _ = number(of: [])
  }

  /// Feeds the current row to every group that it belongs to.
  mutating func add(_ keys: RowKeys, _ inputs: [AggregateInput]) throws {
    groups.removeAll(keepingCapacity: true)
    if keys.isSingle {
      for (offset, place) in places.enumerated() { combination[offset] = keys.codes[place][0] }
      groups.append(number(of: combination))
    } else {
      collectGroups(keys, from: 0)
    }
    for (input, state) in states where inputs[input].isIn {
      for group in groups { try state.add(inputs[input].row, to: group) }
    }
  }

  /// The result of a state for a group; none when no row made that group.
  func result(of slot: Int, group: Int?) throws -> Value? {
    try group.map { try states[slot].state.result(of: $0) }
  }

  func code(of group: Int, place: Int) -> Int { index.code(of: group, place: place) }

  /// The group of that combination of codes, none when no row made it.
  func group(of codes: [Int]) -> Int? { index.known(codes) }

  private mutating func number(of codes: [Int]) -> Int {
    let known = index.count
    let number = index.number(of: codes)
    if number == known {
      for (_, state) in states { state.grow(to: index.count) }
    }
    return number
  }

  /// All combinations of the row's codes, one of each place.
  private mutating func collectGroups(_ keys: RowKeys, from offset: Int) {
    guard offset < places.count else {
      groups.append(number(of: combination))
      return
    }
    for code in keys.codes[places[offset]] {
      combination[offset] = code
      collectGroups(keys, from: offset + 1)
    }
  }
}

import LedgerModel

/// Which node each unit counts at on a day, and the parent of every node.
struct UnitPlacement {
  private(set) var places: [Int]
  /// −1 for roots and for units that are no nodes.
  private(set) var parents: [Int]

  private static let open = -1

  init(_ history: UnitHistory, _ day: Day) {
    let count = history.units.count
    places = [Int](repeating: UnitPlacement.open, count: count)
    parents = [Int](repeating: -1, count: count)
    for number in 0..<count {
      let place = UnitPlacement.place(of: number, history, day, known: places)
      places[number] = place
    }
    for number in 0..<count where places[number] == number {
      parents[number] = parent(of: number, history, day)
    }
  }

  /// Follows succession and parents until a valid unit is reached. Where the way ends or turns in
  /// a circle the last unit counts as a node of its own, so that no row is lost.
  private static func place(
    of start: Int, _ history: UnitHistory, _ day: Day, known: [Int]
  ) -> Int {
    var current = start
    var seen: Set<Int> = []
    while !history.units[current].isValid(on: day) {
      if known[current] >= 0 { return known[current] }
      // In a circle every unit gives the same answer, whichever is asked.
      guard seen.insert(current).inserted else { return seen.min() ?? start }
      guard let next = UnitPlacement.next(history.units[current], day),
        let number = history.numbers[next]
      else { return current }
      current = number
    }
    return current
  }

  /// Where a unit that is not valid on the day is looked for next.
  private static func next(_ unit: UnitRecord, _ day: Day) -> String? {
    if let closed = unit.closed, day >= closed {
      let last = Day(number: closed.number &- 1)
      return unit.uniqueSuccessor ?? unit.parent(on: last)
    }
    guard let opened = unit.opened else { return unit.parents.first?.content }
    return unit.uniquePredecessor ?? unit.parent(on: opened)
  }

  /// The node of the parent stated for the day; none when that leads back to the unit itself.
  private func parent(of number: Int, _ history: UnitHistory, _ day: Day) -> Int {
    guard let stated = history.units[number].parent(on: day), let parent = history.numbers[stated]
    else { return -1 }
    let node = places[parent]
    var (current, steps) = (node, 0)
    while current >= 0, steps <= history.units.count {
      if current == number { return -1 }
      current = parents[current]
      steps += 1
    }
    return node
  }
}

extension TreeOfDay {
  /// The units that are counted beneath or above one of `numbers`, or where one of them is, in
  /// ascending order. O(units + numbers × depth).
  package func related(to numbers: Set<Int>) -> [Int] {
    let size = entries.count
    var isAbove = [Bool](repeating: false, count: size)
    // How many subtrees of `numbers` begin, less those that end, at a place of the pre-order.
    var openings = [Int](repeating: 0, count: (exits.max() ?? 0) + 1)
    for number in numbers {
      var node = places[number]
      openings[entries[node]] += 1
      openings[exits[node]] -= 1
      while node >= 0, !isAbove[node] {
        isAbove[node] = true
        node = parents[node]
      }
    }
    var open = 0
    let isBeneath = openings.map { change in
      open += change
      return open > 0
    }
    return places.indices.filter { isAbove[places[$0]] || isBeneath[entries[places[$0]]] }
  }
}

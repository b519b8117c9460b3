package import LedgerModel
import Text

/// The tree of units on one day. A unit that is not valid that day is placed: after its end at
/// its unique successor, else at its last parent; before its beginning at its unique predecessor,
/// else at its first parent. So every known unit counts at exactly one node, and the totals at the
/// root are the same for every day.
package final class TreeOfDay {
  package let day: Day
  package let history: UnitHistory
  /// Number of the unit where each is counted, by unit number.
  package let places: [Int]
  /// Number of the parent node, −1 for a root; only for nodes.
  let parents: [Int]
  let depths: [Int]
  /// Pre-order interval of the subtree.
  let entries: [Int]
  let exits: [Int]
  private let childrenOf: [[Int]]
  let rootNumbers: [Int]
  /// What texts of rules turned out to mean.
  private var resolved: [String: Int?] = [:]

  init(_ history: UnitHistory, _ day: Day) {
    self.day = day
    self.history = history
    let placement = UnitPlacement(history, day)
    places = placement.places
    parents = placement.parents
    let shape = TreeShape(placement)
    childrenOf = shape.children
    rootNumbers = shape.roots
    (entries, exits, depths) = (shape.entries, shape.exits, shape.depths)
  }

  /// The same tree on another day; nothing may have changed in between.
  init(_ tree: TreeOfDay, on day: Day) {
    self.day = day
    history = tree.history
    (places, parents, depths) = (tree.places, tree.parents, tree.depths)
    (entries, exits) = (tree.entries, tree.exits)
    (childrenOf, rootNumbers) = (tree.childrenOf, tree.rootNumbers)
  }

  private func number(_ unit: String) -> Int? { history.numbers[unit] }

  private func node(_ unit: String) -> Int? { number(unit).map { places[$0] } }

  private func record(_ number: Int) -> UnitRecord { history.units[number] }

  /// The node where rows of that unit are counted; none for a unit nobody knows.
  package func place(of unit: String) -> String? { node(unit).map { record($0).unit } }

  /// True when it is a node of this tree itself.
  package func contains(_ unit: String) -> Bool { number(unit).map { places[$0] == $0 } ?? false }

  package func isUnder(_ unit: String, root: String) -> Bool {
    guard let unit = node(unit), let root = node(root) else { return false }
    return entries[root] <= entries[unit] && entries[unit] < exits[root]
  }

  /// The same by numbers of units, without looking names up.
  package func isUnder(number: Int, root: Int) -> Bool {
    let (node, top) = (places[number], places[root])
    return entries[top] <= entries[node] && entries[node] < exits[top]
  }

  /// The unit that a text of a rule means: by id, else by code, else by name on the day. O(units)
  /// when it is no id, the first time.
  package func number(resolving text: String) -> Int? {
    if let number = number(text) { return number }
    if let known = resolved[text] { return known }
    let valid = history.units.indices.filter { record($0).isValid(on: day) }
    let found =
      valid.first { record($0).code == text } ?? valid.first { record($0).name(on: day) == text }
    resolved.updateValue(found, forKey: text)
    return found
  }

  /// The level of the unit's node.
  package func level(of unit: String) -> String? { node(unit).map { record($0).level } }

  /// The same by the number of the unit.
  package func level(number: Int) -> String { record(places[number]).level }

  /// The nearest unit at that level from the unit's node upwards, the node itself included.
  package func ancestor(of unit: String, level: String) -> String? {
    var next = node(unit)
    while let current = next {
      if record(current).level == level { return record(current).unit }
      next = parents[current] < 0 ? nil : parents[current]
    }
    return nil
  }

  /// The one unit that it went into, whatever the day.
  package func successor(of unit: String) -> String? {
    number(unit).flatMap { record($0).uniqueSuccessor }
  }

  /// 0 for a root.
  package func depth(of unit: String) -> Int? { node(unit).map { depths[$0] } }

  /// Names on that day from the root, joined by `/`.
  package func path(of unit: String) -> String? {
    guard var current = node(unit) else { return nil }
    var names = [record(current).name(on: day)]
    while parents[current] >= 0 {
      current = parents[current]
      names.append(record(current).name(on: day))
    }
    return names.reversed().joined(separator: "/")
  }

  /// The parent of the unit's node.
  package func parent(of unit: String) -> String? {
    guard let node = node(unit), parents[node] >= 0 else { return nil }
    return record(parents[node]).unit
  }

  /// In Vietnamese order of their names.
  package func children(of unit: String) -> [String] {
    guard let number = number(unit), places[number] == number else { return [] }
    return inOrder(childrenOf[number])
  }

  /// How many direct children it has. O(1).
  package func childCount(of unit: String) -> Int {
    guard let number = number(unit), places[number] == number else { return 0 }
    return childrenOf[number].count
  }

  /// Nodes without a parent, in Vietnamese order of their names.
  package var roots: [String] { inOrder(rootNumbers) }

  private func inOrder(_ numbers: [Int]) -> [String] {
    let keyed = numbers.map { (CollationKey(record($0).name(on: day)), record($0).unit) }
    return keyed.sorted { left, right in
      if left.0 != right.0 { return left.0 < right.0 }
      return left.1.utf8.lexicographicallyPrecedes(right.1.utf8)
    }.map(\.1)
  }

  /// The newest declaration with as_of ≤ day of the unit itself.
  package func headcount(of unit: String, column: String) -> Int64? {
    guard let headcount = number(unit).flatMap({ record($0).headcount(on: day) }) else {
      return nil
    }
    switch column {
    case "officials": return headcount.officials
    case "members": return headcount.members
    case "workers": return headcount.workers
    default: return nil
    }
  }
}

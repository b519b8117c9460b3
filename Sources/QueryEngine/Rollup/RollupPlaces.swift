import LedgerModel

/// Where the rows of a roll-up are counted: at a node of the tree of their own day and at all its
/// ancestors.
final class RollupPlaces {
  /// Where one unit's rows of one day go.
  struct Place {
    /// Numbers of the node itself, first, and of its ancestors; for rows without a unit the number
    /// that stands for none.
    let chain: [Int]
    /// The node alone.
    let own: [Int]
    /// True when the unit is not in that tree and was placed by succession.
    let isMoved: Bool
    /// True for units that do not lie under the root asked for.
    let isOutside: Bool
  }

  private struct Key: Hashable {
    let unit: String
    let day: Day?
  }

  /// How a node hangs in the latest tree in which a row was counted there.
  struct Link {
    let day: Day?
    let parent: String?
  }

  let trees: TreesByDay
  private let root: String?
  private var places: [Key: Place] = [:]
  private var nodes = ValueInterner()
  private let withoutUnit: Place
  /// Nodes at which rows are counted.
  private(set) var links: [String: Link] = [:]
  private(set) var days: Set<Day?> = []
  /// The nodes, from the top, that lie above all rows so far.
  private(set) var common: [String]?
  private(set) var movedUnits: Set<String> = []
  private(set) var movedRowCount = 0

  init(trees: TreesByDay, root: String?) {
    self.trees = trees
    self.root = root
    let none = nodes.code(of: .none)
    withoutUnit = Place(chain: [none], own: [none], isMoved: false, isOutside: false)
  }

  /// The unit behind a number, or none.
  func node(_ number: Int) -> Value { nodes.values[number] }

  /// The number of a unit, or of none, where rows are counted.
  func number(of node: Value) -> Int? { nodes.known(node) }

  /// Where a row goes; counts it if it was placed by succession.
  func place(_ unit: Value, day: Day?) throws -> Place {
    guard case .entity(let id) = unit else { return withoutUnit }
    let key = Key(unit: id, day: day)
    let place: Place
    if let known = places[key] {
      place = known
    } else {
      place = try find(id, day: day)
      places[key] = place
    }
    if place.isMoved && !place.isOutside {
      movedRowCount += 1
      movedUnits.insert(id)
    }
    return place
  }

  private func find(_ unit: String, day: Day?) throws -> Place {
    let tree = try trees.tree(on: day)
    guard let node = tree.place(of: unit) else { return withoutUnit }
    var chain = [node]
    while chain.last != root, let last = chain.last, let parent = tree.parent(of: last),
      !chain.contains(parent)
    {
      chain.append(parent)
    }
    if let root, chain.last != root {
      return Place(chain: [], own: [], isMoved: false, isOutside: true)
    }
    days.insert(day)
    link(chain, day: day)
    narrowCommon(chain)
    let numbers = chain.map { nodes.code(of: .entity($0)) }
    return Place(
      chain: numbers, own: [numbers[0]], isMoved: node != unit, isOutside: false)
  }

  private func link(_ chain: [String], day: Day?) {
    for (node, parent) in zip(chain, chain.dropFirst().map(Optional.some) + [nil]) {
      if let known = links[node], !known.isEarlier(than: day) { continue }
      links[node] = Link(day: day, parent: parent)
    }
  }

  private func narrowCommon(_ chain: [String]) {
    let path = Array(chain.reversed())
    guard let common else {
      self.common = path
      return
    }
    self.common = zip(common, path).prefix { $0 == $1 }.map(\.0)
  }
}

extension RollupPlaces.Link {
  fileprivate func isEarlier(than other: Day?) -> Bool {
    guard let other else { return false }
    return day.map { $0 < other } ?? true
  }
}

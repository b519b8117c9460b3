import Columns
import LedgerModel

/// Where the rows of a roll-up are counted: at a node of the tree of their own day and at all its
/// ancestors.
final class RollupPlaces {
  /// Where one unit's rows of one day go.
  private struct Place {
    /// The number of its lists in `chains` and `owns`.
    let number: Int32
    /// The unit when it is not in that tree and was placed by succession.
    let moved: String?
    /// True for units that do not lie under the root asked for.
    let isOutside: Bool
  }

  /// Where the rows of a batch go.
  struct BatchPlaces {
    /// Numbers of lists in `chains` and `owns`, one for every row inside.
    let numbers: [Int32]
    /// Which rows of the batch lie under the root asked for; none when all do.
    let inside: [Int32]?
  }

  /// How a node hangs in the latest tree in which a row was counted there.
  struct Link {
    let day: Day?
    let parent: String?
  }

  let trees: TreesByDay
  private let root: String?
  private var nodes = ValueInterner()
  /// Numbers of a node itself, first, and of its ancestors; for rows without a unit the number that
  /// stands for none.
  private(set) var chains = CodeLists()
  /// The node alone.
  private(set) var owns = CodeLists()
  private let withoutUnit: Place

  private var units = DenseCoder()
  private var daysSeen = DenseCoder()
  private var pairs = PairIndex()
  /// By number of the pair of unit and day.
  private var places: [Place] = []
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
    let none = Int32(nodes.code(of: .none))
    _ = owns.append([none])
    withoutUnit = Place(number: chains.append([none]), moved: nil, isOutside: false)
  }

  /// Nodes that have a number.
  var nodeCount: Int { nodes.count }

  /// The unit behind a number, or none.
  func node(_ number: Int) -> Value { nodes.values[number] }

  /// The number of a unit, or of none, where rows are counted.
  func number(of node: Value) -> Int? { nodes.known(node) }

  /// Where the rows of a batch go; counts those that were placed by succession.
  func places(_ rows: Vector, days: Vector?) throws -> BatchPlaces {
    var (keys, dayCodes, fresh): ([Int32], [Int32], [Int]) = ([], [], [])
    units.encode(rows, into: &keys)
    daysSeen.encode(days ?? Vector(.constant(.none), rows: rows.rows), into: &dayCodes)
    pairs.number(&keys, dayCodes, below: (units.count, daysSeen.count), fresh: &fresh)
    for row in fresh {
      let day = days.flatMap { days -> Day? in
        if case .date(let day) = days.column.value(at: Int(days.rows[row])) { day } else { nil }
      }
      places.append(try place(rows.column.value(at: Int(rows.rows[row])), day: day))
    }
    var (numbers, inside): ([Int32], [Int32]) = ([], [])
    numbers.reserveCapacity(keys.count)
    for (row, key) in keys.enumerated() where !places[Int(key)].isOutside {
      numbers.append(places[Int(key)].number)
      inside.append(Int32(row))
      if let unit = places[Int(key)].moved {
        movedRowCount += 1
        movedUnits.insert(unit)
      }
    }
    return BatchPlaces(numbers: numbers, inside: inside.count == keys.count ? nil : inside)
  }

  private func place(_ unit: Value, day: Day?) throws -> Place {
    guard case .entity(let id) = unit else { return withoutUnit }
    return try find(id, day: day)
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
      return Place(number: withoutUnit.number, moved: nil, isOutside: true)
    }
    days.insert(day)
    link(chain, day: day)
    narrowCommon(chain)
    let numbers = chain.map { Int32(nodes.code(of: .entity($0))) }
    _ = owns.append(numbers.prefix(1))
    return Place(
      number: chains.append(numbers), moved: node == unit ? nil : unit, isOutside: false)
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

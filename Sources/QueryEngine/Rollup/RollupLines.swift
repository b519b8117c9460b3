import LedgerModel
import Text

/// The units that a roll-up shows, from the root down, children in the order of their names.
struct RollupLines {
  struct Line {
    let unit: String
    let level: String?
    let depth: Int
    /// The tree it was taken from.
    let day: Day?
  }

  private let places: RollupPlaces
  private let levels: [String]
  private let deepest: Int?
  private let check: (Int) throws -> Void
  private var links: [String: RollupPlaces.Link]
  private(set) var lines: [Line] = []
  /// The one node above all lines, when there is one.
  private(set) var root: String?

  /// `onlyAboveRows` leaves out units without rows in their subtree. `check` is called with the number
  /// of every unit looked at and may throw to end the work.
  init(
    _ places: RollupPlaces, root: String?, level: String?, levels: [String], onlyAboveRows: Bool,
    check: @escaping (Int) throws -> Void
  ) throws {
    self.check = check
    self.places = places
    self.levels = levels
    deepest = level.flatMap(levels.firstIndex(of:))
    links = places.links
    self.root = root
    if root == nil { self.root = try rootOfAllRows() }
    if !onlyAboveRows { try addWholeTrees() }
    try collectLines()
  }

  /// The lowest unit shown that holds all rows; when no row has a place, the root of the tree if
  /// there is only one.
  private func rootOfAllRows() throws -> String? {
    guard let common = places.common else {
      let roots = try places.trees.tree(on: nil).roots
      return roots.count == 1 ? roots[0] : nil
    }
    return try common.last { unit in
      isShown(try places.trees.tree(on: links[unit]?.day).level(of: unit))
    }
  }

  /// Adds the units of every tree that was asked, with the place they have in the latest of them.
  private mutating func addWholeTrees() throws {
    let days = places.days.isEmpty ? [nil] : places.days.sorted(by: RollupLines.isEarlier)
    var found: [String: RollupPlaces.Link] = [:]
    for day in days {
      let tree = try places.trees.tree(on: day)
      var waiting = root.map { [$0] } ?? tree.roots
      for top in waiting { found[top] = RollupPlaces.Link(day: day, parent: nil) }
      var visited = Set(waiting)
      while let unit = waiting.popLast() {
        try check(visited.count)
        for child in tree.children(of: unit) where visited.insert(child).inserted {
          found[child] = RollupPlaces.Link(day: day, parent: unit)
          waiting.append(child)
        }
      }
    }
    links.merge(found) { met, _ in met }
  }

  private static func isEarlier(_ left: Day?, _ right: Day?) -> Bool {
    guard let right else { return false }
    return left.map { $0 < right } ?? true
  }

  private mutating func collectLines() throws {
    var children: [String: [String]] = [:]
    var tops: [String] = []
    for (unit, link) in links {
      if unit == root {
        tops = [unit]
      } else if let parent = link.parent {
        children[parent, default: []].append(unit)
      } else if root == nil {
        tops.append(unit)
      }
    }
    var visited: Set<String> = []
    for top in try inNameOrder(tops) { try collect(top, children, &visited) }
  }

  private mutating func collect(
    _ top: String, _ children: [String: [String]], _ visited: inout Set<String>
  ) throws {
    var waiting = [top]
    while let unit = waiting.popLast() {
      guard visited.insert(unit).inserted, let link = links[unit] else { continue }
      try check(visited.count)
      let tree = try places.trees.tree(on: link.day)
      let level = tree.level(of: unit)
      if isShown(level) {
        lines.append(
          Line(unit: unit, level: level, depth: tree.depth(of: unit) ?? 0, day: link.day))
      }
      waiting += try inNameOrder(children[unit] ?? []).reversed()
    }
  }

  private func isShown(_ level: String?) -> Bool {
    guard let deepest else { return true }
    return level.flatMap(levels.firstIndex(of:)).map { $0 <= deepest } ?? false
  }

  private func inNameOrder(_ units: [String]) throws -> [String] {
    if units.count < 2 { return units }
    let keyed = try units.map { unit in
      let tree = try places.trees.tree(on: links[unit]?.day)
      let name = tree.path(of: unit)?.split(separator: "/").last.map(String.init) ?? unit
      return (key: CollationKey(name), unit: unit)
    }
    return keyed.sorted {
      $0.key == $1.key
        ? $0.unit.utf8.lexicographicallyPrecedes($1.unit.utf8) : $0.key < $1.key
    }.map(\.unit)
  }
}

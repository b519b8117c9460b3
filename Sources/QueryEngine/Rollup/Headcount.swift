import LedgerModel

/// Declared figures summed over a tree: those of the lowest units that declare, so that a figure
/// of an upper union counts only where none below it has one.
final class Headcount {
  private let trees: TreesByDay
  private var declared: [Key: Int64?] = [:]
  /// Names of the units without a figure of their own, below them or above them.
  private(set) var undeclared: [String: Set<String>] = [:]

  private struct Key: Hashable {
    let unit: String
    let column: String
    let day: Day?
  }

  init(trees: TreesByDay) {
    self.trees = trees
  }

  /// The sum for a unit's subtree; none when nobody in it declared. Throws on overflow.
  func value(of unit: String, column: String, day: Day?) throws -> Value {
    let tree = try trees.tree(on: day)
    guard let sum = try sum(unit, column, day, tree) else { return .none }
    noteUndeclared(below: unit, column, day, tree)
    return .integer(sum)
  }

  private func sum(
    _ unit: String, _ column: String, _ day: Day?, _ tree: any UnitTree
  ) throws -> Int64? {
    let key = Key(unit: unit, column: column, day: day)
    if let known = declared[key] { return known }
    var below: Int64?
    for child in tree.children(of: unit) {
      guard let figure = try sum(child, column, day, tree) else { continue }
      let (total, overflow) = (below ?? 0).addingReportingOverflow(figure)
      if overflow { throw ExecutionError.overflow(operation: "headcount", origin: nil) }
      below = total
    }
    let result = below ?? tree.headcount(of: unit, column: column)
    declared[key] = .some(result)
    return result
  }

  /// Leaves below a unit whose figure comes from its descendants, themselves without one.
  private func noteUndeclared(
    below unit: String, _ column: String, _ day: Day?, _ tree: any UnitTree
  ) {
    guard isSummed(unit, column, day, tree) else { return }
    for child in tree.children(of: unit) {
      if declared[Key(unit: child, column: column, day: day)] == .some(nil) {
        undeclared[column, default: []].insert(tree.path(of: child) ?? child)
      } else {
        noteUndeclared(below: child, column, day, tree)
      }
    }
  }

  /// True when some child has a figure.
  private func isSummed(
    _ unit: String, _ column: String, _ day: Day?, _ tree: any UnitTree
  ) -> Bool {
    tree.children(of: unit).contains { child in
      declared[Key(unit: child, column: column, day: day)].flatMap { $0 } != nil
    }
  }
}

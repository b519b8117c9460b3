import LedgerModel
import Projections

/// A unit on a day, as selectors see it: a row of `units` without the cost of one.
struct UnitRow {
  let tree: TreeOfDay
  let number: Int
  let pages: [String: Int64]

  var unit: String { tree.history.units[number].unit }

  /// The reader of a column of `units`; none for a name that it does not have.
  static func reader(_ column: String) -> ((UnitRow) -> Value)? {
    switch column {
    case "unit": { .entity($0.unit) }
    case "code": { .string($0.tree.history.units[$0.number].code) }
    case "name": { .string($0.tree.history.units[$0.number].name(on: $0.tree.day)) }
    case "level": { .symbol($0.tree.history.units[$0.number].level) }
    case "kind": { .string($0.tree.history.units[$0.number].kind) }
    case "parent": { .entity($0.tree.parent(of: $0.unit)) }
    case "path": { .string($0.tree.path(of: $0.unit)) }
    case "depth": { .integer($0.tree.depth(of: $0.unit).map { Int64($0) }) }
    case "sector": { .string($0.tree.history.units[$0.number].sector) }
    case "territory": { .entity($0.tree.history.units[$0.number].territory) }
    case "opened": { .date($0.tree.history.units[$0.number].opened) }
    case "closed": { .date($0.tree.history.units[$0.number].closed) }
    case "successor": { .entity($0.tree.successor(of: $0.unit)) }
    case "officials", "members", "workers":
      { .integer($0.tree.headcount(of: $0.unit, column: column)) }
    case "headcount_on": { .date($0.tree.history.units[$0.number].headcount(on: $0.tree.day)?.day) }
    case "children": { .integer(Int64($0.tree.childCount(of: $0.unit))) }
    case "pages": { .integer($0.pages[$0.unit] ?? 0) }
    default: nil
    }
  }

  /// Functions of a unit: those that the tree answers. `unit` gives the unit asked about.
  static func function<Row>(
    _ name: String, of unit: @escaping (Row) -> Value, _ argument: String?,
    tree: @escaping (Row) -> TreeOfDay
  ) -> ((Row) -> Value)? {
    switch (name, argument) {
    case ("ancestor", let level?):
      { row in .entity(unit(row).text.flatMap { tree(row).ancestor(of: $0, level: level) }) }
    case ("under", let root?):
      { row in
        let tree = tree(row)
        guard let unit = unit(row).text.flatMap({ tree.history.numbers[$0] }),
          let root = tree.number(resolving: root)
        else { return .bool(false) }
        return .bool(tree.isUnder(number: unit, root: root))
      }
    case ("level", nil): { row in .symbol(unit(row).text.flatMap { tree(row).level(of: $0) }) }
    case ("path", nil): { row in .string(unit(row).text.flatMap { tree(row).path(of: $0) }) }
    case ("successor", nil):
      { row in .entity(unit(row).text.flatMap { tree(row).successor(of: $0) }) }
    case ("depth", nil):
      { row in .integer(unit(row).text.flatMap { tree(row).depth(of: $0) }.map { Int64($0) }) }
    default: nil
    }
  }
}

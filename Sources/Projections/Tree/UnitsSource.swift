import Catalog
import LedgerModel

/// `units`: the tree of the day; with `all` every unit ever, those not of the day with what was
/// last or first true of them.
package struct UnitsSource: DerivedSource {
  package init() {}

  package let source = "units"
  package let dependencies = UnitHistory.sources + ["outlets"]
  package let readsClock = false

  package func rows(in context: ReadingContext) throws -> [DerivedRow] {
    let tree = try context.tree()
    let pages = try context.pageCounts()
    return try context.units.units.map { unit in
      row(unit, tree, pages: pages[unit.unit] ?? 0)
    }
  }

  private func row(_ unit: UnitRecord, _ tree: TreeOfDay, pages: Int64) -> DerivedRow {
    let day = tree.day
    let isNode = tree.contains(unit.unit)
    let headcount = unit.headcount(on: day)
    let parent = isNode ? tree.parent(of: unit.unit) : unit.parent(on: day)
    let values: [Value] = [
      .entity(unit.unit), .string(unit.code), .string(unit.name(on: day)), .symbol(unit.level),
      .string(unit.kind), .entity(parent),
      .string(isNode ? tree.path(of: unit.unit) ?? "" : unit.name(on: day)),
      .integer(Int64(tree.depth(of: unit.unit) ?? 0)), .string(unit.sector),
      .entity(unit.territory), .entity(UnitsSource.district(of: unit.territory)),
      .date(unit.opened), .date(unit.closed), .entity(unit.uniqueSuccessor),
      .integer(headcount?.officials), .integer(headcount?.members), .integer(headcount?.workers),
      .date(headcount?.day), .integer(Int64(tree.childCount(of: unit.unit))),
      .integer(pages),
    ]
    let version = headcount.map { unit.version.merged(with: $0.version) } ?? unit.version
    return DerivedRow(
      values: values, at: unit.opened.map { .day($0) } ?? .instant(unit.known),
      stands: unit.isValid(on: day), version: version)
  }

  private static func district(of territory: String?) -> String? {
    territory.flatMap { Territories.all.district(of: $0) }
  }
}

extension ReadingContext {
  /// How many outlets each unit owns, as far as they are known at K.
  package func pageCounts() throws -> [String: Int64] {
    try shared("pageCounts") {
      let outlets = try stored("outlets")
      guard let owner = outlets.layout.index(of: "owner") else { return [:] }
      var counts: [String: Int64] = [:]
      for row in outlets.rows {
        if let unit = row.values[owner].text { counts[unit, default: 0] += 1 }
      }
      return counts
    }
  }
}

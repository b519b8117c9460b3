import Catalog
package import Columns
import LedgerModel

/// `people`: everyone whom the ledger knows, with the principal office of the tree day; linked
/// accounts are one person.
package struct PeopleSource: DerivedSource {
  package init() {}

  package let source = "people"
  package let dependencies = ["%people", "offices"] + UnitHistory.sources
  package let readsClock = false

  /// The same rows in columns, kept for further questions.
  package func scan(
    all: Bool, columns: [String], in context: ReadingContext, _ body: (Block) throws -> Void
  ) throws -> Bool {
    let table = try context.sharedAtAnyClock("people in columns") { try PeopleTable(context) }
    return try table.scan(columns, context.store.check, body)
  }

  /// The same rows one by one.
  package func rows(in context: ReadingContext) throws -> [DerivedRow] {
    var rows: [DerivedRow] = []
    let own = PeopleSource.columns.count
    let columns = PeopleSource.columns + ["at"] + StoredRow.versionColumns
    _ = try scan(all: false, columns: columns, in: context) { block in
      try context.store.check()
      for row in 0..<block.rowCount {
        let values = block.columns.map { $0.value(at: row) }
        let stored = StoredRow(columns: block.columns, row: row)
        rows.append(
          DerivedRow(
            values: Array(values[..<own]),
            at: .instant(values[own].instant ?? Instant(microseconds: 0)),
            version: stored.version(at: own + 1)))
      }
    }
    return rows
  }

  /// The schema's own columns in their order.
  private static let columns = [
    "person", "unit", "level", "role", "position", "name", "gender", "joined", "left", "offices",
    "erased",
  ]

  /// The role of somebody without an office on the day: what a nomination said, else a member
  /// where some unit is known.
  static func undeclared(_ standing: String?, isPlaced: Bool) -> String {
    if standing == "worker" { return "worker" }
    return isPlaced ? "member" : "other"
  }
}

extension ReadingContext {
  /// Rank of each level, 0 for the root.
  package var levelRanks: [String: Int] {
    get throws {
      let levels = try campaigns.levels
      return Dictionary(
        levels.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    }
  }
}

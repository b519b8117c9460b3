import LedgerModel

/// One event about the tree, read from its stored row.
struct UnitFact {
  let kind: String
  let origin: Position
  let unit: String
  let day: Day?
  let name: String?
  let old: String?
  let values: SourceRow
  let version: RowVersion
  private let columns: SourceTable

  /// The visible facts in the order of their events, wherever corrections put their rows.
  static func read(_ table: SourceTable) -> [UnitFact] {
    table.rows.map { UnitFact($0, table) }.sorted { $0.origin < $1.origin }
  }

  private init(_ row: SourceRow, _ table: SourceTable) {
    func value(_ name: String) -> Value { row.values[table.column(name)] }
    kind = value("%fact").text ?? ""
    origin = value("%origin").position ?? .empty
    unit = value("%unit").text ?? ""
    day = value("%on").day
    name = value("%name").text
    old = value("%old").text
    values = row
    version = table.version(of: row)
    columns = table
  }

  subscript(name: String) -> Value { values.values[columns.column(name)] }
}

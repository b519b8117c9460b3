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
  static func read(_ table: SourceTable, _ check: () throws -> Void) throws -> [UnitFact] {
    let places = ["%fact", "%origin", "%unit", "%on", "%name", "%old"].map { table.column($0) }
    var facts: [UnitFact] = []
    facts.reserveCapacity(table.rows.count)
    for row in table.rows {
      if facts.count.isMultiple(of: 4_096) { try check() }
      facts.append(UnitFact(row, table, places))
    }
    return facts.sorted { $0.origin < $1.origin }
  }

  private init(_ row: SourceRow, _ table: SourceTable, _ places: [Int]) {
    func value(_ place: Int) -> Value { row.values[places[place]] }
    kind = value(0).text ?? ""
    origin = value(1).position ?? .empty
    unit = value(2).text ?? ""
    day = value(3).day
    name = value(4).text
    old = value(5).text
    values = row
    version = table.version(of: row)
    columns = table
  }

  subscript(name: String) -> Value { values.values[columns.column(name)] }
}

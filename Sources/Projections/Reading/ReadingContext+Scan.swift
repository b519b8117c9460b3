import Catalog
package import Columns
package import LedgerModel

extension ReadingContext {
  /// Calls `body` with blocks of the columns named, in the order (position, key): rows that
  /// stand, with `all` the others too.
  ///
  /// Rows of stored sources come block by block, and only the columns asked for are touched; a
  /// source's reading looks at the rows only for columns that it fills. Blocks of stored rows that
  /// lie outside one of `ranges` as a whole are left out.
  package func scan(
    _ source: String, all: Bool, columns: [String], ranges: [ColumnRange] = [],
    _ body: (Block) throws -> Void
  ) throws {
    try scanLate(source, all: all, columns: columns, ranges: ranges) { try body($0.loaded()) }
  }

  /// The same, but columns that are shown as they are stored may be read when somebody asks the block
  /// for them, until the next scan.
  package func scanLate(
    _ source: String, all: Bool, columns: [String], ranges: [ColumnRange] = [],
    _ body: (Block) throws -> Void
  ) throws {
    if let subject = HistoryColumns.subject(of: source) {
      try scanHistory(of: subject, all: all, columns: columns, body)
      return
    }
    if let streamed = registry.derived[source] as? any StreamedSource {
      try streamed.scan(in: self, columns: columns, body)
      return
    }
    if registry.derived[source] == nil, let projection = try folded(source) {
      try scanStored(projection, all: all, columns: columns, ranges: ranges, body)
      return
    }
    if tables[source] == nil, let derived = registry.derived[source],
      try derived.scan(all: all, columns: columns, in: self, body)
    {
      return
    }
    let table = try table(source)
    let columnsOfTable = try shared("columns of \(source) \(all)", madeOf: source) {
      TableColumns(
        table, all: all, SourceCatalog.source(named: source), store.dictionaries)
    }
    try columnsOfTable.scan(
      columns.map { table.column($0) }, check: store.check, body)
  }

  /// The column of the row with that key; none without such a row.
  package func lookup(
    source: String, column: String, key: String, campaign: String?
  ) throws -> Value {
    let table = try table(source)
    let numbers = try lookupIndex(source, table)
    let scoped = campaign.flatMap { numbers["\($0)\u{0}\(key)"] }
    guard let number = scoped ?? numbers[key] else { return .none }
    return table.rows[number].values[table.column(column)]
  }

  private func lookupIndex(_ source: String, _ table: SourceTable) throws -> [String: Int] {
    try shared("look-ups in \(source)", madeOf: source) {
      guard let schema = SourceCatalog.source(named: source), let key = schema.key.first else {
        return [:]
      }
      var index = table.index(by: key)
      guard schema.entity?.isCampaignScoped == true,
        let campaign = table.layout.index(of: "campaign")
      else { return index }
      let column = table.column(key)
      for (number, row) in table.rows.enumerated() {
        guard let scope = row.values[campaign].text, let id = row.values[column].text else {
          continue
        }
        index["\(scope)\u{0}\(id)"] = number
      }
      return index
    }
  }
}

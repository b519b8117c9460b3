import Catalog
package import Columns
package import LedgerModel

extension ReadingContext {
  /// Calls `body` with blocks of the columns named, in the order (position, key): rows that
  /// stand, with `all` the others too.
  ///
  /// Columns that were stored as they are shown come straight from the stored blocks.
  package func scan(
    _ source: String, all: Bool, columns: [String], _ body: (Block) throws -> Void
  ) throws {
    if let streamed = registry.derived[source] as? any StreamedSource {
      try streamed.scan(in: self, columns: columns, body)
      return
    }
    if registry.derived[source] == nil, let projection = try folded(source),
      isPlain(source, columns, projection.layout)
    {
      try scanStored(projection, all: all, columns: columns, body)
      return
    }
    if tables[source] == nil, let derived = registry.derived[source],
      try derived.scan(all: all, columns: columns, in: self, body)
    {
      return
    }
    let table = try table(source)
    let wanted = columns.map { table.column($0) }
    let rows = all ? table.rows : table.rows.filter(\.stands)
    var start = 0
    while start < rows.count {
      let end = min(start + RowStore.blockRowCountMax, rows.count)
      let part = rows[start..<end]
      try body(
        Block(
          rowCount: part.count,
          columns: wanted.map { index in .values(part.map { $0.values[index] }) },
          mask: Mask(allOf: part.count)))
      start = end
    }
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
    if let index = lookups[source] { return index }
    guard let schema = SourceCatalog.source(named: source), let key = schema.key.first else {
      return [:]
    }
    var index = table.index(by: key)
    if schema.entity?.isCampaignScoped == true, let campaign = table.layout.index(of: "campaign") {
      let column = table.column(key)
      for (number, row) in table.rows.enumerated() {
        guard let scope = row.values[campaign].text, let id = row.values[column].text else {
          continue
        }
        index["\(scope)\u{0}\(id)"] = number
      }
    }
    lookups[source] = index
    return index
  }

  /// True when the stored values of these columns are what the reading shows, days aside.
  private func isPlain(_ source: String, _ columns: [String], _ layout: ColumnLayout) -> Bool {
    let reading = registry.readings[source]
    if reading?.decidesStanding == true { return false }
    let schema = SourceCatalog.source(named: source)
    return columns.allSatisfy { name in
      layout.index(of: name) != nil && reading?.fills.contains(name) != true
        && schema?.column(named: name)?.column.type.wrapped != .period
    }
  }

  private func scanStored(
    _ projection: any StoredSource, all: Bool, columns: [String], _ body: (Block) throws -> Void
  ) throws {
    let layout = projection.layout
    let schema = SourceCatalog.source(named: projection.source)
    let settling = columns.map { schema?.column(named: $0)?.column.type.wrapped == .instant }
    let wanted = columns.compactMap { layout.index(of: $0) }
    let campaigns = try campaigns
    try projection.rows.scan(
      visibleAt: position, columns: wanted + [layout.stands, layout.campaign]
    ) { block in
      var mask = block.mask
      let (stands, campaign) = (block.columns[wanted.count], block.columns[wanted.count + 1])
      if !all {
        for row in 0..<block.rowCount where stands.value(at: row) == .bool(false) {
          mask.bytes[row] = 0
        }
      }
      let shown = block.columns.prefix(wanted.count).enumerated().map { index, column in
        settling[index] ? column.settlingDays(block.rowCount, campaign, campaigns) : column
      }
      try body(Block(rowCount: block.rowCount, columns: shown, mask: mask))
    }
  }
}

extension Column {
  /// Days as the first instant of the day in the zone of the row's campaign.
  fileprivate func settlingDays(
    _ rowCount: Int, _ campaign: Column, _ campaigns: CampaignList
  ) -> Column {
    guard case .values(let values) = self, values.contains(where: { $0.day != nil }) else {
      return self
    }
    return .values(
      values.enumerated().map { row, value in
        guard let day = value.day else { return value }
        let zone = campaigns.settings(of: campaign.value(at: row).text).zone
        return .instant(zone.start(of: day))
      })
  }
}

import Catalog
package import Columns
import LedgerModel
package import Projections

/// `obligations`: derived at every reading, never stored.
package struct ObligationsSource: DerivedSource {
  package init() {}

  package let source = "obligations"
  package let dependencies =
    [
      "duties", "%duty_exceptions", "offices", "provisions", "outlets",
    ] + UnitHistory.sources

  /// Only the columns asked for are made.
  package func scan(
    all: Bool, columns: [String], in context: ReadingContext, _ body: (Block) throws -> Void
  ) throws -> Bool {
    let table = try context.obligations
    let maker = try ObligationColumns(table, context)
    let readers = columns.compactMap { maker.reader($0) }
    guard readers.count == columns.count else { return false }
    let order = context.shared("obligationOrder") { ObligationsSource.order(table.rows) }
    let shown = all ? order : order.filter { ObligationsSource.stands(table.rows[$0]) }
    for start in stride(from: 0, to: shown.count, by: RowStore.blockRowCountMax) {
      let part = shown[start..<min(start + RowStore.blockRowCountMax, shown.count)]
      var values = [[Value]](repeating: [], count: readers.count)
      for index in values.indices { values[index].reserveCapacity(part.count) }
      for number in part {
        // A row is large: it is taken out of the table once for all columns.
        let row = table.rows[number]
        for (index, reader) in readers.enumerated() { values[index].append(reader(row)) }
      }
      try body(
        Block(
          rowCount: part.count, columns: values.map { .values($0) },
          mask: Mask(allOf: part.count)))
    }
    return true
  }

  package func rows(in context: ReadingContext) throws -> [DerivedRow] {
    let table = try context.obligations
    let maker = try ObligationColumns(table, context)
    let added = Set(SourceSchema.commonColumns.map(\.name)).union(["campaign"])
    let schema = SourceCatalog.source(named: source)
    let readers = (schema?.columns ?? []).filter { !added.contains($0.name) }
      .compactMap { maker.reader($0.name) }
    return table.rows.map { row in
      DerivedRow(
        values: readers.map { $0(row) }, campaign: table.duties[row.duty].campaign,
        at: .instant(row.judgement.cutoff), stands: ObligationsSource.stands(row),
        version: row.version)
    }
  }

  /// Waived rows and those that nobody owes show only with `all: true`.
  static func stands(_ row: JudgedObligation) -> Bool {
    row.judgement.status != .waived && row.judgement.status != .notApplicable
  }

  /// Row numbers in the order (position, key).
  private static func order(_ rows: [JudgedObligation]) -> [Int] {
    var positions: [Position] = []
    positions.reserveCapacity(rows.count)
    for index in rows.indices { positions.append(rows[index].version.position) }
    return rows.indices.sorted { left, right in
      if positions[left] != positions[right] { return positions[left] < positions[right] }
      return rows[left].text.utf8.lexicographicallyPrecedes(rows[right].text.utf8)
    }
  }
}

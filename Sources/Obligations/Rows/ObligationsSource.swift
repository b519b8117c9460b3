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
    let readers = try columns.compactMap { try maker.reader($0) }
    guard readers.count == columns.count else { return false }
    let order = try table.routed.order(context.store.check)
    for start in stride(from: 0, to: order.count, by: RowStore.blockRowCountMax) {
      try context.store.check()
      let part = order[start..<min(start + RowStore.blockRowCountMax, order.count)]
      try body(ObligationsSource.block(part, of: table, readers, all: all))
    }
    return true
  }

  private static func block(
    _ numbers: ArraySlice<Int32>, of table: ObligationTable, _ readers: [ObligationReader],
    all: Bool
  ) -> Block {
    var builders = readers.map { ObligationColumnBuilder($0, rowCountMax: numbers.count) }
    var rowCount = 0
    for number in numbers {
      let row = table.row(Int(number))
      guard all || stands(row) else { continue }
      rowCount += 1
      for index in builders.indices { builders[index].append(row) }
    }
    return Block(
      rowCount: rowCount, columns: builders.map(\.column), mask: Mask(allOf: rowCount))
  }

  package func rows(in context: ReadingContext) throws -> [DerivedRow] {
    let table = try context.obligations
    let maker = try ObligationColumns(table, context)
    let added = Set(SourceSchema.commonColumns.map(\.name)).union(["campaign"])
    let schema = SourceCatalog.source(named: source)
    let readers = try (schema?.columns ?? []).filter { !added.contains($0.name) }
      .compactMap { try maker.reader($0.name) }
    return table.rows.map { row in
      DerivedRow(
        values: readers.map { $0.value(of: row) }, campaign: row.rule.campaign,
        at: .instant(row.judgement.cutoff), stands: ObligationsSource.stands(row),
        version: row.version)
    }
  }

  /// Waived rows and those that nobody owes show only with `all: true`.
  static func stands(_ row: JudgedObligation) -> Bool {
    row.judgement.status != .waived && row.judgement.status != .notApplicable
  }
}

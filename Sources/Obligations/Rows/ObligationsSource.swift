import Catalog
package import Columns
import LedgerModel
package import Projections

/// `obligations`: derived at every reading, never stored.
package struct ObligationsSource: DerivedSource {
  private let blockRowCountMax: Int

  package init(blockRowCountMax: Int = RowStore.blockRowCountMax) {
    precondition(blockRowCountMax > 0, "a block has rows")
    self.blockRowCountMax = blockRowCountMax
  }

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
    let size = blockRowCountMax
    for start in stride(from: 0, to: order.count, by: size * context.store.threadCount) {
      try context.store.check()
      let end = min(start + size * context.store.threadCount, order.count)
      var parts = stride(from: start, to: end, by: size).map { first in
        Part(numbers: order[first..<min(first + size, end)])
      }
      try SideBySide.run(&parts) { part in
        part.block = ObligationsSource.block(part.numbers, of: table, readers, all: all)
      }
      for part in parts { if let block = part.block { try body(block) } }
    }
    return true
  }

  /// Rows that become a block. Judging reads what is routed and writes nothing that is shared, so
  /// that threads can do it side by side.
  private struct Part {
    let numbers: ArraySlice<Int32>
    var block: Block?
  }

  private static func block(
    _ numbers: ArraySlice<Int32>, of table: ObligationTable, _ readers: [ObligationReader],
    all: Bool
  ) -> Block {
    var builders = readers.map { ObligationColumnBuilder($0, rowCountMax: numbers.count) }
    var cursor = table.cursor
    var chunk: [JudgedObligation] = []
    var rowCount = 0
    var next = numbers.startIndex
    while next < numbers.endIndex {
      var count = 0
      while next < numbers.endIndex, count < chunkRowCount {
        cursor.put(Int(numbers[next]), at: count, of: &chunk)
        if all || stands(chunk[count]) { count += 1 }
        next += 1
      }
      for index in builders.indices { builders[index].append(chunk, count) }
      rowCount += count
    }
    return Block(
      rowCount: rowCount, columns: builders.map(\.column), mask: Mask(allOf: rowCount))
  }

  /// Rows that are judged before columns are read off them: few enough to stay in the caches.
  private static let chunkRowCount = 512

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

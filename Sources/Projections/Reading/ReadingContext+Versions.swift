import Catalog
package import Columns
import LedgerModel

extension ReadingContext {
  /// True for a source whose rows are stored with their openings and closings; others are computed
  /// at each reading.
  package func isStored(_ source: String) -> Bool {
    registry.derived[source] == nil && store.stored(source) != nil
  }

  /// The version of the source's fold; none for a derived source.
  package func foldVersion(of source: String) -> Int? {
    isStored(source) ? store.stored(source)?.version : nil
  }

  /// Calls `body` with blocks of every row that the source had up to K, closed ones and those that
  /// do not stand too, in the order in which they were opened. Besides the source's columns there
  /// are `%from` and `%until`, the positions from and until which a row holds (until is none while
  /// it does), and `%stands`. What depends on the clock, the tree or other sources is filled in as
  /// of this reading.
  ///
  /// A derived source has no closed rows: its rows are those of this reading, held from `seq` on.
  package func scanVersions(
    _ source: String, columns: [String], _ body: (Block) throws -> Void
  ) throws {
    if isStored(source), let projection = try folded(source) {
      try scanStored(projection, all: true, versions: true, columns: columns, body)
      return
    }
    let read = columns.map { $0 == "%from" ? "seq" : $0 }
    if let streamed = registry.derived[source] as? any StreamedSource {
      try scanStreamed(streamed, read, body)
      return
    }
    let table = try table(source)
    try scanDerived(table, read, body)
  }

  private func scanStreamed(
    _ source: any StreamedSource, _ columns: [String], _ body: (Block) throws -> Void
  ) throws {
    let own = columns.filter { !$0.hasPrefix("%") }
    try source.scan(in: self, columns: own) { block in
      let wanted = try columns.map { name -> Column in
        if let index = own.firstIndex(of: name) { return try block.column(index) }
        return .constant(name == "%stands" ? .bool(true) : .none)
      }
      try body(Block(rowCount: block.rowCount, columns: wanted, mask: block.mask))
    }
  }

  private func scanDerived(
    _ table: SourceTable, _ columns: [String], _ body: (Block) throws -> Void
  ) throws {
    let places = columns.map { table.layout.index(of: $0) }
    for start in stride(from: 0, to: table.rows.count, by: RowStore.blockRowCountMax) {
      let part = table.rows[start..<min(start + RowStore.blockRowCountMax, table.rows.count)]
      let wanted = zip(columns, places).map { name, place -> Column in
        if name == "%stands" { return .values(part.map { .bool($0.stands) }) }
        return place.map { place in .values(part.map { $0.values[place] }) } ?? .constant(.none)
      }
      try body(Block(rowCount: part.count, columns: wanted, mask: Mask(allOf: part.count)))
    }
  }
}

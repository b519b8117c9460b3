package import LedgerModel

/// A run of rows that gets no further rows: typed columns, zone maps, and lifetimes that may still
/// end.
package struct RowBlock: Sendable {
  package let columns: [Column]
  package let zones: [ZoneMap?]
  package internal(set) var lifetimes: Lifetimes

  package init(columns: [Column], lifetimes: Lifetimes) {
    self.columns = columns
    self.lifetimes = lifetimes
    zones = columns.map { ZoneMap($0) }
  }

  package var rowCount: Int { lifetimes.rowCount }

  /// The block as a reading at `position` sees it; none when it sees no row, or when the tests say
  /// that none is wanted.
  package func visible(
    at position: Position, columns wanted: [Int], tests: [ZoneTest]
  ) -> Block? {
    guard tests.allSatisfy({ $0.mayHold(zones[$0.column]) }),
      let mask = lifetimes.mask(visibleAt: position)
    else { return nil }
    return Block(rowCount: rowCount, columns: wanted.map { columns[$0] }, mask: mask)
  }
}

package import LedgerModel

/// A run of rows that gets no further rows: typed columns, zone maps, and lifetimes that may still
/// end.
///
/// The columns of a stored block are loaded when they are first asked for. Confined to one thread.
package final class RowBlock {
  package let zones: [ZoneMap?]
  package internal(set) var lifetimes: Lifetimes
  private var columns: [Column?]
  private let load: ((Int) throws -> Column)?

  package init(columns: [Column], lifetimes: Lifetimes) {
    self.columns = columns
    self.lifetimes = lifetimes
    load = nil
    zones = columns.map { ZoneMap($0) }
  }

  /// A stored block, whose columns `load` brings.
  package init(
    zones: [ZoneMap?], lifetimes: Lifetimes, load: @escaping (Int) throws -> Column
  ) {
    columns = Array(repeating: nil, count: zones.count)
    self.zones = zones
    self.lifetimes = lifetimes
    self.load = load
  }

  package var rowCount: Int { lifetimes.rowCount }

  /// One column; read from the store when nobody asked for it before.
  package func column(_ index: Int) throws -> Column {
    if let column = columns[index] { return column }
    guard let load else { preconditionFailure("a block in memory has all its columns") }
    let column = try load(index)
    columns[index] = column
    return column
  }

  /// The block as a reading at `position` sees it; none when it sees no row, or when the tests say
  /// that none is wanted.
  package func visible(
    at position: Position, columns wanted: [Int], tests: [ZoneTest]
  ) throws -> Block? {
    guard tests.allSatisfy({ $0.mayHold(zones[$0.column]) }),
      let mask = lifetimes.mask(visibleAt: position)
    else { return nil }
    return Block(rowCount: rowCount, columns: try wanted.map { try column($0) }, mask: mask)
  }
}

package import LedgerModel

/// A run of rows that gets no further rows: typed columns, zone maps, and lifetimes that may still
/// end.
///
/// The columns of a stored block are loaded when they are first asked for. Confined to one thread.
package final class RowBlock {
  package let zones: [ZoneMap?]
  package private(set) var lifetimes: Lifetimes
  /// True when a row was closed that the store's own record of the block has open.
  package var hasNewEndings = false
  private var columns: [Column?]
  private var load: ((Int) throws -> Column)?
  /// What the last reading saw, which the next at the same position sees too.
  private var lastSeen: (position: Position, mask: Mask?)?
  /// What detached columns get their texts from.
  private let encoders: [ColumnEncoder]

  /// Columns may be detached when their encoders are given.
  package init(columns: [Column], lifetimes: Lifetimes, encoders: [ColumnEncoder] = []) {
    self.columns = columns
    self.lifetimes = lifetimes
    self.encoders = encoders
    load = nil
    zones = columns.map { ZoneMap($0) }
  }

  /// A stored block, whose columns `load` brings; they may be detached.
  package init(
    zones: [ZoneMap?], lifetimes: Lifetimes, encoders: [ColumnEncoder],
    load: @escaping (Int) throws -> Column
  ) {
    columns = Array(repeating: nil, count: zones.count)
    self.zones = zones
    self.lifetimes = lifetimes
    self.load = load
    self.encoders = encoders
  }

  package var rowCount: Int { lifetimes.rowCount }

  func close(_ row: Int, at position: Position) {
    lifetimes.close(row, at: position)
    hasNewEndings = true
    lastSeen = nil
  }

  /// Lets go of the columns, which a store has now.
  func release(_ load: @escaping (Int) throws -> Column) {
    self.load = load
    release()
  }

  /// Lets go of the columns where a store has them.
  func release() {
    guard load != nil else { return }
    for index in columns.indices { columns[index] = nil }
    lastSeen = nil
  }

  /// One column; read from the store when nobody asked for it before.
  package func column(_ index: Int) throws -> Column {
    let column = try detached(index)
    return encoders.isEmpty ? column : encoders[index].attached(column)
  }

  /// The same, its codes perhaps without the texts that they stand for.
  package func detached(_ index: Int) throws -> Column {
    if let column = columns[index] { return column }
    guard let load else { preconditionFailure("a block in memory has all its columns") }
    let column = try load(index)
    columns[index] = column
    return column
  }

  /// The value of one row and column.
  package func value(row: Int, column index: Int) throws -> Value {
    let column = try detached(index)
    return encoders.isEmpty
      ? column.value(at: row) : encoders[index].value(at: row, of: column)
  }

  /// One column for a reader that needs it once: not kept when it is read from the store. It may be
  /// detached.
  package func passing(_ index: Int) throws -> Column {
    guard let load, columns[index] == nil else { return try detached(index) }
    return try load(index)
  }

  /// True when the tests say that no row is wanted.
  package func isExcluded(by tests: [ZoneTest]) -> Bool {
    !tests.allSatisfy { $0.mayHold(zones[$0.column]) }
  }

  private func mask(visibleAt position: Position) -> Mask? {
    if let lastSeen, lastSeen.position == position { return lastSeen.mask }
    let mask = lifetimes.mask(visibleAt: position)
    lastSeen = (position, mask)
    return mask
  }

  /// The block as a reading at `position` sees it, of its rows those of a window, with columns that are
  /// read when they are first asked for; none when it sees no row.
  package func visible(
    at position: Position, columns wanted: [Int], in window: Range<Int>
  ) -> Block? {
    guard let mask = mask(visibleAt: position)?.limited(to: window) else { return nil }
    let late = LateColumns(count: wanted.count) { try self.column(wanted[$0]) }
    return Block(rowCount: rowCount, late: late, mask: mask)
  }
}

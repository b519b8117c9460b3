package import LedgerModel

/// The rows of one source as two append-only streams in log order: *openings* (a row and the
/// position it holds from) and *closings* (a row and the position it holds until).
///
/// "Now", `as of` and `history` are reads of the same rows. A row is visible at P when
/// `from ≤ P < until`. This first version holds rows in memory; sealed blocks on disk come in
/// behind the same three operations.
package struct RowStore: Sendable {
  /// Rows of one block; the size in which sealed blocks will be written.
  package static let blockRowCountMax = 65_536

  package let columnCount: Int
  private var columns: [[Value]]
  private var from: [Position] = []
  private var until: [Position] = []

  package init(columnCount: Int) {
    self.columnCount = columnCount
    columns = Array(repeating: [], count: columnCount)
  }

  /// Rows ever opened.
  package var rowCount: Int { from.count }

  /// Opens a row and returns its number. `position` must not lie before an earlier opening.
  package mutating func open(_ row: [Value], at position: Position) -> Int {
    precondition(row.count == columnCount, "a row has one value per column")
    precondition(from.last.map { $0 <= position } ?? true, "openings come in log order")
    for (index, value) in row.enumerated() { columns[index].append(value) }
    from.append(position)
    until.append(.never)
    return from.count - 1
  }

  /// Closes an open row: it is no longer seen at `position` and later.
  package mutating func close(_ row: Int, at position: Position) {
    precondition(until[row] == .never, "a row is closed once")
    until[row] = position
  }

  /// The value of a row, visible or not.
  package func value(row: Int, column: Int) -> Value { columns[column][row] }

  /// The whole row, visible or not.
  package func row(_ row: Int) -> [Value] { columns.map { $0[row] } }

  /// From which and until which position a row holds.
  package func lifetime(of row: Int) -> (from: Position, until: Position) {
    (from[row], until[row])
  }

  /// Blocks of the rows opened at or before `position`, in log order, with the mask of those not
  /// yet closed there; blocks without a visible row are left out.
  package func scan(
    visibleAt position: Position, columns wanted: [Int], _ body: (Block) throws -> Void
  ) rethrows {
    let end = openedCount(through: position)
    var start = 0
    while start < end {
      let next = min(start + RowStore.blockRowCountMax, end)
      var mask = [UInt8](repeating: 0, count: next - start)
      var visible = false
      for row in start..<next where until[row] > position {
        mask[row - start] = 1
        visible = true
      }
      if visible {
        let block = Block(
          rowCount: next - start,
          columns: wanted.map { .values(Array(columns[$0][start..<next])) },
          mask: Mask(bytes: mask))
        try body(block)
      }
      start = next
    }
  }

  /// How many rows were opened at or before that position; a prefix found by binary search.
  package func openedCount(through position: Position) -> Int {
    var (low, high) = (0, from.count)
    while low < high {
      let middle = (low + high) / 2
      if from[middle] <= position { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

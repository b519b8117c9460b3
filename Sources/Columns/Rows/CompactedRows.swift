package import LedgerModel

/// The rows of a stretch that were open at a position, once more and close together: all that a
/// reading at that position, or behind it, can see of the stretch.
///
/// The stretch itself stays as it is, for readings before. Rows that end later end in both.
package struct CompactedRows {
  /// From which position on they stand for the stretch; every row of it was opened by then.
  package let position: Position
  /// The rows of the stretch by their numbers.
  package let rows: Range<Int>
  package let blocks: [RowBlock]
  /// For each block the numbers of its rows, ascending, counted from the first of the stretch.
  package let numbers: [[UInt32]]

  package init(position: Position, rows: Range<Int>, blocks: [RowBlock], numbers: [[UInt32]]) {
    precondition(
      blocks.count == numbers.count
        && zip(blocks, numbers).allSatisfy { $0.rowCount == $1.count },
      "one number per row")
    self.position = position
    self.rows = rows
    self.blocks = blocks
    self.numbers = numbers
  }

  package var rowCount: Int { numbers.reduce(0) { $0 + $1.count } }

  /// Rows that nothing has closed yet.
  var openCount: Int {
    blocks.reduce(0) { $0 + $1.rowCount - $1.lifetimes.closedCount }
  }

  /// Block and offset of a row; none for one that is not among them. O(log rows).
  func place(of row: Int) -> (block: Int, offset: Int)? {
    let wanted = UInt32(row - rows.lowerBound)
    let block = numbers.firstPlace { ($0.last ?? 0) >= wanted }
    guard block < numbers.count else { return nil }
    let offset = numbers[block].firstPlace { $0 >= wanted }
    return numbers[block][offset] == wanted ? (block, offset) : nil
  }
}

extension [CompactedRows] {
  /// Ends a row where it is compacted and open. O(log rows).
  func close(_ row: Int, at position: Position) {
    let place = firstPlace { $0.rows.upperBound > row }
    guard place < count, self[place].rows.contains(row),
      let (block, offset) = self[place].place(of: row),
      self[place].blocks[block].lifetimes.until(offset) == .never
    else { return }
    self[place].blocks[block].close(offset, at: position)
  }
}

extension Array {
  /// The first place whose element passes a test that all behind it pass, too; `count` without one.
  /// O(log n).
  func firstPlace(where test: (Element) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if test(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}

/// Which rows of a block are visible: one byte a row, 1 or 0, so that predicates combine with `&`.
@usableFromInline package struct Mask: Sendable, Hashable {
  @usableFromInline package var bytes: [UInt8]

  package init(bytes: [UInt8]) { self.bytes = bytes }

  /// Every row visible.
  package init(allOf rowCount: Int) { bytes = [UInt8](repeating: 1, count: rowCount) }

  @inlinable package subscript(row: Int) -> Bool { bytes[row] != 0 }

  /// The numbers of the visible rows. O(rows).
  package var rows: [Int32] { rows(in: 0..<bytes.count) }

  /// The same for a part of the rows. O(rows of the part), without a branch per row.
  package func rows(in part: Range<Int>) -> [Int32] {
    var result = [Int32](repeating: 0, count: part.count)
    var kept = 0
    var target = result.mutableSpan
    for row in part {
      target[kept] = Int32(truncatingIfNeeded: row)
      kept &+= Int(bytes[row] & 1)
    }
    result.removeLast(part.count - kept)
    return result
  }

  /// How many rows are visible. O(rows).
  package var visibleCount: Int {
    var count = 0
    for byte in bytes { count &+= Int(byte) }
    return count
  }
}

/// A run of rows of a source, column by column, with the rows that the reading sees.
package struct Block: Sendable {
  package let rowCount: Int
  /// The columns asked for, in the order asked.
  package let columns: [Column]
  package let mask: Mask

  package init(rowCount: Int, columns: [Column], mask: Mask) {
    precondition(mask.bytes.count == rowCount, "a mask has one byte per row")
    self.rowCount = rowCount
    self.columns = columns
    self.mask = mask
  }
}

package import LedgerModel

/// The values of one column in one block, one per row.
///
/// The first version keeps plain values; typed vectors (dictionary codes, run lengths, frames of
/// reference) are further cases, so operators go through `value(at:)` or switch once per block.
package enum Column: Sendable {
  case values([Value])
  /// The same value in every row.
  case constant(Value)

  /// The value of that row of the block. O(1).
  package func value(at row: Int) -> Value {
    switch self {
    case .values(let values): values[row]
    case .constant(let value): value
    }
  }
}

/// Which rows of a block are visible: one byte a row, 1 or 0, so that predicates combine with `&`.
package struct Mask: Sendable, Hashable {
  package var bytes: [UInt8]

  package init(bytes: [UInt8]) { self.bytes = bytes }

  /// Every row visible.
  package init(allOf rowCount: Int) { bytes = [UInt8](repeating: 1, count: rowCount) }

  package subscript(row: Int) -> Bool { bytes[row] != 0 }
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

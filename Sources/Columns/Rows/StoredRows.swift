package import LedgerModel

/// The rows of a source as a store holds them: what `RowStore` begins with.
package struct StoredRows {
  /// Full blocks, then full chunks, then at most one chunk that is not full.
  package let blocks: [RowBlock]
  package let fullBlockCount: Int
  /// In the order of their rows; no two have a row in common.
  package let compacted: [CompactedRows]

  package init(blocks: [RowBlock], fullBlockCount: Int, compacted: [CompactedRows] = []) {
    self.blocks = blocks
    self.fullBlockCount = fullBlockCount
    self.compacted = compacted
  }

  /// No rows.
  package static var empty: StoredRows { StoredRows(blocks: [], fullBlockCount: 0) }

  /// Ends a row that was stored as open, also where it is compacted; a row that has ended stays as it
  /// is.
  package func close(_ row: Int, at position: Position, sizes: RowStore.Sizes) {
    // Whatever the block says: chunks are joined with the endings that their rows have by then.
    compacted.close(row, at: position)
    let full = fullBlockCount * sizes.blockRowCount
    let isFull = row < full
    let size = isFull ? sizes.blockRowCount : sizes.chunkRowCount
    let (block, offset) = (isFull ? row : row - full).quotientAndRemainder(dividingBy: size)
    let index = block + (isFull ? 0 : fullBlockCount)
    guard blocks.indices.contains(index), offset < blocks[index].rowCount,
      blocks[index].lifetimes.until(offset) == .never
    else { return }
    blocks[index].close(offset, at: position)
  }
}

/// An ending that a store has not written yet.
package struct RowClosing: Sendable, Hashable, Comparable {
  package let row: Int
  package let position: Position

  package init(row: Int, position: Position) {
    self.row = row
    self.position = position
  }

  /// By position, then by row.
  package static func < (left: RowClosing, right: RowClosing) -> Bool {
    (left.position, left.row) < (right.position, right.row)
  }
}

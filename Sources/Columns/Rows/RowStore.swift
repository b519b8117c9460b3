package import LedgerModel

/// The rows of one source as two append-only streams in log order: *openings* (a row and the
/// position it holds from) and *closings* (a row and the position it holds until).
///
/// "Now", `as of` and `history` are reads of the same rows. A row is visible at P when
/// `from ≤ P < until`: a prefix cut and one compare. The newest rows lie in a tail; full chunks of
/// it become typed columns, and a run of chunks one block. Confined to one thread.
package final class RowStore {
  /// Rows of a block, and of the chunks that it is joined from.
  package struct Sizes: Sendable {
    package let chunkRowCount: Int
    package let blockRowCount: Int

    package init(chunkRowCount: Int, blockRowCount: Int) {
      precondition(
        chunkRowCount > 0 && blockRowCount % chunkRowCount == 0, "a block is a number of chunks")
      self.chunkRowCount = chunkRowCount
      self.blockRowCount = blockRowCount
    }

    package static let standard = Sizes(
      chunkRowCount: 8_192, blockRowCount: RowStore.blockRowCountMax)
  }

  /// Rows of one block.
  package static let blockRowCountMax = 65_536

  package let sizes: Sizes
  private let encoders: [ColumnEncoder]
  /// Blocks of `sizes.blockRowCount` rows, then chunks of `sizes.chunkRowCount`.
  private var blocks: [RowBlock] = []
  private var fullBlockCount = 0
  private var tail: RowTail

  /// A store of columns whose texts are coded by `encoders`, one per column.
  package init(encoders: [ColumnEncoder], sizes: Sizes = .standard) {
    self.encoders = encoders
    self.sizes = sizes
    tail = RowTail(columnCount: encoders.count)
  }

  package var columnCount: Int { encoders.count }

  /// Rows ever opened.
  package var rowCount: Int { sealedRowCount + tail.rowCount }

  private var sealedRowCount: Int {
    fullBlockCount * sizes.blockRowCount
      + (blocks.count - fullBlockCount) * sizes.chunkRowCount
  }

  private var lastOpening: Position {
    tail.from.last ?? blocks.last.map { $0.lifetimes.from($0.rowCount - 1) } ?? .empty
  }
}

// MARK: - Openings and closings

extension RowStore {
  /// Opens a row and returns its number. `position` must not lie before an earlier opening.
  package func open(_ row: [Value], at position: Position) -> Int {
    precondition(row.count == columnCount, "a row has one value per column")
    precondition(lastOpening <= position, "openings come in log order")
    if tail.rowCount == sizes.chunkRowCount { sealTail() }
    tail.open(row, at: position)
    return rowCount - 1
  }

  /// Closes an open row: it is no longer seen at `position` and later.
  package func close(_ row: Int, at position: Position) {
    guard let (block, offset) = place(of: row) else {
      tail.close(row - sealedRowCount, at: position)
      return
    }
    blocks[block].lifetimes.close(offset, at: position)
  }

  private func sealTail() {
    blocks.append(
      RowBlock(
        columns: encoders.indices.map { tail.column($0, encoders[$0]) },
        lifetimes: tail.lifetimes))
    tail = RowTail(columnCount: columnCount)
    let chunks = blocks[fullBlockCount...]
    guard chunks.count * sizes.chunkRowCount == sizes.blockRowCount else { return }
    let columns = encoders.indices.map { index in
      encoders[index].joined(chunks.map { ($0.columns[index], $0.rowCount) })
    }
    let block = RowBlock(columns: columns, lifetimes: .joined(chunks.map(\.lifetimes)))
    blocks.removeSubrange(fullBlockCount...)
    blocks.append(block)
    fullBlockCount += 1
  }
}

// MARK: - Reading

extension RowStore {
  /// The value of a row, visible or not.
  package func value(row: Int, column: Int) -> Value {
    guard let (block, offset) = place(of: row) else {
      return tail.values[column][row - sealedRowCount]
    }
    return blocks[block].columns[column].value(at: offset)
  }

  /// The whole row, visible or not.
  package func row(_ row: Int) -> [Value] {
    (0..<columnCount).map { value(row: row, column: $0) }
  }

  /// From which and until which position a row holds.
  package func lifetime(of row: Int) -> (from: Position, until: Position) {
    guard let (block, offset) = place(of: row) else {
      return (tail.from[row - sealedRowCount], tail.until[row - sealedRowCount])
    }
    return (blocks[block].lifetimes.from(offset), blocks[block].lifetimes.until(offset))
  }

  /// Blocks of the rows opened at or before `position`, in log order, with the mask of those not
  /// yet closed there; blocks without a visible row are left out, and those that `tests` exclude.
  /// Only the columns wanted are touched.
  package func scan(
    visibleAt position: Position, columns wanted: [Int], tests: [ZoneTest] = [],
    _ body: (Block) throws -> Void
  ) rethrows {
    for block in blocks {
      if let seen = block.visible(at: position, columns: wanted, tests: tests) { try body(seen) }
    }
    guard tail.rowCount > 0, let mask = tail.lifetimes.mask(visibleAt: position) else { return }
    let columns = wanted.map { tail.column($0, encoders[$0]) }
    try body(Block(rowCount: tail.rowCount, columns: columns, mask: mask))
  }

  /// How many rows were opened at or before that position. O(blocks).
  package func openedCount(through position: Position) -> Int {
    blocks.reduce(0) { $0 + $1.lifetimes.openedCount(through: position) }
      + tail.from.count { $0 <= position }
  }

  /// The rows opened at exactly that position. O(log rows).
  package func rows(openedAt position: Position) -> Range<Int> {
    guard position.number > 0 else { return 0..<0 }
    let before = Position(position.number - 1)
    return openedCount(through: before)..<openedCount(through: position)
  }

  /// Block and offset of a row; none for one of the tail.
  private func place(of row: Int) -> (block: Int, offset: Int)? {
    let full = fullBlockCount * sizes.blockRowCount
    if row < full {
      let (block, offset) = row.quotientAndRemainder(dividingBy: sizes.blockRowCount)
      return (block, offset)
    }
    let (chunk, offset) = (row - full).quotientAndRemainder(dividingBy: sizes.chunkRowCount)
    let block = fullBlockCount + chunk
    return block < blocks.count ? (block, offset) : nil
  }
}

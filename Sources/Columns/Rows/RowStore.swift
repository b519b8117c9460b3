package import LedgerModel

/// The rows of one source as two append-only streams in log order: *openings* (a row and the
/// position it holds from) and *closings* (a row and the position it holds until).
///
/// "Now", `as of` and `history` are reads of the same rows. A row is visible at P when
/// `from ≤ P < until`: a prefix cut and one compare. The newest rows lie in a tail; full chunks of
/// it become typed columns, and a run of chunks one block. Confined to one thread.
package final class RowStore {
  /// Rows of a block, and of the chunks that it is joined from.
  package struct Sizes: Sendable, Hashable {
    package let chunkRowCount: Int
    package let blockRowCount: Int

    package init(chunkRowCount: Int, blockRowCount: Int) {
      precondition(
        chunkRowCount > 0 && blockRowCount % chunkRowCount == 0, "a block is a number of chunks")
      self.chunkRowCount = chunkRowCount
      self.blockRowCount = blockRowCount
    }

    /// Chunks that a block is joined from.
    package var chunksPerBlock: Int { blockRowCount / chunkRowCount }

    package static let standard = Sizes(
      chunkRowCount: 8_192, blockRowCount: RowStore.blockRowCountMax)
  }

  /// Rows of one block.
  package static let blockRowCountMax = 65_536

  package let sizes: Sizes
  package let encoders: [ColumnEncoder]
  /// Blocks of `sizes.blockRowCount` rows, then chunks of `sizes.chunkRowCount`; as long as nothing
  /// was opened since the rows were read from a store, also one chunk that is not full.
  package private(set) var blocks: [RowBlock]
  package private(set) var fullBlockCount: Int
  /// Endings of rows of `blocks`, in log order, since `forgetClosings`.
  package private(set) var closings: [RowClosing] = []
  /// What readings behind a compaction see instead of stretches of `blocks`, in the order of their
  /// rows; no two have a row in common.
  package internal(set) var compacted: [CompactedRows]
  private var tail: RowTail
  private(set) var blockedRowCount = 0
  private var lastOpening = Position.empty
  /// True when rows may be added.
  private var isPrepared = false

  /// A store of columns whose texts are coded by `encoders`, one per column, with the rows that
  /// were stored before.
  package init(
    encoders: [ColumnEncoder], sizes: Sizes = .standard, stored: StoredRows = .empty
  ) {
    self.encoders = encoders
    self.sizes = sizes
    blocks = stored.blocks
    fullBlockCount = stored.fullBlockCount
    compacted = stored.compacted
    tail = RowTail(encoders)
    measureBlocks()
  }

  package var columnCount: Int { encoders.count }

  /// Rows ever opened.
  package var rowCount: Int { blockedRowCount + tail.rowCount }

  /// Counts the rows of `blocks`, and finds where the last of all rows was opened.
  private func measureBlocks() {
    let chunks = blocks[fullBlockCount...].reduce(0) { $0 + $1.rowCount }
    blockedRowCount = fullBlockCount * sizes.blockRowCount + chunks
    lastOpening =
      tail.from.last ?? blocks.last.map { $0.lifetimes.from($0.rowCount - 1) } ?? .empty
  }
}

// MARK: - Openings and closings

extension RowStore {
  /// Opens a row and returns its number. `position` must not lie before an earlier opening.
  /// Throws `ColumnDamage` or what the store throws when a stored chunk cannot be continued.
  package func open(_ row: [Value], at position: Position) throws -> Int {
    let none: [Value] = []
    return try open(row.span, none.span, at: position)
  }

  /// The same for a row in two parts, the first columns and those behind them.
  package func open(
    _ first: Span<Value>, _ second: Span<Value>, at position: Position
  ) throws -> Int {
    precondition(first.count + second.count == columnCount, "a row has one value per column")
    precondition(lastOpening <= position, "openings come in log order")
    if !isPrepared { try prepare() }
    lastOpening = position
    if tail.rowCount == sizes.chunkRowCount { try sealTail() }
    tail.open(first, second, at: position)
    return rowCount - 1
  }

  /// Opens rows at those positions, which ascend, column by column. `fill` adds a value for each of the
  /// rows named, counted from the first position, to the builder of a column; it may be called more than
  /// once for a column. Throws what `fill` throws, and as `open` for one row.
  package func open(
    _ positions: [Position],
    _ fill: (_ column: Int, _ rows: Range<Int>, _ builder: inout ColumnBuilder) throws -> Void
  ) throws {
    if !isPrepared { try prepare() }
    var start = 0
    while start < positions.count {
      precondition(lastOpening <= positions[start], "openings come in log order")
      if tail.rowCount == sizes.chunkRowCount { try sealTail() }
      let end = min(positions.count, start + sizes.chunkRowCount - tail.rowCount)
      try tail.open(positions[start..<end], fill)
      lastOpening = positions[end - 1]
      start = end
    }
  }

  /// Closes an open row: it is no longer seen at `position` and later.
  package func close(_ row: Int, at position: Position) {
    guard let (block, offset) = place(of: row) else {
      tail.close(row - blockedRowCount, at: position)
      return
    }
    blocks[block].close(offset, at: position)
    compacted.close(row, at: position)
    closings.append(RowClosing(row: row, position: position))
  }

  /// Says that a store has the rows and the closings: they are not named again, and the columns of
  /// blocks leave memory. `load` tells how a block is brought, by what it is and its number as such.
  package func settle(
    _ load: (_ isFull: Bool, _ number: Int, _ rowCount: Int) -> (Int) throws -> Column
  ) {
    closings = []
    for (index, block) in blocks.enumerated() {
      let isFull = index < fullBlockCount
      let number = isFull ? index : index + fullBlockCount * (sizes.chunksPerBlock - 1)
      block.release(load(isFull, number, block.rowCount))
    }
    for block in compacted.flatMap(\.blocks) { block.release() }
  }

  /// Reads what a store holds of the dictionaries; a chunk that was stored before it was full
  /// becomes the tail again.
  private func prepare() throws {
    for encoder in encoders { try encoder.dictionary.load() }
    isPrepared = true
    guard let last = blocks.last, blocks.count > fullBlockCount,
      last.rowCount < sizes.chunkRowCount
    else { return }
    tail = try RowTail(last, encoders)
    blocks.removeLast()
    measureBlocks()
    let first = blockedRowCount
    closings.removeAll { $0.row >= first }
  }

  private func sealTail() throws {
    blocks.append(tail.block(encoders))
    tail.removeAll()
    blockedRowCount += sizes.chunkRowCount
    let chunks = blocks[fullBlockCount...]
    guard chunks.count * sizes.chunkRowCount == sizes.blockRowCount else { return }
    let columns = try encoders.indices.map { index in
      encoders[index].joinedDetached(
        try chunks.map { (try $0.detached(index), $0.rowCount) })
    }
    let block = RowBlock(
      columns: columns, lifetimes: .joined(chunks.map(\.lifetimes)), encoders: encoders)
    blocks.removeSubrange(fullBlockCount...)
    blocks.append(block)
    fullBlockCount += 1
  }

  /// From when and until when the rows behind the last block hold.
  var tailLifetimes: Lifetimes { tail.lifetimes }

  /// The rows behind the last block as one; none when there are none.
  package var partialChunk: RowBlock? { tail.rowCount == 0 ? nil : tail.block(encoders) }
}

// MARK: - Reading

extension RowStore {
  /// The value of a row, visible or not.
  package func value(row: Int, column: Int) throws -> Value {
    guard let (block, offset) = place(of: row) else {
      return tail.value(row: row - blockedRowCount, column: column)
    }
    return try blocks[block].value(row: offset, column: column)
  }

  /// The whole row, visible or not.
  package func row(_ row: Int) throws -> [Value] {
    try (0..<columnCount).map { try value(row: row, column: $0) }
  }

  /// From which and until which position a row holds.
  package func lifetime(of row: Int) -> (from: Position, until: Position) {
    guard let (block, offset) = place(of: row) else {
      return (tail.from[row - blockedRowCount], tail.until[row - blockedRowCount])
    }
    return (blocks[block].lifetimes.from(offset), blocks[block].lifetimes.until(offset))
  }

  /// The newest rows as a reading sees them; none when it sees none.
  func tailBlock(visibleAt position: Position, columns wanted: [Int]) -> Block? {
    guard tail.rowCount > 0, let mask = tail.lifetimes.mask(visibleAt: position) else { return nil }
    let columns = wanted.map { tail.column($0) }
    return Block(rowCount: tail.rowCount, columns: columns, mask: mask)
  }

  /// How many rows were opened at or before that position. O(blocks).
  package func openedCount(through position: Position) -> Int {
    blocks.reduce(0) { $0 + $1.lifetimes.openedCount(through: position) }
      + tail.from.count { $0 <= position }
  }

  /// The rows opened at exactly that position. O(blocks).
  package func rows(openedAt position: Position) -> Range<Int> {
    guard position.number > 0 else { return 0..<0 }
    let before = Position(position.number - 1)
    return openedCount(through: before)..<openedCount(through: position)
  }

  /// Block and offset of a row; none for one of the tail.
  func place(of row: Int) -> (block: Int, offset: Int)? {
    let full = fullBlockCount * sizes.blockRowCount
    if row < full {
      let (block, offset) = row.quotientAndRemainder(dividingBy: sizes.blockRowCount)
      return (block, offset)
    }
    let (chunk, offset) = (row - full).quotientAndRemainder(dividingBy: sizes.chunkRowCount)
    let block = fullBlockCount + chunk
    guard block < blocks.count, offset < blocks[block].rowCount else { return nil }
    return (block, offset)
  }
}

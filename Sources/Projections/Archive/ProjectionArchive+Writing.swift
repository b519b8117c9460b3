import Columns
import LMDB
import LedgerModel

extension ProjectionArchive {
  /// Writes what the sources have gained, with the position reached, in one commit. All of them
  /// must stand at `next.position`.
  func commit(
    _ changes: [SourceChanges], _ next: ArchiveState, _ named: DictionarySet,
    amendments positions: [Position]
  ) throws {
    let states = try changes.map { try sourceState($0.source) }
    var reached = storedAmendmentCount
    var settled: [(dictionary: ValueDictionary, end: Int)] = []
    try environment.write { transaction in
      for (change, state) in zip(changes, states) {
        let written = try write(change, state, &transaction)
        let key = ArchiveKey.name(change.source)
        try transaction.put(written.bytes.span, for: key.span, in: sources)
      }
      // Behind the columns: encoding the last chunks may have given out codes.
      for (name, dictionary) in named.named {
        settled.append((dictionary, try write(name, dictionary, &transaction)))
      }
      reached = try write(positions, from: reached, &transaction)
      let (key, bytes) = (ArchiveKey.state, next.bytes)
      try transaction.put(bytes.span, for: key.span, in: stateTable)
    }
    state = next
    for (dictionary, end) in settled { dictionary.settle(below: end) }
    storedAmendmentCount = reached
  }

  private func write(
    _ change: SourceChanges, _ before: SourceState, _ transaction: inout WriteTransaction
  ) throws -> SourceState {
    var state = before
    try writeBlocks(change, before, &state, &transaction)
    try writeClosings(change, &state, &transaction)
    // In the order of the keys, so that every page is changed once.
    for number in change.entities.map(\.name).orderInBytes {
      let (name, entity) = change.entities[number]
      let key = ArchiveKey.entity(change.source, name)
      try transaction.put(entity.bytes.span, for: key.span, in: entities)
    }
    for (position, names) in change.moved {
      var writer = CBORWriter()
      writer.array(count: names.count)
      for name in names { writer.text(name) }
      let key = ArchiveKey.numbered(change.source, position.number)
      try transaction.put(writer.bytes.span, for: key.span, in: moved)
    }
    return state
  }

  private func writeBlocks(
    _ change: SourceChanges, _ before: SourceState, _ state: inout SourceState,
    _ transaction: inout WriteTransaction
  ) throws {
    let (source, rows) = (change.source, change.rows)
    let chunksPerBlock = rows.sizes.chunksPerBlock
    for block in before.fullBlockCount..<rows.fullBlockCount {
      try write(rows.blocks[block], source, block, in: blocks, &transaction)
    }
    var firstChunk = before.fullChunkCount
    if rows.fullBlockCount > before.fullBlockCount {
      let old = before.fullBlockCount * chunksPerBlock
      for chunk in old...(old + before.fullChunkCount) {
        try deleteChunk(source, chunk, columnCount: rows.columnCount, &transaction)
      }
      firstChunk = 0
    }
    let chunkBlocks = rows.blocks[rows.fullBlockCount...]
    let full = chunkBlocks.filter { $0.rowCount == rows.sizes.chunkRowCount }
    let base = rows.fullBlockCount * chunksPerBlock
    for chunk in firstChunk..<max(firstChunk, full.count) {
      try write(full[chunk], source, base + chunk, in: chunks, &transaction)
    }
    state.fullBlockCount = rows.fullBlockCount
    state.fullChunkCount = full.count
    if let partial = rows.partialChunk {
      try write(partial, source, base + full.count, in: chunks, &transaction)
      state.partialRowCount = partial.rowCount
    } else if full.count == chunkBlocks.count {
      state.partialRowCount = 0
    }
  }

  private func write(
    _ block: RowBlock, _ source: String, _ number: Int, in table: Table,
    _ transaction: inout WriteTransaction
  ) throws {
    for column in block.zones.indices {
      let key = ArchiveKey.part(source, block: number, part: column)
      let bytes = ColumnCoding.bytes(try block.detached(column))
      try transaction.put(bytes.span, for: key.span, in: table)
    }
    let key = ArchiveKey.part(source, block: number, part: ArchiveKey.header)
    try transaction.put(BlockHeader.bytes(block).span, for: key.span, in: table)
    try writeEnds(of: block, source, number, in: table, &transaction)
  }

  private func writeEnds(
    of block: RowBlock, _ source: String, _ number: Int, in table: Table,
    _ transaction: inout WriteTransaction
  ) throws {
    let key = ArchiveKey.part(source, block: number, part: ArchiveKey.closings)
    if let ends = BlockHeader.closings(block.lifetimes) {
      try transaction.put(ends.span, for: key.span, in: table)
    } else {
      _ = try transaction.delete(key.span, in: table)
    }
  }

  private func deleteChunk(
    _ source: String, _ chunk: Int, columnCount: Int, _ transaction: inout WriteTransaction
  ) throws {
    for part in Array(0..<columnCount) + [ArchiveKey.header, ArchiveKey.closings] {
      let key = ArchiveKey.part(source, block: chunk, part: part)
      _ = try transaction.delete(key.span, in: chunks)
    }
  }

  /// Closings wait in lists, one a commit, until there are many: then every block they touch is
  /// written its endings once.
  private func writeClosings(
    _ change: SourceChanges, _ state: inout SourceState, _ transaction: inout WriteTransaction
  ) throws {
    let (source, rows) = (change.source, change.rows)
    guard !rows.closings.isEmpty else { return }
    let chunksPerBlock = rows.sizes.chunksPerBlock
    if state.pendingCount + rows.closings.count > limits.pendingClosingCountMax {
      for (number, block) in rows.blocks.enumerated() where block.lifetimes.closedCount > 0 {
        let isFull = number < rows.fullBlockCount
        try writeEnds(
          of: block, source,
          isFull ? number : number + rows.fullBlockCount * (chunksPerBlock - 1),
          in: isFull ? blocks : chunks, &transaction)
      }
      for number in state.firstPending..<state.endOfPending {
        let key = ArchiveKey.numbered(source, UInt64(number))
        _ = try transaction.delete(key.span, in: pending)
      }
      state.firstPending = state.endOfPending
      state.pendingCount = 0
      return
    }
    var writer = ByteWriter(capacity: rows.closings.count * 12 + 4)
    writer.number(UInt64(rows.closings.count), width: 4)
    for closing in rows.closings {
      writer.number(UInt64(closing.row), width: 4)
      writer.number(closing.position.number, width: 8)
    }
    let key = ArchiveKey.numbered(source, UInt64(state.endOfPending))
    try transaction.put(writer.bytes.span, for: key.span, in: pending)
    state.endOfPending += 1
    state.pendingCount += rows.closings.count
  }

  /// Writes the texts that are new and returns the code behind the last.
  private func write(
    _ name: String, _ dictionary: ValueDictionary, _ transaction: inout WriteTransaction
  ) throws -> Int {
    let codes = dictionary.unstored
    guard !codes.isEmpty else { return codes.lowerBound }
    var writer = CBORWriter(capacity: codes.count * 24)
    writer.array(count: codes.count)
    dictionary.write(codes, to: &writer)
    let key = ArchiveKey.numbered(name, UInt64(codes.lowerBound))
    try transaction.put(writer.bytes.span, for: key.span, in: dictionaries)
    return codes.upperBound
  }

  private func write(
    _ positions: [Position], from count: UInt64, _ transaction: inout WriteTransaction
  ) throws -> UInt64 {
    guard !positions.isEmpty else { return count }
    var writer = ByteWriter(capacity: positions.count * 8 + 4)
    writer.number(UInt64(positions.count), width: 4)
    for position in positions { writer.number(position.number, width: 8) }
    let key = ArchiveKey.numbered("a", count)
    try transaction.put(writer.bytes.span, for: key.span, in: amendments)
    return count + UInt64(positions.count)
  }
}

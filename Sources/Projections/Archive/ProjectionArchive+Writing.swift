import Columns
import LMDB
import LedgerModel

extension ProjectionArchive {
  /// Says of an empty generation that it will be folded from the beginning: no reader takes it for a
  /// whole one, and no program of another kind goes on with it.
  package func begin() throws {
    precondition(state.position == .empty, "a generation begins empty")
    try write(format: ArchiveState.unfinishedFormat)
  }

  /// Says that all rows are there.
  package func finish() throws { try write(format: ArchiveState.currentFormat) }

  private func write(format: Int64) throws {
    var next = state
    next.format = format
    let (key, bytes) = (ArchiveKey.state, next.bytes)
    try environment.write { transaction in
      try transaction.put(bytes.span, for: key.span, in: stateTable)
    }
    state = next
  }

  /// Writes what the sources have gained, with the position reached, in one commit. All of them
  /// must stand at `next.position`.
  func commit(
    _ changes: [SourceChanges], _ next: ArchiveState, _ named: DictionarySet,
    amendments positions: [Position], indexes changed: [IndexChanges]
  ) throws {
    var drafts = try changes.map { SourceDraft($0, try sourceState($0.source)) }
    // Encoding is most of it, and no source needs another.
    try SideBySide.run(&drafts) { try self.write(&$0) }
    var reached = storedAmendmentCount
    var settled: [(dictionary: ValueDictionary, end: Int)] = []
    try environment.write { transaction in
      for draft in drafts {
        try draft.write(&transaction)
        try write(draft.change, &transaction)
        let (key, bytes) = (ArchiveKey.name(draft.change.source), draft.state.bytes)
        try transaction.put(bytes.span, for: key.span, in: sources)
      }
      // Behind the columns: encoding the last chunks may have given out codes.
      for (name, dictionary) in named.named {
        settled.append((dictionary, try write(name, dictionary, &transaction)))
      }
      reached = try write(positions, from: reached, &transaction)
      for index in changed { try write(index, &transaction) }
      let (key, bytes) = (ArchiveKey.state, next.bytes)
      try transaction.put(bytes.span, for: key.span, in: stateTable)
    }
    state = next
    for block in drafts.flatMap(\.drained) { block.hasNewEndings = false }
    for (dictionary, end) in settled { dictionary.settle(below: end) }
    storedAmendmentCount = reached
  }

  private func write(_ draft: inout SourceDraft) throws {
    try writeBlocks(draft.change, draft.state, &draft)
    writeClosings(draft.change, &draft)
    try draft.state.hashed?.addFull(draft.change.rows)
    if doEntitiesWait {
      writeWaiting(draft.change, &draft)
    } else if draft.change.entities.count > 0 {
      // The shelf has what earlier lists have.
      forgetWaiting(draft.change.source, &draft)
    }
  }

  private func write(
    _ change: SourceChanges, _ transaction: inout WriteTransaction
  ) throws {
    if !doEntitiesWait {
      let numbers = change.entities.numbersInOrder
      try write(change.entities, numbers[...], of: change.source, &transaction)
    }
    for (position, names) in change.moved {
      var writer = CBORWriter()
      writer.array(count: names.count)
      for name in names { writer.text(name) }
      let key = ArchiveKey.numbered(change.source, position.number)
      try transaction.put(writer.bytes.span, for: key.span, in: moved)
    }
  }

  private func writeBlocks(
    _ change: SourceChanges, _ before: SourceState, _ draft: inout SourceDraft
  ) throws {
    let (source, rows) = (change.source, change.rows)
    let chunksPerBlock = rows.sizes.chunksPerBlock
    for block in before.fullBlockCount..<rows.fullBlockCount {
      try write(rows.blocks[block], source, block, in: blocks, &draft)
    }
    var firstChunk = before.fullChunkCount
    if rows.fullBlockCount > before.fullBlockCount {
      let old = before.fullBlockCount * chunksPerBlock
      for chunk in old...(old + before.fullChunkCount) {
        deleteChunk(source, chunk, columnCount: rows.columnCount, &draft)
      }
      firstChunk = 0
    }
    let chunkBlocks = rows.blocks[rows.fullBlockCount...]
    let full = chunkBlocks.filter { $0.rowCount == rows.sizes.chunkRowCount }
    let base = rows.fullBlockCount * chunksPerBlock
    for chunk in firstChunk..<max(firstChunk, full.count) {
      try write(full[chunk], source, base + chunk, in: chunks, &draft)
    }
    draft.state.fullBlockCount = rows.fullBlockCount
    draft.state.fullChunkCount = full.count
    if let partial = rows.partialChunk {
      try write(partial, source, base + full.count, in: chunks, &draft)
      draft.state.partialRowCount = partial.rowCount
    } else if full.count == chunkBlocks.count {
      draft.state.partialRowCount = 0
    }
  }

  private func write(
    _ block: RowBlock, _ source: String, _ number: Int, in table: Table, _ draft: inout SourceDraft
  ) throws {
    for column in block.zones.indices {
      let key = ArchiveKey.part(source, block: number, part: column)
      draft.put(ColumnCoding.bytes(try block.detached(column)), for: key, in: table)
    }
    let key = ArchiveKey.part(source, block: number, part: ArchiveKey.header)
    draft.put(BlockHeader.bytes(block), for: key, in: table)
    writeEnds(of: block, source, number, in: table, &draft)
  }

  private func writeEnds(
    of block: RowBlock, _ source: String, _ number: Int, in table: Table, _ draft: inout SourceDraft
  ) {
    let key = ArchiveKey.part(source, block: number, part: ArchiveKey.closings)
    draft.put(BlockHeader.closings(block.lifetimes), for: key, in: table)
  }

  private func deleteChunk(
    _ source: String, _ chunk: Int, columnCount: Int, _ draft: inout SourceDraft
  ) {
    for part in Array(0..<columnCount) + [ArchiveKey.header, ArchiveKey.closings] {
      let key = ArchiveKey.part(source, block: chunk, part: part)
      draft.put(nil, for: key, in: chunks)
    }
  }

  /// Closings wait in lists, one a commit, until there are many: then every block they touch is
  /// written its endings once.
  private func writeClosings(
    _ change: SourceChanges, _ draft: inout SourceDraft
  ) {
    let (source, rows) = (change.source, change.rows)
    guard !rows.closings.isEmpty else { return }
    let chunksPerBlock = rows.sizes.chunksPerBlock
    if draft.state.pendingCount + rows.closings.count > limits.pendingClosingCountMax {
      for (number, block) in rows.blocks.enumerated() where block.hasNewEndings {
        let isFull = number < rows.fullBlockCount
        writeEnds(
          of: block, source,
          isFull ? number : number + rows.fullBlockCount * (chunksPerBlock - 1),
          in: isFull ? blocks : chunks, &draft)
        draft.drained.append(block)
      }
      writeCompactedEnds(source, rows, &draft)
      for number in draft.state.firstPending..<draft.state.endOfPending {
        draft.put(nil, for: ArchiveKey.numbered(source, UInt64(number)), in: pending)
      }
      draft.state.firstPending = draft.state.endOfPending
      draft.state.pendingCount = 0
      return
    }
    var writer = ByteWriter(capacity: rows.closings.count * 12 + 4)
    writer.number(UInt64(rows.closings.count), width: 4)
    for closing in rows.closings {
      writer.number(UInt64(closing.row), width: 4)
      writer.number(closing.position.number, width: 8)
    }
    let key = ArchiveKey.numbered(source, UInt64(draft.state.endOfPending))
    draft.put(writer.bytes, for: key, in: pending)
    draft.state.endOfPending += 1
    draft.state.pendingCount += rows.closings.count
  }

  /// Writes the texts that are new and returns the code behind the last.
  private func write(
    _ name: String, _ dictionary: ValueDictionary, _ transaction: inout WriteTransaction
  ) throws -> Int {
    try dictionary.check()
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

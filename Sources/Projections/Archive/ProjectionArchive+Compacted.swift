import Columns
import LMDB
import LedgerModel

/// Compacted rows as they are stored.
extension ProjectionArchive {
  /// The compacted rows of a source. None where the table was made after this reader opened the
  /// generation: the rows are all where they were opened.
  func compactedRows(
    _ source: String, _ known: SourceState, _ encoders: [ColumnEncoder],
    _ transaction: borrowing ReadTransaction
  ) throws -> [CompactedRows] {
    guard let compacted else { return [] }
    // The newest chunk may be full without being counted as such.
    let blocked =
      known.fullBlockCount * state.sizes.blockRowCount
      + known.fullChunkCount * state.sizes.chunkRowCount + known.partialRowCount
    var end = 0
    var found: [CompactedRows] = []
    for stretch in known.compacted {
      guard stretch.rows.lowerBound >= end, stretch.rows.upperBound <= blocked else {
        throw ColumnDamage("\(source) has compacted rows of no stretch")
      }
      end = stretch.rows.upperBound
      found.append(try rows(of: stretch, source, in: compacted, encoders, transaction))
    }
    return found
  }

  private func rows(
    of stretch: StoredStretch, _ source: String, in table: Table, _ encoders: [ColumnEncoder],
    _ transaction: borrowing ReadTransaction
  ) throws -> CompactedRows {
    func key(_ block: Int, _ part: Int) -> [UInt8] {
      ArchiveKey.compacted(source, stretch, block: block, part: part)
    }
    var blocks: [RowBlock] = []
    var numbers: [[UInt32]] = []
    for block in 0..<stretch.blockCount {
      let (header, ends) = (key(block, ArchiveKey.header), key(block, ArchiveKey.closings))
      let rows = key(block, ArchiveKey.rowNumbers)
      guard let stored = try transaction.value(in: table, for: header.span),
        let listed = try transaction.value(in: table, for: rows.span)
      else { throw ColumnDamage("\(source) lacks compacted rows") }
      let (lifetimes, zones) = try BlockHeader.read(
        stored, closings: try transaction.value(in: table, for: ends.span))
      var reader = ByteReader(listed)
      let own = try reader.words(lifetimes.rowCount)
      guard zones.count == encoders.count, reader.isAtEnd,
        ProjectionArchive.ascend(own, behind: numbers.last?.last, below: stretch.rows.count)
      else { throw ColumnDamage("\(source) has other compacted rows than were written") }
      numbers.append(own)
      blocks.append(self.block(source, stretch, block, lifetimes, zones, encoders))
    }
    return CompactedRows(
      position: stretch.position, rows: stretch.rows, blocks: blocks, numbers: numbers)
  }

  private static func ascend(_ numbers: [UInt32], behind last: UInt32?, below end: Int) -> Bool {
    var last = last.map(Int.init) ?? -1
    for number in numbers {
      guard Int(number) > last else { return false }
      last = Int(number)
    }
    return !numbers.isEmpty && last < end
  }

  /// A stored block of compacted rows, which is as large as its lifetimes.
  func block(
    _ source: String, _ stretch: StoredStretch, _ number: Int, _ lifetimes: Lifetimes,
    _ zones: [ZoneMap?], _ encoders: [ColumnEncoder]
  ) -> RowBlock {
    RowBlock(zones: zones, lifetimes: lifetimes, encoders: encoders) { [self] column in
      guard let compacted else { throw ArchiveMoved() }
      return try load(
        ArchiveKey.compacted(source, stretch, block: number, part: column), in: compacted,
        lifetimes.rowCount, encoders[column])
    }
  }

  /// Writes the endings of compacted rows that were open; the same rows end where they were opened.
  func writeCompactedEnds(_ source: String, _ rows: RowStore, _ draft: inout SourceDraft) {
    guard let compacted else { return }
    for stretch in rows.compacted {
      let stored = StoredStretch(stretch)
      for (number, block) in stretch.blocks.enumerated() where block.hasNewEndings {
        draft.put(
          BlockHeader.closings(block.lifetimes),
          for: ArchiveKey.compacted(source, stored, block: number, part: ArchiveKey.closings),
          in: compacted)
        draft.drained.append(block)
      }
    }
  }
}

extension StoredStretch {
  init(_ rows: CompactedRows) {
    self.init(position: rows.position, rows: rows.rows, blockCount: rows.blocks.count)
  }
}

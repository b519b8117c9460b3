import Columns
import LMDB
import LedgerModel

/// Compaction of stored rows. A source's stretches become readable in one commit; whatever was written
/// for it before, by a run that was cut off too, nobody reads.
extension ProjectionArchive {
  /// Compacts stretches of a source, which `sparseStretches` found and which stand where the archive
  /// does. `progress` is told of every block how many rows it stands for, and may return false to stop:
  /// then nothing has changed, and false is returned.
  func compact(
    _ source: String, _ rows: RowStore, _ stretches: [Range<Int>],
    progress: (_ rowCount: Int) -> Bool
  ) throws -> Bool {
    guard let table = compacted, !stretches.isEmpty else { return true }
    var made: [CompactedRows] = []
    var held = HeldParts(table)
    for stretch in stretches {
      let numbers = rows.openRows(of: stretch)
      let stored = StoredStretch(
        position: state.position, rows: stretch, blockCount: numbers.count)
      var blocks: [RowBlock] = []
      for (number, part) in numbers.enumerated() {
        guard progress(stretch.count / numbers.count) else { return false }
        let block = try rows.compactedBlock(of: stretch, part)
        try held.hold(block, part) {
          ArchiveKey.compacted(source, stored, block: number, part: $0)
        }
        blocks.append(
          self.block(source, stored, number, block.lifetimes, block.zones, rows.encoders))
        if held.byteCount > limits.compactedByteCountMax {
          try environment.write { transaction in try held.write(&transaction) }
        }
      }
      made.append(
        CompactedRows(
          position: state.position, rows: stretch, blocks: blocks, numbers: numbers))
    }
    try settle(source, rows, made, &held)
    return true
  }

  /// Makes what was compacted readable, and sweeps away what nobody will read any more.
  private func settle(
    _ source: String, _ rows: RowStore, _ made: [CompactedRows], _ held: inout HeldParts
  ) throws {
    var next = try sourceState(source)
    next.compacted.removeAll { old in made.contains { $0.rows.overlaps(old.rows) } }
    next.compacted += made.map(StoredStretch.init)
    next.compacted.sort { $0.rows.lowerBound < $1.rows.lowerBound }
    let surplus = try keys(of: source, besides: next.compacted)
    let (key, bytes) = (ArchiveKey.name(source), next.bytes)
    try environment.write { transaction in
      try held.write(&transaction)
      for key in surplus { _ = try transaction.delete(key.span, in: held.table) }
      try transaction.put(bytes.span, for: key.span, in: sources)
    }
    for compacted in made { rows.adopt(compacted) }
  }

  /// Keys of compacted rows of a source that belong to none of those stretches. O(keys).
  private func keys(of source: String, besides kept: [StoredStretch]) throws -> [[UInt8]] {
    guard let compacted else { return [] }
    let kept = kept.map { ArchiveKey.compacted(source, $0) }
    let prefix = ArchiveKey.name(source) + [0]
    var surplus: [[UInt8]] = []
    try environment.read { transaction in
      var cursor = try transaction.cursor(over: compacted)
      try cursor.scan(prefix: prefix.span) { entry in
        var key: [UInt8] = []
        key.append(entry.key)
        if !kept.contains(where: key.starts) { surplus.append(key) }
      }
    }
    return surplus
  }
}

/// Parts of compacted blocks on their way into the table.
private struct HeldParts {
  let table: Table
  private var parts: [(key: [UInt8], bytes: [UInt8])] = []
  private(set) var byteCount = 0

  init(_ table: Table) { self.table = table }

  mutating func hold(_ block: RowBlock, _ numbers: [UInt32], _ key: (_ part: Int) -> [UInt8]) throws
  {
    for column in block.zones.indices {
      hold(ColumnCoding.bytes(try block.detached(column)), key(column))
    }
    hold(BlockHeader.bytes(block), key(ArchiveKey.header))
    var writer = ByteWriter(capacity: numbers.count * 4)
    writer.numbers(numbers)
    hold(writer.bytes, key(ArchiveKey.rowNumbers))
  }

  private mutating func hold(_ bytes: [UInt8], _ key: [UInt8]) {
    parts.append((key, bytes))
    byteCount += bytes.count
  }

  mutating func write(_ transaction: inout WriteTransaction) throws {
    for part in parts { try transaction.put(part.bytes.span, for: part.key.span, in: table) }
    parts = []
    byteCount = 0
  }
}

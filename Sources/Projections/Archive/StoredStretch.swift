import Columns
import LedgerModel

/// A stretch of rows of a source that was compacted.
struct StoredStretch: Sendable, Hashable {
  /// Where the rows stood.
  let position: Position
  /// The rows of the stretch by their numbers.
  let rows: Range<Int>
  /// Blocks of its rows that were open.
  let blockCount: Int

  init(position: Position, rows: Range<Int>, blockCount: Int) {
    self.position = position
    self.rows = rows
    self.blockCount = blockCount
  }

  func write(to writer: inout ByteWriter) {
    for number in [
      position.number, UInt64(rows.lowerBound), UInt64(rows.upperBound), UInt64(blockCount),
    ] { writer.number(number, width: 8) }
  }

  init(_ reader: inout ByteReader) throws {
    position = Position(try reader.number(width: 8))
    let (first, end) = (try reader.number(width: 8), try reader.number(width: 8))
    let blockCount = try reader.number(width: 8)
    guard first < end, end <= UInt64(UInt32.max), blockCount <= end - first else {
      throw ColumnDamage("compacted rows of no stretch")
    }
    rows = Int(first)..<Int(end)
    self.blockCount = Int(blockCount)
  }
}

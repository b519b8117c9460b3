import Columns
import Crypto
import LedgerModel

/// How far the rows of a source are hashed for its digest: full chunks of openings, and as many closings
/// at a time. Rows are only added and closings come in the order of their positions, so what is hashed
/// never changes.
///
/// It is stored with the rows, so that the digest of stored rows is known without reading them again.
struct DigestProgress: Sendable, Hashable {
  private(set) var openings = DigestProgress.empty
  private(set) var openedCount = 0
  private(set) var closings = DigestProgress.empty
  private(set) var closedCount = 0
  /// The last closing that is hashed.
  private var last: RowClosing?

  private static let empty = Array(SHA256.hash(data: [UInt8]()))

  init() {}

  /// Hashes what is full. The rows must not be in the middle of an event. O(new rows).
  mutating func addFull(_ rows: RowStore) throws {
    try addOpenings(rows.blocks, rows, isWhole: false)
    addClosings(rows, isWhole: false)
  }

  /// Hashes everything, after which nothing can be added. O(rows that are not hashed yet).
  mutating func addAll(_ rows: RowStore) throws {
    try addOpenings(rows.blocks + [rows.partialChunk].compactMap({ $0 }), rows, isWhole: true)
    addClosings(rows, isWhole: true)
  }

  /// Chunks begin at multiples of the step, and so do blocks.
  private mutating func addOpenings(_ blocks: [RowBlock], _ rows: RowStore, isWhole: Bool) throws {
    let step = rows.sizes.chunkRowCount
    var canonical: CanonicalColumn?
    var first = 0
    for block in blocks {
      let start = max(0, openedCount - first)
      let end = isWhole ? block.rowCount : block.rowCount / step * step
      if start < end {
        var hasher = canonical ?? CanonicalColumn()
        try add(block, rows: start..<end, rows.encoders, step: step, &hasher)
        canonical = hasher
        openedCount = first + end
      }
      first += block.rowCount
    }
  }

  private mutating func add(
    _ block: RowBlock, rows: Range<Int>, _ encoders: [ColumnEncoder], step: Int,
    _ canonical: inout CanonicalColumn
  ) throws {
    // One block's columns at a time: all of them would be most of a ledger.
    var columns: [Column] = []
    let lifetimes = block.lifetimes
    for column in block.zones.indices { columns.append(try block.passing(column)) }
    for start in stride(from: rows.lowerBound, to: rows.upperBound, by: step) {
      let range = start..<min(start + step, rows.upperBound)
      var hash = SHA256()
      hash.update(data: openings)
      var positions = ByteWriter(capacity: range.count * 8)
      positions.numbers(range.map { lifetimes.from($0).number }, width: 8)
      hash.update(data: positions.bytes)
      for (column, encoder) in zip(columns, encoders) {
        let bytes = canonical.bytes(column, rows: range, encoder.dictionary)
        hash.update(data: DigestProgress.length(bytes.count))
        hash.update(data: bytes)
      }
      openings = Array(hash.finalize())
    }
  }

  private static func length(_ count: Int) -> [UInt8] {
    var writer = ByteWriter(capacity: 8)
    writer.number(UInt64(count), width: 8)
    return writer.bytes
  }

  private mutating func addClosings(_ rows: RowStore, isWhole: Bool) {
    let step = rows.sizes.chunkRowCount
    let found = rows.closings(after: last)
    let count = isWhole ? found.count : found.count / step * step
    for start in stride(from: 0, to: count, by: step) {
      let part = found[start..<min(start + step, count)]
      var writer = ByteWriter(capacity: part.count * 16)
      for closing in part {
        writer.number(UInt64(closing.row), width: 8)
        writer.number(closing.position.number, width: 8)
      }
      closings = Array(SHA256.hash(data: closings + writer.bytes))
    }
    closedCount += count
    if count > 0 { last = found[count - 1] }
  }
}

// MARK: - Stored form

extension DigestProgress {
  func write(to writer: inout ByteWriter) {
    writer.raw(openings)
    writer.number(UInt64(openedCount), width: 8)
    writer.raw(closings)
    writer.number(UInt64(closedCount), width: 8)
    writer.number(last.map { $0.position.number } ?? 0, width: 8)
    writer.number(UInt64(last?.row ?? 0), width: 8)
  }

  init(_ reader: inout ByteReader) throws {
    openings = try reader.raw(SHA256.byteCount)
    openedCount = Int(try reader.number(width: 8))
    closings = try reader.raw(SHA256.byteCount)
    closedCount = Int(try reader.number(width: 8))
    let position = Position(try reader.number(width: 8))
    let row = Int(try reader.number(width: 8))
    last = closedCount > 0 ? RowClosing(row: row, position: position) : nil
  }
}

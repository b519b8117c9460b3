import Columns
import Crypto
import LedgerModel

/// What the rows of a source come to at a position: equal exactly when openings and closings are
/// the same, whichever way the rows were folded.
///
/// SHA-256 chained over the openings, cut at multiples of `chunkRowCount`, and over the closings in
/// the order of (position, row), cut likewise, with the fold's version and what it set aside.
package struct SourceDigest: Sendable, Hashable {
  package let source: String
  package let rowCount: Int
  package let closedCount: Int
  /// 64 hexadecimal digits.
  package let hex: String

  /// Rows between two cuts.
  private static let chunkRowCount = 8_192

  /// Folds nothing: the source must stand where it is to be compared. Throws what the store throws.
  package init(_ source: any StoredSource) throws {
    let rows = try source.rows
    var closings: [RowClosing] = []
    var openings = Array(SHA256.hash(data: [UInt8]()))
    var first = 0
    var canonical = CanonicalColumn()
    for block in rows.blocks + [rows.partialChunk].compactMap({ $0 }) {
      openings = try SourceDigest.chained(
        openings, block, rows.encoders, step: rows.sizes.chunkRowCount, &canonical)
      closings += block.closings(first: first)
      first += block.rowCount
    }
    for encoder in rows.encoders { try encoder.dictionary.check() }
    var writer = ByteWriter()
    writer.sized(Array("kiem source 1".utf8))
    writer.sized(Array(source.source.utf8))
    writer.number(UInt64(source.version), width: 8)
    writer.number(UInt64(rows.rowCount), width: 8)
    writer.raw(openings)
    writer.raw(SourceDigest.chained(closings))
    for entry in source.quarantine.sorted(by: { $0.position < $1.position }) {
      writer.number(entry.position.number, width: 8)
      writer.sized(Array(entry.reason.utf8))
    }
    self.source = source.source
    rowCount = rows.rowCount
    closedCount = closings.count
    hex = SHA256.hash(data: writer.bytes).map { byte in
      String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
    }.joined()
  }

  /// Blocks begin at multiples of the step, so cutting each of them cuts the whole.
  private static func chained(
    _ before: [UInt8], _ block: RowBlock, _ encoders: [ColumnEncoder], step: Int,
    _ canonical: inout CanonicalColumn
  ) throws -> [UInt8] {
    var digest = before
    // One block's columns at a time: all of them would be most of a ledger.
    var columns: [Column] = []
    let lifetimes = block.lifetimes
    for column in block.zones.indices { columns.append(try block.passing(column)) }
    for start in stride(from: 0, to: block.rowCount, by: step) {
      let range = start..<min(start + step, block.rowCount)
      var hash = SHA256()
      hash.update(data: digest)
      var positions = ByteWriter(capacity: range.count * 8)
      positions.numbers(range.map { lifetimes.from($0).number }, width: 8)
      hash.update(data: positions.bytes)
      for (column, encoder) in zip(columns, encoders) {
        let bytes = canonical.bytes(column, rows: range, encoder.dictionary)
        hash.update(data: SourceDigest.length(bytes.count))
        hash.update(data: bytes)
      }
      digest = Array(hash.finalize())
    }
    return digest
  }

  private static func length(_ count: Int) -> [UInt8] {
    var writer = ByteWriter(capacity: 8)
    writer.number(UInt64(count), width: 8)
    return writer.bytes
  }

  private static func chained(_ closings: [RowClosing]) -> [UInt8] {
    let ordered = closings.sorted { ($0.position, $0.row) < ($1.position, $1.row) }
    var digest = Array(SHA256.hash(data: [UInt8]()))
    for start in stride(from: 0, to: ordered.count, by: chunkRowCount) {
      var writer = ByteWriter(capacity: chunkRowCount * 16)
      for closing in ordered[start..<min(start + chunkRowCount, ordered.count)] {
        writer.number(UInt64(closing.row), width: 8)
        writer.number(closing.position.number, width: 8)
      }
      digest = Array(SHA256.hash(data: digest + writer.bytes))
    }
    return digest
  }
}

extension RowBlock {
  /// The endings of the block's rows, whose first has that number.
  fileprivate func closings(first: Int) -> [RowClosing] {
    let lifetimes = lifetimes
    guard lifetimes.closedCount > 0 else { return [] }
    var found: [RowClosing] = []
    found.reserveCapacity(lifetimes.closedCount)
    for row in 0..<lifetimes.rowCount {
      let end = lifetimes.until(row)
      if end != .never { found.append(RowClosing(row: first + row, position: end)) }
    }
    return found
  }
}

extension ProjectionStore {
  /// The digests of the sources named, of all of them when none is, as far as each is folded.
  package func digests(of names: [String]? = nil) throws -> [SourceDigest] {
    try (names ?? sources).compactMap { name in try stored(name).map { try SourceDigest($0) } }
  }
}

import Columns
import Crypto
import LedgerModel

/// What the rows of a source come to at a position: equal exactly when openings and closings are
/// the same, whichever way the rows were folded.
///
/// SHA-256 chained over the openings, cut at multiples of `RowStore.Sizes.chunkRowCount`, and over the
/// closings in the order of (position, row), cut likewise (`DigestProgress`), with the fold's version and
/// what it set aside.
package struct SourceDigest: Sendable, Hashable {
  package let source: String
  package let rowCount: Int
  package let closedCount: Int
  /// 64 hexadecimal digits.
  package let hex: String

  /// Folds nothing: the source must stand where it is to be compared. Reads every row. Throws what the
  /// store throws.
  package init(_ source: any StoredSource) throws {
    try self.init(source, from: DigestProgress())
  }

  /// The same behind what is hashed already.
  init(_ source: any StoredSource, from progress: DigestProgress) throws {
    let rows = try source.rows
    var hashed = progress
    try hashed.addAll(rows)
    for encoder in rows.encoders { try encoder.dictionary.check() }
    var writer = ByteWriter()
    writer.sized(Array("kiem source 1".utf8))
    writer.sized(Array(source.source.utf8))
    writer.number(UInt64(source.version), width: 8)
    writer.number(UInt64(rows.rowCount), width: 8)
    writer.raw(hashed.openings)
    writer.raw(hashed.closings)
    for entry in source.quarantine.sorted(by: { $0.position < $1.position }) {
      writer.number(entry.position.number, width: 8)
      writer.sized(Array(entry.reason.utf8))
    }
    self.source = source.source
    rowCount = rows.rowCount
    closedCount = hashed.closedCount
    hex = SHA256.hash(data: writer.bytes).map { byte in
      String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
    }.joined()
  }
}

extension ProjectionStore {
  /// The digests of the sources named, of all of them when none is, as far as each is folded. Reads
  /// every row.
  package func digests(of names: [String]? = nil) throws -> [SourceDigest] {
    try (names ?? sources).compactMap { name in try stored(name).map { try SourceDigest($0) } }
  }

  /// The same for who takes the stored rows for what was written: of those that were hashed when they
  /// were written (`DigestProgress`) none is read. Damage to them is for `digests` to find.
  package func writtenDigests(of names: [String]) throws -> [SourceDigest] {
    try names.compactMap { name in
      let progress = try archive?.sourceState(name).hashed
      return try stored(name).map { try SourceDigest($0, from: progress ?? DigestProgress()) }
    }
  }
}

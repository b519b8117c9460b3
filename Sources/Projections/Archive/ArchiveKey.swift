import Crypto
import LMDB
import LedgerModel

/// Keys of a generation's tables.
enum ArchiveKey {
  /// Columns are numbered from 0; these stand for what else is stored of a block.
  static let header = 0xFFFF
  static let closings = 0xFFFE
  /// Of a compacted block: which rows it holds.
  static let rowNumbers = 0xFFFD

  static let state = Array("state".utf8)

  /// A name alone.
  static func name(_ name: String) -> [UInt8] { Array(name.utf8) }

  /// A name and a number, in the order of both.
  static func numbered(_ name: String, _ number: UInt64) -> [UInt8] {
    var key = Array(name.utf8) + [0]
    append(number, byteCount: 8, to: &key)
    return key
  }

  /// A part of a block of a source.
  static func part(_ source: String, block: Int, part: Int) -> [UInt8] {
    var key = Array(source.utf8) + [0]
    append(UInt64(block), byteCount: 4, to: &key)
    append(UInt64(part), byteCount: 2, to: &key)
    return key
  }

  /// A part of a block of compacted rows. Where the rows stood when it was made is part of the key: a
  /// key never means other rows than before, so that whoever reads beside the writer finds the right
  /// ones or none.
  static func compacted(
    _ source: String, _ stretch: StoredStretch, block: Int, part: Int
  ) -> [UInt8] {
    var key = compacted(source, stretch)
    append(UInt64(block), byteCount: 4, to: &key)
    append(UInt64(part), byteCount: 2, to: &key)
    return key
  }

  /// What the keys of all parts of a stretch begin with.
  static func compacted(_ source: String, _ stretch: StoredStretch) -> [UInt8] {
    var key = Array(source.utf8) + [0]
    append(stretch.position.number, byteCount: 8, to: &key)
    append(UInt64(stretch.rows.lowerBound), byteCount: 8, to: &key)
    append(UInt64(stretch.rows.upperBound), byteCount: 8, to: &key)
    return key
  }

  /// An entity of a source, by its digest where its name is longer than a key may be.
  static func entity(_ source: String, _ entity: Span<UInt8>) -> [UInt8] {
    var key: [UInt8] = []
    key.reserveCapacity(source.utf8.count + 1 + entity.count)
    key.append(source.utf8Span.span)
    key.append(0)
    let prefixCount = key.count
    key.append(entity)
    guard key.count > EnvironmentOptions.keyByteCountMax else { return key }
    return Array(key[..<prefixCount]) + [0] + Array(SHA256.hash(data: key[prefixCount...]))
  }

  /// Whether the key of that entity has its name, and not a digest of it.
  static func isWhole(_ source: String, _ entity: String) -> Bool {
    source.utf8.count + 1 + entity.utf8.count <= EnvironmentOptions.keyByteCountMax
  }

  private static func append(_ number: UInt64, byteCount: Int, to key: inout [UInt8]) {
    for index in (0..<byteCount).reversed() {
      key.append(UInt8(truncatingIfNeeded: number >> UInt64(8 * index)))
    }
  }
}

import Evidence
import Foundation
import LMDB
import LedgerModel

/// The environment in `index/`: a fold of the log that may be deleted at any time.
///
/// | table | key | value |
/// |---|---|---|
/// | `identifiers` | fingerprint of source and id, 16 bytes | positions, eight bytes each |
/// | `entities` | fingerprint of kind, scope and id, 16 bytes | see `EntityRow` |
/// | `state` | `stamp`, `key` | see `IndexStamp`; the key of the fingerprints |
struct IndexStore: Sendable {
  let environment: Environment
  let identifiers: Table
  let entities: Table
  let state: Table

  static let stampKey = Array("stamp".utf8)
  static let fingerprintKey = Array("key".utf8)

  init(at path: String, isReadOnly: Bool = false) throws {
    if !isReadOnly {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }
    environment = try Environment.open(
      at: path, options: EnvironmentOptions(isReadOnly: isReadOnly))
    identifiers = try environment.table("identifiers")
    entities = try environment.table("entities")
    state = try environment.table("state")
  }

  func stamp() throws -> IndexStamp? {
    try environment.read { transaction in
      guard let stored = try transaction.value(in: state, for: Self.stampKey.span) else {
        return nil
      }
      return IndexStamp(stored)
    }
  }

  func key() throws -> FingerprintKey? {
    try environment.read { transaction in
      guard let stored = try transaction.value(in: state, for: Self.fingerprintKey.span) else {
        return nil
      }
      return FingerprintKey(stored)
    }
  }

  func positions(of fingerprint: Fingerprint) throws -> [UInt64] {
    try environment.read { transaction in
      guard let stored = try transaction.value(in: identifiers, for: fingerprint.bytes.span) else {
        return []
      }
      return stride(from: 0, to: stored.count - 7, by: 8).map { stored.bigEndian(at: $0) }
    }
  }

  func row(of fingerprint: Fingerprint) throws -> EntityRow? {
    try environment.read { transaction in
      guard let stored = try transaction.value(in: entities, for: fingerprint.bytes.span) else {
        return nil
      }
      return EntityRow(stored)
    }
  }

  /// Empties the index and gives it a key, so that it can be folded anew from the first event.
  func reset(ledger: [UInt8], key: [UInt8]) throws {
    try environment.write { transaction in
      for table in [identifiers, entities, state] { try transaction.deleteAll(in: table) }
      try transaction.put(key.span, for: Self.fingerprintKey.span, in: state)
      let stamp = IndexStamp(ledger: ledger, position: 0, root: MerkleHash.empty.bytes)
      try transaction.put(stamp.encoded.span, for: Self.stampKey.span, in: state)
    }
  }
}

/// What an index is true for.
struct IndexStamp: Hashable, Sendable {
  /// Bump when rows are folded in another way; an index of another format is made anew.
  static let currentFormat: UInt64 = 1

  var format = IndexStamp.currentFormat
  let ledger: [UInt8]
  let position: UInt64
  let root: [UInt8]

  init(ledger: [UInt8], position: UInt64, root: [UInt8]) {
    self.ledger = ledger
    self.position = position
    self.root = root
  }

  var encoded: [UInt8] {
    var writer = CBORWriter(capacity: 80)
    writer.array(count: 4)
    writer.unsigned(format)
    writer.byteString(ledger)
    writer.unsigned(position)
    writer.byteString(root)
    return writer.bytes
  }

  init?(_ stored: Span<UInt8>) {
    do {
      var reader = CBORReader(stored)
      guard try reader.count(.array, "an array") == 4 else { return nil }
      format = UInt64(clamping: try reader.integer())
      ledger = try reader.byteString()
      position = UInt64(clamping: try reader.integer())
      root = try reader.byteString()
    } catch {
      return nil
    }
  }

  /// Whether the index may be used with a log: the same ledger, not ahead of it, and at the same
  /// size the same root.
  func fits(_ head: LogHead) -> Bool {
    format == Self.currentFormat && ledger == head.ledger && position <= head.size
      && (position < head.size || root == head.root.bytes)
  }
}

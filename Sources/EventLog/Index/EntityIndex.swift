import LMDB
import LedgerModel

/// The known entities of a ledger, by name.
///
/// Looks up on demand: rows of the batch under way, then those behind the stored index, then a
/// bounded cache of the stored index.
struct EntityIndex {
  private let store: IndexStore
  private let key: FingerprintKey
  private var batch: [Fingerprint: EntityRow] = [:]
  private(set) var tail: [Fingerprint: EntityRow] = [:]
  private var cache: [Fingerprint: EntityRow?] = [:]

  /// Rows kept of the stored index, absent ones included; about 20 MB when full.
  static let cacheCountMax = 131_072

  init(store: IndexStore, key: FingerprintKey) {
    self.store = store
    self.key = key
  }

  private func fingerprint(_ name: EntityName) -> Fingerprint {
    var hasher = Fingerprinter(key: key)
    hasher.add(name.kind)
    hasher.add(name.scope)
    hasher.add(name.id)
    return hasher.finish()
  }

  /// The row of an entity; none if no event names it.
  subscript(name: EntityName) -> EntityRow? {
    mutating get throws { try row(fingerprint(name)) }
  }

  private mutating func row(_ fingerprint: Fingerprint) throws -> EntityRow? {
    if let row = batch[fingerprint] ?? tail[fingerprint] { return row }
    if let row = cache[fingerprint] { return row }
    let row = try store.row(of: fingerprint)
    if cache.count >= Self.cacheCountMax { cache.removeAll(keepingCapacity: true) }
    cache[fingerprint] = .some(row)
    return row
  }

  /// Changes a row, making it if it is new; nothing is kept if it stays equal.
  mutating func update(_ name: EntityName, _ change: (inout EntityRow) throws -> Void) throws {
    let fingerprint = fingerprint(name)
    let old = try row(fingerprint)
    var new = old ?? EntityRow()
    try change(&new)
    if new != old { batch[fingerprint] = new }
  }

  mutating func keepBatch() {
    tail.merge(batch) { _, new in new }
    batch.removeAll(keepingCapacity: true)
  }

  mutating func dropBatch() { batch.removeAll(keepingCapacity: true) }

  /// Forgets what the stored index has come to hold; its rows may be newer than the cache's.
  mutating func dropTail() {
    tail.removeAll(keepingCapacity: true)
    cache.removeAll(keepingCapacity: true)
  }

  /// Writes the tail into the stored index, in key order.
  func write(to transaction: inout WriteTransaction) throws {
    for (fingerprint, row) in tail.sorted(by: { $0.key < $1.key }) {
      try transaction.put(row.encoded.span, for: fingerprint.bytes.span, in: store.entities)
    }
  }
}

import LMDB
import LedgerModel

/// Finds the position of an event by (source, id), for ever.
///
/// What is newer than the stored index lies in memory; changes of the batch under way lie above
/// that until it is committed. A found position is only a candidate: the caller compares the
/// stored event, so two identifiers with one fingerprint do no harm.
struct IdentifierIndex {
  private let store: IndexStore
  private let key: FingerprintKey
  /// Positions behind the stored index.
  private(set) var tail = IdentifierTail()
  private var batch = IdentifierTail()

  init(store: IndexStore, key: FingerprintKey) {
    self.store = store
    self.key = key
  }

  func fingerprint(source: String, id: String) -> Fingerprint {
    var hasher = Fingerprinter(key: key)
    hasher.add(source)
    hasher.add(id)
    return hasher.finish()
  }

  /// The fingerprint of a stored event, read in place.
  func fingerprint(of record: Span<UInt8>) throws(CodecError) -> Fingerprint {
    let peek = try EventCodec.peek(record)
    var hasher = Fingerprinter(key: key)
    hasher.add(record, peek.source)
    hasher.add(record, peek.id)
    return hasher.finish()
  }

  /// Positions of events that may have this identifier, the oldest first.
  func candidates(for fingerprint: Fingerprint) throws -> [UInt64] {
    let stored = try store.positions(of: fingerprint)
    guard tail.contains(fingerprint) || batch.contains(fingerprint) else { return stored }
    return stored + (tail[fingerprint] + batch[fingerprint]).filter { !stored.contains($0) }
  }

  mutating func add(_ fingerprint: Fingerprint, at position: UInt64) {
    batch.add(fingerprint, position)
  }

  /// Keeps the batch that was committed to the log.
  mutating func keepBatch() {
    if tail.isEmpty {
      swap(&tail, &batch)
    } else {
      tail.add(batch)
    }
    batch.removeAll()
  }

  mutating func dropBatch() { batch.removeAll() }

  mutating func dropTail() { tail.removeAll() }

  /// Writes the tail into the stored index, in key order, which keeps the pages together.
  func write(to transaction: inout WriteTransaction) throws {
    for fingerprint in tail.fingerprints {
      let key = fingerprint.bytes
      var all: [UInt64] = []
      if let stored = try transaction.value(in: store.identifiers, for: key.span) {
        all = stride(from: 0, to: stored.count - 7, by: 8).map { stored.bigEndian(at: $0) }
      }
      for position in tail[fingerprint] where !all.contains(position) { all.append(position) }
      var value: [UInt8] = []
      for position in all { value.appendBigEndian(position) }
      try transaction.put(value.span, for: key.span, in: store.identifiers)
    }
  }
}

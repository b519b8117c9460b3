import Evidence
import LMDB
import LedgerModel
import Vault

/// Identifiers and entities together, folded up to one position of the log.
///
/// The stored index lags behind: it is written after the log's commit and in batches, so an append
/// costs one commit. Whoever opens a ledger folds what is missing.
struct LedgerIndex {
  let store: IndexStore
  var identifiers: IdentifierIndex
  var entities: EntityIndex
  var lookup: EventLookup
  /// The last position that is folded, in memory or stored.
  private(set) var position: UInt64
  /// The last position that the stored index held when it was looked at.
  private(set) var storedPosition: UInt64

  /// Events folded in memory before they are written to the stored index.
  static let tailCountMax: UInt64 = 16_384
  /// Events folded in one go while an index is made anew.
  static let catchUpCount: UInt64 = 65_536

  /// Opens the index of a log, and begins a new one if there is none that fits.
  init(
    at path: String, log: LogStore, head: LogHead, randomness: any RandomnessSource
  ) throws {
    store = try IndexStore(at: path)
    if try store.stamp()?.fits(head) != true || store.key() == nil {
      let key = randomness.bytes(
        count: FingerprintKey.byteCount, purpose: "index.key", subject: head.ledger)
      try store.reset(ledger: head.ledger, key: key)
    }
    guard let key = try store.key() else {
      throw LedgerError.damaged(path: path, reason: "the index has no key")
    }
    identifiers = IdentifierIndex(store: store, key: key)
    entities = EntityIndex(store: store, key: key)
    lookup = EventLookup(store: log)
    storedPosition = try store.stamp()?.position ?? 0
    position = storedPosition
  }

  /// An empty index in a store of its own, to be compared with the one of the ledger.
  init(derived: IndexStore, key: FingerprintKey, ledger: [UInt8], log: LogStore) throws {
    store = derived
    identifiers = IdentifierIndex(store: derived, key: key)
    entities = EntityIndex(store: derived, key: key)
    lookup = EventLookup(store: log)
    position = 0
    storedPosition = 0
  }

  /// Notices that another process has written a newer index, and uses it.
  mutating func adoptStoredIndex() throws {
    let stored = try store.stamp()?.position ?? 0
    guard stored != storedPosition else { return }
    storedPosition = stored
    guard stored > position || stored < position && tailIsEmpty else { return }
    position = stored
    identifiers.dropTail()
    entities.dropTail()
  }

  private var tailIsEmpty: Bool { identifiers.tail.isEmpty && entities.tail.isEmpty }

  /// Folds the log up to its last commit, writing the stored index on the way if there is much.
  mutating func catchUp() throws {
    try adoptStoredIndex()
    while true {
      let (goesOn, head) = try foldNext()
      if position - storedPosition >= Self.tailCountMax { try write(head: head) }
      if !goesOn { return }
    }
  }

  /// Folds at most `catchUpCount` events; says whether more are waiting.
  private mutating func foldNext() throws -> (goesOn: Bool, head: LogHead) {
    let head = try lookup.store.readHead()
    try foldNext(through: head.size)
    return (position < head.size, head)
  }

  /// Folds at most `catchUpCount` events up to `last`.
  mutating func foldNext(through last: UInt64) throws {
    let log = lookup.store
    let end = min(last, position + Self.catchUpCount)
    try log.read { snapshot in
      try snapshot.scan(from: Position(position + 1), through: Position(end)) { place, record in
        try fold(record, at: place)
        return true
      }
    }
    keepBatch(through: end)
  }

  private mutating func fold(_ record: Span<UInt8>, at place: Position) throws {
    identifiers.add(try identifiers.fingerprint(of: record), at: place.number)
    guard case .event(_, let event) = try EventCodec.read(record) else { return }
    try apply(event, at: place.number, mentions: event.mentions)
  }

  /// Keeps what a batch changed, now that the log holds it.
  mutating func keepBatch(through position: UInt64) {
    identifiers.keepBatch()
    entities.keepBatch()
    lookup.pending.removeAll()
    self.position = position
  }

  /// Forgets what a batch changed.
  mutating func dropBatch() {
    identifiers.dropBatch()
    entities.dropBatch()
    lookup.pending.removeAll()
  }

  /// Writes what is folded into the stored index, unless another process has come further.
  ///
  /// - Parameter head: the head of the log that ends at `position`; another root is not known, so
  ///   the stamp of an earlier position carries none.
  mutating func write(head: LogHead) throws {
    let root = head.size == position ? head.root.bytes : []
    let stamp = IndexStamp(ledger: head.ledger, position: position, root: root)
    let key = IndexStore.stampKey
    let stored = try store.environment.write { transaction -> UInt64 in
      if let current = try transaction.value(in: store.state, for: key.span),
        let other = IndexStamp(current), other.position >= stamp.position
      {
        return other.position
      }
      try identifiers.write(to: &transaction)
      try entities.write(to: &transaction)
      try transaction.put(stamp.encoded.span, for: key.span, in: store.state)
      return stamp.position
    }
    storedPosition = stored
    guard stored >= position else { return }
    position = stored
    identifiers.dropTail()
    entities.dropTail()
  }
}

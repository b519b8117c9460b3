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
  /// What conditions of the batch under way have found so far.
  var conditions = ConditionScans()
  /// The last position that is folded, in memory or stored.
  private(set) var position: UInt64 = 0
  /// The last position that the stored index held when it was looked at.
  private(set) var storedPosition: UInt64 = 0
  /// The beginning of the stored index that the memory belongs to.
  private var build: UInt64 = 0
  private let path: String
  private let randomness: any RandomnessSource

  /// Events folded in memory before they are written to the stored index: what fills a run.
  static let tailCountMax = UInt64(Run.eventCount)
  /// Events folded in one go while an index is made anew.
  static let catchUpCount: UInt64 = 65_536
  /// Events decoded before what they name is looked up.
  private static let foldCount: UInt64 = 4_096

  /// Opens the index of a log, and begins a new one if there is none that fits.
  static func open(
    at path: String, log: LogStore, randomness: any RandomnessSource
  ) throws -> LedgerIndex {
    try open(IndexStore(at: path), path, log, randomness)
  }

  private static func open(
    _ store: IndexStore, _ path: String, _ log: LogStore, _ randomness: any RandomnessSource
  ) throws -> LedgerIndex {
    for _ in 1..<attemptCount {
      do {
        return try LedgerIndex(store: store, path: path, log: log, randomness: randomness)
      } catch is IndexReplaced { continue }
    }
    return try LedgerIndex(store: store, path: path, log: log, randomness: randomness)
  }

  /// - Throws: `IndexReplaced` if another process began the index anew meanwhile.
  private init(
    store: IndexStore, path: String, log: LogStore, randomness: any RandomnessSource
  ) throws {
    self.store = store
    self.path = path
    self.randomness = randomness
    lookup = EventLookup(store: log)
    let key = try Self.usableKey(of: store, lookup, randomness)
    identifiers = IdentifierIndex(store: store, key: key)
    entities = EntityIndex(store: store, key: key)
    try load()
  }

  /// An empty index in a store of its own, to be compared with the one of the ledger.
  init(derived: IndexStore, key: FingerprintKey, log: LogStore) throws {
    try derived.reset(ledger: log.readHead().ledger, key: key, replacing: derived.storedStamp())
    try self.init(
      store: derived, path: derived.environment.path, log: log,
      randomness: FixedKey(key: key.bytes))
  }

  /// Begins a new index if the stored one is not of this log, and yields the key of what is stored.
  ///
  /// The head is read behind the stamp: read before, it may be older than an index that another
  /// process wrote in between, which would be thrown away for being ahead of the log.
  private static func usableKey(
    of store: IndexStore, _ lookup: EventLookup, _ randomness: any RandomnessSource
  ) throws -> FingerprintKey {
    let stored = try store.storedStamp()
    let head = try lookup.store.readHead()
    if let stamp = IndexStamp(stored.span), stamp.fits(head), let key = try store.key(),
      try lookup.leaf(at: stamp.position) == stamp.leaf
    {
      return key
    }
    let bytes = randomness.bytes(
      count: FingerprintKey.byteCount, purpose: "index.key", subject: head.ledger)
    guard let key = FingerprintKey(bytes.span) else {
      throw LedgerError.system(reason: "a key of 16 bytes was not drawn")
    }
    try store.reset(ledger: head.ledger, key: key, replacing: stored)
    return key
  }

  /// Takes over what is stored; what was in memory is forgotten.
  private mutating func load() throws {
    entities.forget()
    lookup.pending.removeAll()
    // Known even if the rest turns out to be damaged, so that it is this index that is begun anew.
    if let stamp = try store.stamp() { build = stamp.build }
    do {
      // One view for all of it: another process may write the index at any moment.
      try store.adopt { snapshot in
        build = snapshot.stamp.build
        storedPosition = snapshot.stamp.position
        position = snapshot.stamp.position
        try identifiers.load(snapshot)
      }
    } catch is IndexDamaged {
      try beginAnew()
    }
  }

  /// Throws a damaged index away; the log holds everything it held.
  private mutating func beginAnew() throws {
    let stored = try store.storedStamp()
    guard IndexStamp(stored.span)?.build ?? build == build else { throw IndexReplaced() }
    try store.reset(
      ledger: lookup.store.readHead().ledger, key: identifiers.key, replacing: stored)
    try load()
  }

  /// Opens the index once more after another process began it anew.
  private mutating func reopen() throws {
    self = try Self.open(store, path, lookup.store, randomness)
  }

  /// Notices that another process has written the index, and goes on from there.
  private mutating func adoptStoredIndex() throws {
    guard let stamp = try store.stamp(), stamp.build == build else { return try reopen() }
    if stamp.position != storedPosition { try load() }
  }

  /// Folds the log up to its last commit, writing the stored index on the way if there is much.
  mutating func catchUp() throws {
    try again { try $0.foldRest() }
  }

  private mutating func foldRest() throws {
    try adoptStoredIndex()
    while true {
      let (goesOn, head) = try foldNext()
      if position - storedPosition >= Self.tailCountMax { try write(head: head) }
      if !goesOn { return }
    }
  }

  /// Writes what is folded if it is much, or the last.
  mutating func writeIfDue(isLast: Bool) throws {
    guard isLast || position - storedPosition >= Self.tailCountMax else { return }
    try write(head: lookup.store.readHead())
  }

  /// Makes ready for a batch inside the write transaction: folds what others appended, then looks up
  /// at once whatever the batch names.
  ///
  /// Identifiers are looked up in the same view of the stored index that tells whose beginning it is,
  /// so an index that another process empties meanwhile can never make a duplicate look new.
  ///
  /// - Parameter size: the size of the log, which nobody can change.
  mutating func prepare(for batch: [PreparedEvent], size: UInt64) throws {
    try again { index in
      if index.position != size { try index.foldRest() }
      try index.lookUp(batch)
    }
  }

  /// As `position`, in the newest state of the log.
  mutating func newestPosition(source: String, id: String) throws -> UInt64? {
    try again { index in
      try index.foldRest()
      return try index.position(source: source, id: id)
    }
  }

  /// Does something once more after the stored index was replaced, or was found damaged.
  ///
  /// Not inlined: the optimiser of Swift 6.3.1 fails on the copy that it would make.
  @inline(never)
  private mutating func again<R>(_ body: (inout LedgerIndex) throws -> R) throws -> R {
    for _ in 1..<Self.attemptCount {
      do {
        return try body(&self)
      } catch is IndexReplaced {
        try reopen()
      } catch is IndexDamaged {
        try beginAnew()
      }
    }
    return try body(&self)
  }

  /// The event with this identifier; none if there is none up to `position`.
  mutating func position(source: String, id: String) throws -> UInt64? {
    let fingerprint = identifiers.fingerprint(source: source, id: id)
    return try identifiers.candidates(for: fingerprint).first { place in
      let event = try lookup.event(at: place)?.event
      return event?.source.utf8.elementsEqual(source.utf8) == true
        && event?.id.utf8.elementsEqual(id.utf8) == true
    }
  }

  /// How often the index may be replaced while one batch is made ready.
  private static let attemptCount = 4

  private mutating func lookUp(_ batch: [PreparedEvent]) throws {
    try identifiers.probe(
      batch.map { identifiers.fingerprint(source: $0.event.source, id: $0.event.id) })
    try entities.prefetch(batch.lazy.flatMap { $0.event.names(of: $0.mentions) })
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
    while position < end {
      let stepEnd = min(end, position + Self.foldCount)
      do {
        try fold(log, through: stepEnd)
      } catch {
        dropBatch()
        throw error
      }
      keepBatch(through: stepEnd)
    }
  }

  /// Folds a few events, looking up all that they name at once.
  private mutating func fold(_ log: LogStore, through end: UInt64) throws {
    var events: [(position: UInt64, event: Event, mentions: [EntityMention])] = []
    try log.read { snapshot in
      try snapshot.scan(from: Position(position + 1), through: Position(end)) { place, record in
        identifiers.add(try identifiers.fingerprint(of: record), at: place.number)
        if case .event(_, let event) = try EventCodec.read(record) {
          events.append((place.number, event, event.mentions))
        }
        return true
      }
    }
    try entities.prefetch(events.lazy.flatMap { $0.event.names(of: $0.mentions) })
    for (position, event, mentions) in events {
      try apply(event, at: position, mentions: mentions)
    }
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

  /// Writes what is folded into the stored index, unless another process has written it meanwhile:
  /// then that is taken over, and the log's tail is folded with the next append.
  ///
  /// - Parameter head: the head of the log that ends at `position`; another root is not known, so
  ///   the stamp of an earlier position carries none.
  mutating func write(head: LogHead) throws {
    let root = head.size == position ? head.root.bytes : []
    let leaf = try lookup.leaf(at: position)
    let (position, storedPosition) = (position, storedPosition)
    let isWritten = try store.write(basedOn: (build, storedPosition)) { stamp in
      stamp.moved(to: position, root: root, leaf: leaf)
    } _: { directory, transaction in
      try identifiers.write(behind: storedPosition, &directory, to: &transaction)
      try entities.write(through: position, &directory, to: &transaction)
    }
    guard isWritten else { return try adoptStoredIndex() }
    self.storedPosition = position
    entities.dropTail()
    // Another process may have sealed more by now; that is taken over with the next look.
    let end = try store.read { $0.directory.identifiersEnd }
    identifiers.dropSealed(through: min(end, position))
    try store.mergeRuns()
  }
}

/// The key of an index that another one is compared with.
private struct FixedKey: RandomnessSource {
  let key: [UInt8]

  func bytes(count: Int, purpose: String, subject: [UInt8]) -> [UInt8] { key }
}

import LMDB
import LedgerModel

/// Finds the position of an event by (source, id), for ever.
///
/// Sealed runs hold the old events; the newest lie in memory, those of the batch under way behind
/// them until they are committed. A found position is only a candidate: the caller compares the
/// stored event, so two identifiers with one fingerprint do no harm.
struct IdentifierIndex {
  private let store: IndexStore
  let key: FingerprintKey
  /// Everything that was in no run when the stored index was last looked at.
  private var tail: IdentifierTail
  /// How many of the tail are committed to the log.
  private var committedCount: Int
  /// Positions in runs of the batch that was looked up last.
  private var probed: [UInt64: [UInt64]] = [:]
  private(set) var statistics = IndexStatistics()

  /// Fingerprints stored together in the table of new ones: with its header that is one page.
  static let newCountPerValue = 504

  init(store: IndexStore, key: FingerprintKey) {
    self.store = store
    self.key = key
    tail = IdentifierTail(first: 1)
    committedCount = 0
  }

  /// Begins again from what is stored.
  mutating func load(_ snapshot: borrowing IndexSnapshot) throws {
    tail = IdentifierTail(
      first: snapshot.directory.identifiersEnd + 1, fingerprints: try snapshot.newIdentifiers())
    committedCount = tail.fingerprints.count
    probed.removeAll()
  }

  func fingerprint(source: String, id: String) -> UInt64 {
    key.identifier(source: source, id: id)
  }

  /// The fingerprint of a stored event, read in place.
  func fingerprint(of record: Span<UInt8>) throws(CodecError) -> UInt64 {
    let peek = try EventCodec.peek(record)
    var hasher = Fingerprinter(key: key)
    hasher.add(record, peek.source)
    hasher.add(record, peek.id)
    return hasher.finish().high
  }

  /// Looks the identifiers of a batch up in the runs, all at once; `candidates` then tells what was
  /// found for each of them.
  mutating func probe(_ fingerprints: [UInt64]) throws {
    probed.removeAll(keepingCapacity: true)
    let (sorted, _) = FingerprintOrder.sorted(fingerprints)
    var found: [UInt64: [UInt64]] = [:]
    var statistics = statistics
    try store.read { snapshot in
      try snapshot.findIdentifiers(sorted, &statistics) { index, position in
        let key = sorted[index]
        if found[key]?.contains(position) != true { found[key, default: []].append(position) }
      }
    }
    self.statistics = statistics
    probed = found
  }

  /// Positions of events that may have an identifier of the batch that was probed last, the oldest
  /// first.
  func candidatesInBatch(for fingerprint: UInt64) -> [UInt64] {
    var positions = probed.isEmpty ? [] : probed[fingerprint] ?? []
    let storedCount = positions.count
    tail.find(fingerprint, &positions)
    guard storedCount > 0, positions.count > storedCount else { return positions }
    return Set(positions).sorted()
  }

  /// Positions of events that may have this identifier, the oldest first.
  mutating func candidates(for fingerprint: UInt64) throws -> [UInt64] {
    var positions: [UInt64] = []
    var statistics = statistics
    try store.read { snapshot in
      try snapshot.findIdentifiers([fingerprint], &statistics) { positions.append($1) }
    }
    self.statistics = statistics
    tail.find(fingerprint, &positions)
    return positions.count > 1 ? Set(positions).sorted() : positions
  }

  /// Adds an event of the batch under way, or the next one of the log.
  mutating func add(_ fingerprint: UInt64, at position: UInt64) {
    precondition(position == tail.last + 1, "Identifiers are added in log order.")
    tail.append(fingerprint)
  }

  /// Keeps the batch that was committed to the log.
  mutating func keepBatch() { committedCount = tail.fingerprints.count }

  mutating func dropBatch() { tail.truncate(to: committedCount) }
}

// MARK: - Writing

extension IdentifierIndex {
  /// Seals what fills runs and stores the rest of the tail behind `stored`.
  func write(
    behind stored: UInt64, _ directory: inout RunDirectory,
    to transaction: inout WriteTransaction
  ) throws {
    let tables = store.tables
    var first = tail.first
    var rest = tail.fingerprints.prefix(committedCount)
    while rest.count >= Run.eventCount {
      let (run, segment) = IdentifierRuns.seal(rest.prefix(Run.eventCount), first: first)
      try transaction.put(words: segment.span, for: run.key(0).span, in: tables.identifiers)
      directory.identifiers.append(run)
      first += UInt64(Run.eventCount)
      rest = rest.dropFirst(Run.eventCount)
    }
    var begin = 0
    if first > tail.first {
      try transaction.deleteAll(in: tables.newIdentifiers)
    } else {
      // The last value that is there may have been short; those in front of it stay.
      let kept = Int(stored + 1 - first)
      begin = kept / Self.newCountPerValue * Self.newCountPerValue
    }
    while begin < rest.count {
      let part = rest.dropFirst(begin).prefix(Self.newCountPerValue)
      var bytes: [UInt8] = []
      bytes.reserveCapacity(part.count * 8)
      for fingerprint in part { bytes.appendBigEndian(fingerprint) }
      let key = NumberKey(first + UInt64(begin))
      try transaction.put(bytes.span, for: key.span, in: tables.newIdentifiers)
      begin += part.count
    }
  }

  /// Forgets what runs have come to hold.
  mutating func dropSealed(through end: UInt64) {
    guard end >= tail.first else { return }
    let count = Int(end - tail.first + 1)
    tail.removeFirst(count)
    committedCount -= count
  }
}

extension FingerprintKey {
  /// What an identifier is found by.
  func identifier(source: String, id: String) -> UInt64 {
    var hasher = Fingerprinter(key: self)
    hasher.add(source)
    hasher.add(id)
    return hasher.finish().high
  }
}

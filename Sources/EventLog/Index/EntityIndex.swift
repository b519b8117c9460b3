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
  private var tail: [Fingerprint: EntityRow] = [:]
  private var cache: [Fingerprint: EntityRow?] = [:]

  /// Rows kept of the stored index, absent ones included; about 20 MB when full.
  static let cacheCountMax = 131_072

  init(store: IndexStore, key: FingerprintKey) {
    self.store = store
    self.key = key
  }

  func fingerprint(_ name: EntityName) -> Fingerprint {
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
    try fetch([fingerprint])
    return cache[fingerprint] ?? nil
  }

  /// Looks the entities of a batch up, run by run, so that each run is opened once and not for every
  /// entity.
  mutating func prefetch(_ names: some Sequence<EntityName>) throws {
    var missing: Set<Fingerprint> = []
    for name in names {
      let fingerprint = fingerprint(name)
      if tail[fingerprint] == nil, cache[fingerprint] == nil { missing.insert(fingerprint) }
    }
    if !missing.isEmpty { try fetch(missing.sorted()) }
  }

  private mutating func fetch(_ sorted: [Fingerprint]) throws {
    let found = try store.read { try $0.rows(sorted) }
    if cache.count + sorted.count > Self.cacheCountMax {
      cache.removeAll(keepingCapacity: true)
    }
    for fingerprint in sorted { cache[fingerprint] = .some(found[fingerprint]) }
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
    if tail.isEmpty {
      swap(&tail, &batch)
    } else {
      for (fingerprint, row) in batch { tail[fingerprint] = row }
    }
    batch.removeAll(keepingCapacity: true)
  }

  mutating func dropBatch() { batch.removeAll(keepingCapacity: true) }

  /// Forgets everything, for an index that is loaded anew.
  mutating func forget() {
    batch.removeAll()
    tail.removeAll()
    cache.removeAll(keepingCapacity: true)
  }

  /// Moves to the cache what the stored index has come to hold.
  mutating func dropTail() {
    if cache.count + tail.count > Self.cacheCountMax { cache.removeAll(keepingCapacity: true) }
    for (fingerprint, row) in tail.prefix(Self.cacheCountMax) { cache[fingerprint] = .some(row) }
    tail.removeAll(keepingCapacity: true)
  }
}

// MARK: - Writing

extension EntityIndex {
  /// Stores the tail: beside the other new rows, or with them in a run if that is due.
  func write(
    through position: UInt64, _ directory: inout RunDirectory,
    to transaction: inout WriteTransaction
  ) throws {
    let sorted = tail.sorted { $0.key < $1.key }
    guard position >= directory.entitiesEnd + UInt64(Run.eventCount) else {
      for (fingerprint, row) in sorted {
        try transaction.put(
          row.encoded.span, for: fingerprint.bytes.span, in: store.tables.newEntities)
      }
      return
    }
    try seal(sorted, through: position, &directory, &transaction)
  }

  /// One run of the tail and the rows that were stored one by one, which are older.
  private func seal(
    _ tail: [(key: Fingerprint, value: EntityRow)], through position: UInt64,
    _ directory: inout RunDirectory, _ transaction: inout WriteTransaction
  ) throws {
    var stored: [(key: Fingerprint, row: [UInt8])] = []
    try collect(&stored, transaction)
    let run = Run(first: directory.entitiesEnd + 1, last: position, level: 0)
    var writer = EntityRunWriter(run: run, table: store.tables.entities)
    var next = 0
    for (fingerprint, row) in tail {
      while next < stored.count, stored[next].key < fingerprint {
        try writer.append(stored[next].key, stored[next].row, to: &transaction)
        next += 1
      }
      if next < stored.count, stored[next].key == fingerprint { next += 1 }
      try writer.append(fingerprint, row.encoded, to: &transaction)
    }
    for (fingerprint, row) in stored[next...] {
      try writer.append(fingerprint, row, to: &transaction)
    }
    directory.entities.append(try writer.finish(&transaction))
    try transaction.deleteAll(in: store.tables.newEntities)
  }

  private func collect(
    _ rows: inout [(key: Fingerprint, row: [UInt8])], _ transaction: borrowing WriteTransaction
  ) throws {
    var cursor = try transaction.cursor(over: store.tables.newEntities)
    while let entry = try cursor.next() {
      guard let fingerprint = Fingerprint(entry.key) else {
        throw IndexDamaged(table: store.tables.newEntities.name)
      }
      rows.append((fingerprint, Array(copying: entry.value)))
    }
  }
}

/// Writes the segments of a run of entities one after the other.
struct EntityRunWriter {
  private(set) var run: Run
  private let table: Table
  private var builder = EntitySegmentBuilder()

  init(run: Run, table: Table) {
    self.run = run
    self.table = table
  }

  mutating func append(
    _ fingerprint: Fingerprint, _ row: some Sequence<UInt8>,
    to transaction: inout WriteTransaction
  ) throws {
    builder.append(fingerprint, row)
    if builder.isFull { try put(&transaction) }
  }

  /// Stores what is left and yields the run.
  mutating func finish(_ transaction: inout WriteTransaction) throws -> Run {
    if !builder.isEmpty { try put(&transaction) }
    return run
  }

  private mutating func put(_ transaction: inout WriteTransaction) throws {
    let (bounds, words) = builder.finish()
    try transaction.put(words: words.span, for: run.key(run.segments.count).span, in: table)
    run.segments.append(bounds)
  }
}

extension [UInt8] {
  /// A copy of bytes that are only lent.
  init(copying span: Span<UInt8>) {
    self = []
    reserveCapacity(span.count)
    for index in span.indices { append(span[index]) }
  }
}

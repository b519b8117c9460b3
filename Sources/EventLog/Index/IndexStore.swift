import Evidence
import Foundation
import LMDB
import LedgerModel
import Synchronization

/// The environment in `index/`: a fold of the log that may be deleted at any time.
///
/// | table | key | value |
/// |---|---|---|
/// | `identifiers` | run and segment, see `Run.key` | segment of `IdentifierRuns` |
/// | `new identifiers` | first position | fingerprints of the events from there, eight bytes each |
/// | `entities` | run and segment | segment of `EntityRuns` |
/// | `new entities` | fingerprint of kind, scope and id, 16 bytes | see `EntityRow` |
/// | `state` | `stamp`, `key`, `runs` | `IndexStamp`; the key of the fingerprints; `RunDirectory` |
///
/// The tables of what is new hold what is not sealed in a run yet. Runs are written once.
final class IndexStore: Sendable {
  let environment: Environment
  let tables: Tables
  private let known = Mutex(Known())

  struct Tables: Sendable {
    let identifiers: Table
    let newIdentifiers: Table
    let entities: Table
    let newEntities: Table
    let state: Table

    var all: [Table] { [identifiers, newIdentifiers, entities, newEntities, state] }
  }

  /// The directory as of the stamp that was met last, and the build that the memory belongs to.
  fileprivate struct Known {
    var stampBytes: [UInt8] = []
    var stamp: IndexStamp?
    var directory = RunDirectory()
    var build: UInt64?
  }

  static let stampKey = Array("stamp".utf8)
  static let fingerprintKey = Array("key".utf8)
  static let runsKey = Array("runs".utf8)

  init(at path: String, isReadOnly: Bool = false) throws {
    if !isReadOnly {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }
    environment = try Environment.open(
      at: path, options: EnvironmentOptions(isReadOnly: isReadOnly))
    tables = Tables(
      identifiers: try environment.table("identifiers"),
      newIdentifiers: try environment.table("new identifiers"),
      entities: try environment.table("entities"),
      newEntities: try environment.table("new entities"), state: try environment.table("state"))
  }

  /// The stamp as stored now; none in an index that was not begun or has another format.
  func stamp() throws -> IndexStamp? {
    let stored = try storedStamp()
    return IndexStamp(stored.span)
  }

  /// The bytes of the stamp as stored now; empty in an index that was not begun.
  func storedStamp() throws -> [UInt8] {
    let state = tables.state
    return try environment.read { transaction in
      guard let stored = try transaction.value(in: state, for: Self.stampKey.span) else {
        return []
      }
      return Array(copying: stored)
    }
  }

  private func storedStamp(_ transaction: borrowing WriteTransaction) throws -> [UInt8] {
    guard let stored = try transaction.value(in: tables.state, for: Self.stampKey.span) else {
      return []
    }
    return Array(copying: stored)
  }

  /// The key that fingerprints are made with.
  func key() throws -> FingerprintKey? {
    let state = tables.state
    return try environment.read { transaction in
      guard let stored = try transaction.value(in: state, for: Self.fingerprintKey.span) else {
        return nil
      }
      return FingerprintKey(stored)
    }
  }

  /// Empties the index and gives it a key, so that it can be folded anew from the first event.
  ///
  /// - Parameter stamp: the stored stamp that was found wanting.
  /// - Throws: `IndexReplaced` if another process has written the index since: what it holds now was
  ///   not looked at.
  func reset(ledger: [UInt8], key: FingerprintKey, replacing wanting: [UInt8]) throws {
    let stamp = IndexStamp(
      build: IndexStamp.newBuild(), ledger: ledger, position: 0, root: MerkleHash.empty.bytes,
      leaf: [])
    try environment.write { transaction in
      guard try storedStamp(transaction) == wanting else { throw IndexReplaced() }
      for table in tables.all { try transaction.deleteAll(in: table) }
      try transaction.put(key.bytes.span, for: Self.fingerprintKey.span, in: tables.state)
      try transaction.put(stamp.encoded.span, for: Self.stampKey.span, in: tables.state)
    }
  }

  /// From now on the memory belongs to the index as it is stored now, which is lent to `body`.
  func adopt(_ body: (borrowing IndexSnapshot) throws -> Void) throws {
    known.withLock { $0 = Known() }
    try read { snapshot in
      known.withLock { $0.build = snapshot.stamp.build }
      try body(snapshot)
    }
  }

  /// Lends a consistent view with the directory that belongs to it.
  ///
  /// - Throws: `IndexReplaced` if the index was begun anew since `adopt`.
  func read<R>(_ body: (borrowing IndexSnapshot) throws -> R) throws -> R {
    try environment.readHandingOver { transaction in
      let (stamp, directory) = try current(transaction)
      return try body(
        IndexSnapshot(
          stamp: stamp, directory: directory, tables: tables, transaction: transaction))
    }
  }

  /// Stamp and directory as the transaction sees them, read only if they changed.
  private func current(
    _ transaction: borrowing ReadTransaction
  ) throws -> (IndexStamp, RunDirectory) {
    guard let stored = try transaction.value(in: tables.state, for: Self.stampKey.span) else {
      throw IndexReplaced()
    }
    if let known = known.withLock({ $0.current(stored) }) { return known }
    guard let stamp = IndexStamp(stored) else { throw IndexReplaced() }
    var directory = RunDirectory()
    if let runs = try transaction.value(in: tables.state, for: Self.runsKey.span) {
      guard let found = RunDirectory(runs) else { throw IndexDamaged(table: tables.state.name) }
      directory = found
    }
    try known.withLock { known in
      if let build = known.build, build != stamp.build { throw IndexReplaced() }
      known.stamp = stamp
      known.stampBytes = stamp.encoded
      known.directory = directory
    }
    return (stamp, directory)
  }
}

extension IndexStore.Known {
  /// What is known, if the stored stamp is still the one that it belongs to.
  fileprivate func current(_ stored: Span<UInt8>) -> (IndexStamp, RunDirectory)? {
    guard let stamp, stored.isEqual(to: stampBytes.span) else { return nil }
    return (stamp, directory)
  }
}

// MARK: - Writing

extension IndexStore {
  /// Stores what `body` puts and the stamp that it makes true, unless another process has changed the
  /// index since `base`.
  ///
  /// - Returns: whether it was stored.
  func write(
    basedOn base: (build: UInt64, position: UInt64), _ stamp: (IndexStamp) -> IndexStamp,
    _ body: (inout RunDirectory, inout WriteTransaction) throws -> Void
  ) throws -> Bool {
    try environment.write { transaction in
      guard let (current, stored) = try state(transaction), current.build == base.build,
        current.position == base.position
      else { return false }
      var directory = stored
      try body(&directory, &transaction)
      try put(stamp(current), directory, in: &transaction)
      return true
    }
  }

  /// Stamp and directory as a write transaction finds them; none in an index that was not begun.
  private func state(
    _ transaction: borrowing WriteTransaction
  ) throws -> (IndexStamp, RunDirectory)? {
    guard let stored = try transaction.value(in: tables.state, for: Self.stampKey.span),
      let stamp = IndexStamp(stored)
    else { return nil }
    guard let runs = try transaction.value(in: tables.state, for: Self.runsKey.span) else {
      return (stamp, RunDirectory())
    }
    guard let directory = RunDirectory(runs) else { throw IndexDamaged(table: tables.state.name) }
    return (stamp, directory)
  }

  func put(
    _ stamp: IndexStamp, _ directory: RunDirectory, in transaction: inout WriteTransaction
  ) throws {
    try transaction.put(directory.encoded.span, for: Self.runsKey.span, in: tables.state)
    try transaction.put(stamp.encoded.span, for: Self.stampKey.span, in: tables.state)
  }

  /// Whether nothing was written to the index since the stamp was read.
  func isCurrent(
    _ stamp: IndexStamp, _ transaction: borrowing WriteTransaction
  ) throws -> Bool {
    guard let stored = try transaction.value(in: tables.state, for: Self.stampKey.span) else {
      return false
    }
    return IndexStamp(stored) == stamp
  }
}

/// The stored index as of one of its commits, lent to the closure of `IndexStore.read`.
struct IndexSnapshot: ~Copyable, ~Escapable {
  let stamp: IndexStamp
  let directory: RunDirectory
  let tables: IndexStore.Tables
  private let transaction: ReadTransaction

  @_lifetime(copy transaction)
  init(
    stamp: IndexStamp, directory: RunDirectory, tables: IndexStore.Tables,
    transaction: consuming ReadTransaction
  ) {
    self.stamp = stamp
    self.directory = directory
    self.tables = tables
    self.transaction = transaction
  }

  /// A segment of a run, in place.
  @_lifetime(borrow self)
  borrowing func segment(
    _ run: Run, _ number: Int, in table: Table
  ) throws -> RunSegment {
    let key = run.key(number)
    guard let stored = try transaction.value(in: table, for: key.span),
      let words = stored.words(), let segment = RunSegment(words)
    else { throw IndexDamaged(table: table.name) }
    return segment
  }

  /// The row of an entity among those that no run holds yet.
  borrowing func newRow(_ fingerprint: Fingerprint) throws -> EntityRow? {
    guard let stored = try transaction.value(in: tables.newEntities, for: fingerprint.bytes.span)
    else { return nil }
    return EntityRow(stored)
  }

  /// The rows that no run holds yet, in the order of their fingerprints.
  borrowing func newRows() throws -> [(fingerprint: Fingerprint, row: [UInt8])] {
    var rows: [(fingerprint: Fingerprint, row: [UInt8])] = []
    var cursor = try transaction.cursor(over: tables.newEntities)
    while let entry = try cursor.next() {
      guard let fingerprint = Fingerprint(entry.key) else {
        throw IndexDamaged(table: tables.newEntities.name)
      }
      rows.append((fingerprint, Array(copying: entry.value)))
    }
    return rows
  }

  /// The fingerprints of identifiers that no run holds yet, in log order.
  borrowing func newIdentifiers() throws -> [UInt64] {
    var found: [UInt64] = []
    var cursor = try transaction.cursor(over: tables.newIdentifiers)
    var expected = directory.identifiersEnd + 1
    while let entry = try cursor.next() {
      guard entry.position == expected, entry.value.count % 8 == 0 else {
        throw IndexDamaged(table: tables.newIdentifiers.name)
      }
      for offset in stride(from: 0, to: entry.value.count, by: 8) {
        found.append(entry.value.bigEndian(at: offset))
      }
      expected += UInt64(entry.value.count / 8)
    }
    guard expected == stamp.position + 1 else {
      throw IndexDamaged(table: tables.newIdentifiers.name)
    }
    return found
  }
}

/// Something stored in the index is not what was written there. The index is begun anew then.
struct IndexDamaged: Error {
  let table: String
}

extension Span where Element == UInt8 {
  func isEqual(to other: Span<UInt8>) -> Bool {
    guard count == other.count else { return false }
    for index in indices where self[index] != other[index] { return false }
    return true
  }
}

import Foundation
package import LMDB
package import LedgerModel
import Synchronization
package import Vault

/// The append-only truth of a ledger: every event at a position of its own, without gaps, proven by
/// a Merkle tree, idempotent by (source, id) for ever.
///
/// Any number of processes may read and append, and any number of threads and tasks of one: what
/// waits goes into one commit, and is answered after that is durable. The index is written later
/// and can be deleted at any time; the vault is written before.
package final class EventLog: Sendable {
  package let folder: LedgerFolder
  package let isReadOnly: Bool
  let store: LogStore
  let vaultSlot: VaultSlot
  let sealing = SealingStage()
  let writer: WriterThread

  private init(
    folder: LedgerFolder, store: LogStore, isReadOnly: Bool, randomness: any RandomnessSource
  ) {
    self.folder = folder
    self.store = store
    self.isReadOnly = isReadOnly
    vaultSlot = VaultSlot(path: folder.vault, randomness: randomness)
    writer = WriterThread {
      LogWriter(folder: folder, store: store, randomness: randomness)
    }
  }

  deinit { writer.invalidate() }

  /// Opens an existing ledger.
  ///
  /// - Parameters:
  ///   - path: the folder of the ledger.
  ///   - isReadOnly: nothing is written, so a folder without write permission will do.
  ///   - randomness: for pseudonyms and keys that appending draws.
  /// - Throws: what is wrong with the folder, with a remedy; a newer format among them.
  package static func open(
    at path: String, isReadOnly: Bool = false,
    randomness: any RandomnessSource = SystemRandomness()
  ) throws(LedgerError) -> EventLog {
    let folder = LedgerFolder(path: path)
    try folder.checkExists()
    if !isReadOnly, BackupFolder(path: path).isThere { throw .backup(.isBackup(path: path)) }
    let store = try LogStore(folder: folder, isReadOnly: isReadOnly)
    try asLedgerError { _ = try store.readHead() }
    return EventLog(folder: folder, store: store, isReadOnly: isReadOnly, randomness: randomness)
  }

  /// Makes an empty ledger in a folder that does not exist or is empty, and opens it.
  ///
  /// The folder gets its name in one step when everything in it is durable.
  package static func create(
    at path: String, randomness: any RandomnessSource = SystemRandomness()
  ) throws(LedgerError) -> EventLog {
    let folder = LedgerFolder(path: path)
    let draft = try folder.prepareDraft()
    try asLedgerError {
      let store = try LogStore(folder: draft, isReadOnly: false)
      let head = LogHead(ledger: randomness.bytes(count: 16, purpose: "ledger.id", subject: []))
      try store.environment.write { transaction in
        try store.put(head, in: &transaction)
      }
      _ = try Vault(at: draft.vault, randomness: randomness)
    }
    try folder.adopt(draft)
    return try open(at: path, randomness: randomness)
  }

  /// Size, root, marks and import progress as of the last commit.
  package func head() throws(LedgerError) -> LogHead {
    try asLedgerError { try store.readHead() }
  }

  /// Lends a consistent view of the log. Keep it short: a reader pins the pages it sees. Whoever
  /// needs the same state for longer keeps its position and reads again.
  package func read<R>(_ body: (borrowing LogSnapshot) throws -> R) throws -> R {
    try store.read(body)
  }

  /// The vault, for revealing; opened with its keys on first use.
  package func vault() throws(LedgerError) -> Vault {
    guard !isReadOnly else { throw .readOnly(path: folder.path) }
    return try asLedgerError { try vaultSlot.vault() }
  }

  /// The event with this identifier; none if there is none.
  package func position(source: String, id: String) throws(LedgerError) -> Position? {
    try withIndex { index in
      try index.newestPosition(source: source, id: id).map { Position($0) }
    }
  }

  /// What looking up identifiers and conditions has cost since this log was opened for writing.
  package func indexStatistics() throws(LedgerError) -> IndexStatistics {
    try withIndex { index in
      var statistics = index.identifiers.statistics
      statistics.lockedConditionEventCount = index.conditions.lockedEventCount
      return statistics
    }
  }

  /// Takes the part of the ledger's only bulk writer, as an import or the demo does.
  ///
  /// Single appends of other processes go on in between; a second bulk writer is told that the
  /// ledger is busy. Ends when the lock is released, or with the process.
  package func lockForBulk() throws(LedgerError) -> FileLock {
    guard !isReadOnly else { throw .readOnly(path: folder.path) }
    let lock = try asLedgerError { try FileLock(tryAt: folder.bulkLock) }
    guard let lock else { throw .busy(path: folder.path) }
    return lock
  }

  /// Waits until everything handed over is answered, and writes what the index still holds in
  /// memory, so that the next process opens faster. Appending again starts anew.
  ///
  /// Nothing can be lost here: when the disk takes no index, the next process folds the log's tail.
  package func close() { writer.finish(writesIndex: true) }

  /// What the writer of this open log has done so far.
  package var writerLoad: WriterLoad { writer.load }

  /// Lends the index to `body`, between two commits, on the writer's thread.
  func withIndex<R: Sendable>(
    _ body: @escaping @Sendable (inout LedgerIndex) throws -> R
  ) throws(LedgerError) -> R {
    guard !isReadOnly else { throw .readOnly(path: folder.path) }
    return try writer.run { writer in try writer.withIndex { _, index in try body(&index) } }
  }
}

/// The vault of a log, opened when somebody needs it.
final class VaultSlot: Sendable {
  private let path: String
  private let randomness: any RandomnessSource
  private let opened = Mutex<Vault?>(nil)

  init(path: String, randomness: any RandomnessSource) {
    self.path = path
    self.randomness = randomness
  }

  func vault() throws -> Vault {
    try opened.withLock { opened in
      if let opened { return opened }
      let vault = try Vault(at: path, randomness: randomness)
      opened = vault
      return vault
    }
  }
}

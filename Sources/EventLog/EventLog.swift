import Foundation
package import LMDB
package import LedgerModel
import Synchronization
package import Vault

/// The append-only truth of a ledger: every event at a position of its own, without gaps, proven by
/// a Merkle tree, idempotent by (source, id) for ever.
///
/// Any number of processes may read and append. An append is answered after its commit is durable.
/// The index is written later and can be deleted at any time; the vault is written before.
package final class EventLog: Sendable {
  package let folder: LedgerFolder
  package let isReadOnly: Bool
  let store: LogStore
  private let randomness: any RandomnessSource
  private let writer: Mutex<Writer?>

  /// What only appending needs; opened with the first append.
  struct Writer {
    let vault: Vault
    var index: LedgerIndex
    var tiles = TileWriter()
  }

  private init(
    folder: LedgerFolder, store: LogStore, isReadOnly: Bool, randomness: any RandomnessSource
  ) {
    self.folder = folder
    self.store = store
    self.isReadOnly = isReadOnly
    self.randomness = randomness
    writer = Mutex(nil)
  }

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

  /// The vault, for revealing; opened with its keys.
  package func vault() throws(LedgerError) -> Vault {
    try withWriter { $0.vault }
  }

  /// The event with this identifier; none if there is none.
  package func position(source: String, id: String) throws(LedgerError) -> Position? {
    try withWriter { writer in
      try writer.index.catchUp()
      let index = writer.index
      let fingerprint = index.identifiers.fingerprint(source: source, id: id)
      for place in try index.identifiers.candidates(for: fingerprint) {
        guard let event = try index.lookup.event(at: place)?.event else { continue }
        if event.source == source, event.id == id { return Position(place) }
      }
      return nil
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

  /// Writes what the index still holds in memory, so that the next process opens faster.
  package func close() throws(LedgerError) {
    try asLedgerError {
      try writer.withLock { writer in
        guard let index = writer?.index, index.position > index.storedPosition else { return }
        try writer?.index.write(head: store.readHead())
      }
    }
  }

  /// Lends the state of the writer, opening it on first use.
  func withWriter<R: Sendable>(_ body: (inout Writer) throws -> R) throws(LedgerError) -> R {
    guard !isReadOnly else { throw .readOnly(path: folder.path) }
    return try asLedgerError {
      try writer.withLock { slot in
        var writer = try slot ?? openWriter()
        slot = nil
        defer { slot = writer }
        return try body(&writer)
      }
    }
  }

  private func openWriter() throws -> Writer {
    let vault = try Vault(at: folder.vault, randomness: randomness)
    let index = try LedgerIndex(
      at: folder.index, log: store, head: store.readHead(), randomness: randomness)
    return Writer(vault: vault, index: index)
  }
}

import Glibc
import LedgerModel
import Vault

/// What only the writer's thread touches: the index in memory, the tree that is followed, the
/// transaction.
struct LogWriter {
  let folder: LedgerFolder
  let store: LogStore
  let randomness: any RandomnessSource
  var tiles = TileWriter()
  private var opened: LedgerIndex?

  init(folder: LedgerFolder, store: LogStore, randomness: any RandomnessSource) {
    self.folder = folder
    self.store = store
    self.randomness = randomness
  }

  /// Lends the index, opening it on first use and after a failure to open it.
  mutating func withIndex<R>(_ body: (inout LogWriter, inout LedgerIndex) throws -> R) throws -> R {
    var index =
      try opened
      ?? LedgerIndex.open(at: folder.index, log: store, randomness: randomness)
    // Taken out, so that it is never copied when it changes.
    opened = nil
    defer { opened = index }
    return try body(&self, &index)
  }

  /// Commits a group of requests and answers each of them, then does what may wait until then.
  mutating func append(_ group: [AppendRequest]) {
    commit(group)
    writeIndexIfDue()
    // Whoever writes much lets others have the lock: without it a single append of another process
    // has been seen to wait for a minute.
    if group.contains(where: \.options.isBulk) { usleep(AppendLimits.bulkPauseMicroseconds) }
  }

  /// Commits a group of requests and answers each of them.
  mutating func commit(_ group: [AppendRequest]) {
    var rest = group[...]
    while !rest.isEmpty {
      do {
        rest = try withIndex { try $0.commit(rest, &$1) }
      } catch {
        for request in rest { request.answer(.failure(LedgerError(error))) }
        return
      }
    }
  }

  mutating func writeIndexIfDue() {
    if isIndexDue { writeIndexIfPossible() }
  }

  /// Whether so much is held in memory only that it is time to write it.
  var isIndexDue: Bool { unwrittenCount >= LedgerIndex.tailCountMax }

  /// Events that the index in memory is ahead of the stored one.
  private var unwrittenCount: UInt64 {
    guard let opened else { return 0 }
    return opened.position - opened.storedPosition
  }

  /// Writes what the index holds in memory, so that the next process opens faster. The answers are
  /// given by now; should writing fail, the index stays in memory, and the next process folds the
  /// log's tail.
  mutating func writeIndexIfPossible() {
    guard unwrittenCount > 0 else { return }
    do {
      try withIndex { writer, index in try index.write(head: writer.store.readHead()) }
    } catch { return }
  }
}

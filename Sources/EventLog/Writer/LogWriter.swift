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
      ?? LedgerIndex(at: folder.index, log: store, head: store.readHead(), randomness: randomness)
    // Taken out, so that it is never copied when it changes.
    opened = nil
    defer { opened = index }
    return try body(&self, &index)
  }

  /// Commits a group of requests and answers each of them.
  mutating func append(_ group: [AppendRequest]) {
    var rest = group[...]
    while !rest.isEmpty {
      do {
        rest = try withIndex { try $0.commit(rest, &$1) }
      } catch {
        for request in rest { request.answer(.failure(LedgerError(error))) }
        return
      }
    }
    writeIndexIfDue()
    // Whoever writes much lets others have the lock: without it a single append of another process
    // has been seen to wait for a minute.
    if group.contains(where: \.options.isBulk) { usleep(AppendLimits.bulkPauseMicroseconds) }
  }

  private mutating func writeIndexIfDue() {
    guard let index = opened,
      index.position - index.storedPosition >= LedgerIndex.tailCountMax
    else { return }
    writeIndexIfPossible()
  }

  /// Writes what the index holds in memory, so that the next process opens faster. The answers are
  /// given by now; should writing fail, the index stays in memory, and the next process folds the
  /// log's tail.
  mutating func writeIndexIfPossible() {
    guard let index = opened, index.position > index.storedPosition else { return }
    do {
      try withIndex { writer, index in try index.write(head: writer.store.readHead()) }
    } catch { return }
  }
}

import CLMDB
import Glibc
import Synchronization

/// One memory-mapped store in a folder: tables of ordered keys, many readers, one writer at a time,
/// every commit durable before it returns.
///
/// A path is open at most once in a process (`open` hands out the environment that is already open),
/// because opening it twice would drop the first one's locks. Several processes may have it open.
///
/// SAFETY of `@unchecked Sendable`: `mdb_env` may be used from any thread, the handle changes only
/// under `state` while no transaction is under way, everything else is immutable.
@safe package final class Environment: @unchecked Sendable {
  /// The folder of the environment.
  package let path: String
  /// What the environment was opened with.
  package let options: EnvironmentOptions
  let identity: FolderIdentity
  let state: Mutex<State>

  /// What may change while the environment is open.
  @safe struct State {
    /// The open handle; nil only after a reopening failed.
    var handle: OpaquePointer?
    var tables: [Table] = []
    var activeTransactionCount = 0
    /// Set by a failed commit: the handle may hold a lock or stale pages and must be replaced.
    var needsReopening = false
    var writerThread: pthread_t?
  }

  /// Whether reads go without the lock file, which this process may not write to.
  let readsUnlocked: Bool

  init(path: String, options: EnvironmentOptions, identity: FolderIdentity) throws(LMDBError) {
    self.path = path
    self.options = options
    self.identity = identity
    readsUnlocked = options.isReadOnly && Self.mustReadUnlocked(path)
    let handle = try unsafe Self.openHandle(
      path: path, options: options, isUnlocked: readsUnlocked)
    self.state = unsafe Mutex(State(handle: handle))
  }

  deinit {
    EnvironmentRegistry.shared.release(identity) {
      state.withLock { state in
        // SAFETY: nobody refers to the environment any more, so no transaction is under way.
        if let handle = unsafe state.handle { unsafe mdb_env_close(handle) }
      }
    }
  }

  /// Opens the environment in `path`, or hands out the one this process has open there.
  ///
  /// - Throws: `LMDBError` with a remedy, also for a folder on a network file system, a data file
  ///   that was cut off, and a library of another format.
  package static func open(
    at path: String, options: EnvironmentOptions = EnvironmentOptions()
  ) throws(LMDBError) -> Environment {
    try EnvironmentRegistry.shared.open(path: path, options: options)
  }
}

// MARK: - Transactions

extension Environment {
  /// Lends a consistent view of the last commit. Keep it short: it pins the pages it sees.
  package func read<R>(_ body: (borrowing ReadTransaction) throws -> R) throws -> R {
    try readHandingOver { transaction in try body(transaction) }
  }

  /// As `read`, for a layer that wraps the transaction in a view of its own; it still ends with the
  /// closure.
  package func readHandingOver<R>(
    _ body: (consuming ReadTransaction) throws -> R
  ) throws -> R {
    let handle = try unsafe enter()
    defer { leave() }
    var begun: OpaquePointer?
    try check(unsafe mdb_txn_begin(handle, nil, UInt32(MDB_RDONLY), &begun), .beginRead, path)
    guard let begun = unsafe begun else { throw failure(.noMemory, .beginRead) }
    let commit = unsafe mdb_txn_id(begun)
    let transaction = unsafe ReadTransaction(handle: begun, path: path)
    let result = try body(transaction)
    if readsUnlocked { try unsafe checkUnchanged(handle, since: Int(commit)) }
    return result
  }

  /// Lends the right to change the environment, and commits durably when `body` returns.
  ///
  /// Waits while another thread or process writes; a lock left by a killed process is recovered. A
  /// `body` that throws leaves everything as it was. After a failed commit the outcome must be looked
  /// up by content: the environment is reopened before its next use, see `recover`.
  @available(*, noasync, message: "a write blocks its thread; run it on a thread of its own")
  package func write<R>(_ body: (inout WriteTransaction) throws -> R) throws -> R {
    guard !options.isReadOnly else { throw LMDBError.openForReadingOnly(path: path) }
    let handle = try unsafe enter()
    defer { leave() }
    let begun = try unsafe beginWrite(handle)
    defer { state.withLock { $0.writerThread = nil } }
    var transaction = unsafe WriteTransaction(handle: begun, path: path)
    let result = try body(&transaction)
    do {
      try transaction.commit()
    } catch {
      state.withLock { $0.needsReopening = true }
      throw namingFullDisk(error)
    }
    return result
  }

  private func beginWrite(_ handle: OpaquePointer) throws(LMDBError) -> OpaquePointer {
    let thread = pthread_self()
    let isNested = state.withLock { $0.writerThread == thread }
    precondition(!isNested, "A write inside a write of the same environment would wait for itself.")
    var begun: OpaquePointer?
    let status = unsafe mdb_txn_begin(handle, nil, 0, &begun)
    // The library refuses everything on a handle once a meta page could not be written.
    if status == MDB_PANIC { state.withLock { $0.needsReopening = true } }
    try check(status, .beginWrite, path)
    guard let begun = unsafe begun else { throw failure(.noMemory, .beginWrite) }
    state.withLock { $0.writerThread = thread }
    return unsafe begun
  }

  func failure(_ code: ResultCode, _ operation: LMDBError.Operation) -> LMDBError {
    .failed(code: code, operation: operation, path: path)
  }
}

// MARK: - Tables

extension Environment {
  /// Opens the named table; a writable environment creates it if it is missing.
  ///
  /// - Throws: `.failed` with `.notFound` where a reader asks for a table that does not exist.
  package func table(_ name: String) throws(LMDBError) -> Table {
    let path = self.path
    let isReadOnly = options.isReadOnly
    let handle = try unsafe enter()
    defer { leave() }
    return try state.withLock { state throws(LMDBError) -> Table in
      if let known = state.tables.first(where: { $0.name == name }) { return known }
      let number: MDB_dbi
      do throws(LMDBError) {
        number = try unsafe Self.openTableHandle(
          handle, name: name, path: path, isReadOnly: isReadOnly)
      } catch {
        if error.code != .notFound { state.needsReopening = true }
        throw error
      }
      let table = Table(handle: number, name: name)
      state.tables.append(table)
      return table
    }
  }

  static func openTableHandle(
    _ handle: OpaquePointer, name: String, path: String, isReadOnly: Bool
  ) throws(LMDBError) -> MDB_dbi {
    var transaction: OpaquePointer?
    let beginFlags = isReadOnly ? UInt32(MDB_RDONLY) : 0
    try check(unsafe mdb_txn_begin(handle, nil, beginFlags, &transaction), .openTable, path)
    var number: MDB_dbi = 0
    let openFlags = isReadOnly ? 0 : UInt32(MDB_CREATE)
    let status = unsafe mdb_dbi_open(transaction, name, openFlags, &number)
    guard status == MDB_SUCCESS else {
      unsafe mdb_txn_abort(transaction)
      throw .failed(code: ResultCode(rawValue: status), operation: .openTable, path: path)
    }
    // A handle is shared with later transactions only once the one that opened it has committed.
    try check(unsafe mdb_txn_commit(transaction), .openTable, path)
    return number
  }
}

// MARK: - Condition of the environment

extension Environment {
  /// Sizes and reader slots, for `status`.
  package func statistics() throws(LMDBError) -> EnvironmentStatistics {
    let handle = try unsafe enter()
    defer { leave() }
    return try unsafe Self.statistics(of: handle, path: path)
  }

  /// Frees the slots of readers whose process is gone, and says how many there were.
  @discardableResult
  package func clearStaleReaders() throws(LMDBError) -> Int {
    let handle = try unsafe enter()
    defer { leave() }
    var dead: Int32 = 0
    try check(unsafe mdb_reader_check(handle, &dead), .checkReaders, path)
    return Int(dead)
  }
}

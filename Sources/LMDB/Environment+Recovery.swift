import CLMDB
import Glibc
import Synchronization

/// What happens between a failed commit and the next use of an environment.
///
/// A failed commit may leave the handle with a lock it does not hold or with pages that are not on
/// the disk, and the meta page, if it was the last thing written, only in the page cache. So the
/// handle is replaced, and the file is flushed before anybody builds on what it shows.
extension Environment {
  /// How long a reopening waits for reads under way in this process. Reads are short by rule, so
  /// whoever waits longer waits for itself.
  private static var reopenWaitMilliseconds: Int { 2_000 }

  /// Replaces the handle after a failed commit, so that what is read next is what is on the disk;
  /// does nothing if no commit failed.
  ///
  /// - Throws: `.reopenPending` while reads of this process go on, or why the file cannot be
  ///   opened and flushed. May be called again.
  package func recover() throws(LMDBError) {
    _ = try unsafe enter()
    leave()
  }

  /// Counts a transaction in and yields the handle, reopening it first if a commit failed before.
  func enter() throws(LMDBError) -> OpaquePointer {
    for _ in 0..<Self.reopenWaitMilliseconds {
      if let handle = try unsafe enterAtOnce() { return unsafe handle }
      usleep(1_000)
    }
    throw .reopenPending(path: path)
  }

  /// None while a reopening has to wait.
  private func enterAtOnce() throws(LMDBError) -> OpaquePointer? {
    let path = self.path
    let options = self.options
    return try unsafe state.withLock { state throws(LMDBError) -> OpaquePointer? in
      if state.needsReopening {
        guard state.activeTransactionCount == 0 else { return nil }
        try Self.reopen(&state, path: path, options: options)
      }
      guard let handle = unsafe state.handle else {
        throw .failed(code: .panic, operation: .open, path: path)
      }
      state.activeTransactionCount += 1
      return unsafe handle
    }
  }

  func leave() {
    state.withLock { $0.activeTransactionCount -= 1 }
  }

  /// The library calls a write that stopped half-way an input/output error; nearly always the disk
  /// is full.
  func namingFullDisk(_ error: LMDBError) -> LMDBError {
    guard case .failed(.inputOutput, let operation, _) = error else { return error }
    var disk = statvfs()
    guard unsafe statvfs(path, &disk) == 0, disk.f_bavail * disk.f_frsize < Self.fullDiskByteCount
    else { return error }
    return .failed(code: .diskFull, operation: operation, path: path)
  }

  /// Less room than the smallest commits of an hour need.
  private static var fullDiskByteCount: UInt { 1 << 20 }

  private static func reopen(
    _ state: inout State, path: String, options: EnvironmentOptions
  ) throws(LMDBError) {
    // SAFETY: no transaction is under way and `state` is locked, so nothing uses the old handle.
    if let old = unsafe state.handle { unsafe mdb_env_close(old) }
    unsafe state.handle = nil
    let handle = try unsafe openHandle(path: path, options: options)
    unsafe state.handle = handle
    // The library numbers tables in the order of opening, so the same order keeps every `Table`.
    for table in state.tables {
      let number = try unsafe openTableHandle(
        handle, name: table.name, path: path, isReadOnly: options.isReadOnly)
      precondition(number == table.handle, "A reopened environment numbers its tables as before.")
    }
    // The library takes a meta page back that it could not write, but only in the page cache: the
    // next commit must not overwrite pages that the one on the disk may still refer to.
    if !options.isReadOnly { try check(unsafe mdb_env_sync(handle, 1), .commit, path) }
    state.needsReopening = false
  }
}

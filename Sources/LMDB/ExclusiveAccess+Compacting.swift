import CLMDB
import Glibc

/// Bytes of a data file before and after it was rewritten.
package struct CompactionReport: Hashable, Sendable {
  package let byteCountBefore: Int
  package let byteCountAfter: Int
}

extension Environment {
  /// Where a rewritten data file is prepared, inside the environment's folder.
  static var copyFolder: String { "compacting" }
}

extension ExclusiveAccess {
  /// Rewrites the data file without its free pages.
  ///
  /// The new file is written beside the old one, flushed, compared with it entry by entry, and then
  /// takes its name in one step: whenever the process ends, one of the two is there whole.
  package func compact() throws(LMDBError) -> CompactionReport {
    let folder = path + "/" + Environment.copyFolder
    let (old, new) = (path + "/data.mdb", folder + "/data.mdb")
    _ = unsafe unlink(new)
    guard unsafe mkdir(folder, 0o700) == 0 || errno == EEXIST else { throw failure(errno) }
    do throws(LMDBError) {
      try write(new, like: old)
      try compare(folder)
      let report = CompactionReport(
        byteCountBefore: try byteCount(old), byteCountAfter: try byteCount(new))
      guard unsafe rename(new, old) == 0 else { throw failure(errno) }
      try synchroniseFolder(at: path)
      _ = unsafe rmdir(folder)
      return report
    } catch {
      _ = unsafe unlink(new)
      _ = unsafe rmdir(folder)
      throw error
    }
  }

  private func write(_ new: String, like old: String) throws(LMDBError) {
    var status = stat()
    guard unsafe stat(old, &status) == 0 else { throw failure(errno) }
    let file = unsafe open(new, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw failure(errno) }
    defer { _ = close(file) }
    // Only root can give a file away, and only then is there somebody to give it back to.
    if geteuid() == 0, fchown(file, status.st_uid, status.st_gid) != 0 { throw failure(errno) }
    guard fchmod(file, status.st_mode & 0o777) == 0 else { throw failure(errno) }
    let handle = try unsafe openAlone(path)
    defer { unsafe mdb_env_close(handle) }
    try check(unsafe mdb_env_copyfd2(handle, file, UInt32(MDB_CP_COMPACT)), .compact, path)
    guard fsync(file) == 0 else { throw failure(errno) }
  }

  private func byteCount(_ file: String) throws(LMDBError) -> Int {
    var status = stat()
    guard unsafe stat(file, &status) == 0 else { throw failure(errno) }
    return Int(status.st_size)
  }

  /// Opens an environment for reading, without the lock that this value holds already.
  private func openAlone(_ folder: String) throws(LMDBError) -> OpaquePointer {
    var created: OpaquePointer?
    try check(unsafe mdb_env_create(&created), .compact, folder)
    guard let handle = unsafe created else { throw failure(ENOMEM) }
    _ = unsafe mdb_env_set_maxdbs(handle, MDB_dbi(EnvironmentOptions.tableCountMax))
    let flags = UInt32(MDB_RDONLY | MDB_NOLOCK | MDB_NOTLS)
    let status = unsafe mdb_env_open(handle, folder, flags, 0o600)
    guard status == MDB_SUCCESS else {
      unsafe mdb_env_close(handle)
      throw failure(status)
    }
    return unsafe handle
  }

  private func failure(_ code: Int32) -> LMDBError {
    .failed(code: ResultCode(rawValue: code), operation: .compact, path: path)
  }
}

// MARK: - Comparing

extension ExclusiveAccess {
  /// Throws unless the copy holds the same tables with the same entries. O(file size).
  private func compare(_ copy: String) throws(LMDBError) {
    let handles = (try unsafe openAlone(path), try unsafe openAlone(copy))
    defer {
      unsafe mdb_env_close(handles.0)
      unsafe mdb_env_close(handles.1)
    }
    let old = try unsafe OpenedForReading(handles.0, path: path)
    let new = try unsafe OpenedForReading(handles.1, path: copy)
    var names: [[UInt8]] = []
    try old.entries(of: nil, beside: new) { key, _, _ in
      names.append(key.indices.map { key[$0] })
      return true
    }
    for name in names {
      try old.entries(of: String(decoding: name, as: UTF8.self), beside: new) { _, mine, other in
        guard mine.count == other.count else { return false }
        for index in mine.indices where mine[index] != other[index] { return false }
        return true
      }
    }
  }
}

/// A read transaction on a handle that this process alone uses.
@safe private struct OpenedForReading: ~Copyable {
  private let transaction: OpaquePointer
  private let path: String

  init(_ handle: OpaquePointer, path: String) throws(LMDBError) {
    var begun: OpaquePointer?
    try check(unsafe mdb_txn_begin(handle, nil, UInt32(MDB_RDONLY), &begun), .compact, path)
    guard let begun = unsafe begun else {
      throw .failed(code: .noMemory, operation: .compact, path: path)
    }
    unsafe self.transaction = begun
    self.path = path
  }

  // SAFETY: cursors live inside `entries` only.
  deinit { unsafe mdb_txn_abort(transaction) }

  private func table(_ name: String?) throws(LMDBError) -> MDB_dbi {
    var number: MDB_dbi = 0
    try check(unsafe mdb_dbi_open(transaction, name, 0, &number), .compact, path)
    return number
  }

  /// Walks a table (none: the list of tables) here and there in step.
  ///
  /// - Throws: `.copyDiffers` where keys differ or `agree` says no.
  func entries(
    of name: String?, beside other: borrowing OpenedForReading,
    _ agree: (_ key: Span<UInt8>, _ mine: Span<UInt8>, _ other: Span<UInt8>) -> Bool
  ) throws(LMDBError) {
    let tables = (try table(name), try other.table(name))
    var mine: OpaquePointer?
    try check(unsafe mdb_cursor_open(transaction, tables.0, &mine), .compact, path)
    defer { unsafe mdb_cursor_close(mine) }
    var theirs: OpaquePointer?
    try check(unsafe mdb_cursor_open(other.transaction, tables.1, &theirs), .compact, path)
    defer { unsafe mdb_cursor_close(theirs) }
    while true {
      var (key, value) = unsafe (MDB_val(), MDB_val())
      var (otherKey, otherValue) = unsafe (MDB_val(), MDB_val())
      let found = unsafe mdb_cursor_get(mine, &key, &value, MDB_NEXT)
      let otherFound = unsafe mdb_cursor_get(theirs, &otherKey, &otherValue, MDB_NEXT)
      guard found == otherFound else { throw .copyDiffers(path: path) }
      guard found != MDB_NOTFOUND else { return }
      try check(found, .compact, path)
      guard unsafe areEqual(view(key), view(otherKey)),
        unsafe agree(view(key), view(value), view(otherValue))
      else { throw .copyDiffers(path: path) }
    }
  }

  private func areEqual(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Bool {
    guard left.count == right.count else { return false }
    for index in left.indices where left[index] != right[index] { return false }
    return true
  }
}

import CLMDB
import Glibc

/// Reading where the lock file may not be written: an auditor's copy, or a folder of others.
///
/// The library enters every reader in the lock file, so that writers spare the pages it sees.
/// Without that right a ledger can still be read while nobody has it open for writing. Should a
/// writer come meanwhile, a read that it may have disturbed is thrown away and reported.
extension Environment {
  /// Whether the environment can only be read without the lock file: there is none and none may be
  /// made, or it may not be written and no process has the environment open.
  ///
  /// On a medium mounted read-only the library itself goes without.
  static func mustReadUnlocked(_ path: String) -> Bool {
    let file = path + "/lock.mdb"
    guard unsafe access(file, F_OK) == 0 else { return unsafe access(path, W_OK) != 0 }
    guard unsafe access(file, W_OK) != 0, errno == EACCES else { return false }
    return !isOpenElsewhere(file)
  }

  /// Whether another process has the environment open: each holds a shared lock on the first byte
  /// of the lock file as long as it does. Asking needs the right to read only.
  private static func isOpenElsewhere(_ lockFile: String) -> Bool {
    let descriptor = unsafe Glibc.open(lockFile, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return true }
    defer { _ = Glibc.close(descriptor) }
    var lock = flock()
    lock.l_type = Int16(F_WRLCK)
    lock.l_whence = Int16(SEEK_SET)
    lock.l_start = 0
    lock.l_len = 1
    guard unsafe fcntl(descriptor, F_GETLK, &lock) == 0 else { return true }
    return lock.l_type != Int16(F_UNLCK)
  }

  /// Throws if a commit happened since a read began that no writer knew of.
  func checkUnchanged(_ handle: OpaquePointer, since commit: Int) throws(LMDBError) {
    let found = try unsafe Self.statistics(of: handle, path: path)
    guard found.lastTransaction == commit else { throw .changedWhileReading(path: path) }
  }
}

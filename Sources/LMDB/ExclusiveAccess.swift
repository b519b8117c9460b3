import CLMDB
import Glibc

/// The right to an environment's folder that nobody else has open, in any process. Whoever wants
/// to open it meanwhile waits until this has gone.
///
/// Every process that has an environment open holds a shared lock on the first byte of `lock.mdb`;
/// this holds an exclusive one, which the library itself takes to find out that it is alone.
///
/// Whoever waits takes the lock file for one that is in use, although it tells the last transaction
/// of a data file that may have been replaced. So before the right ends, the library opens the
/// environment: alone, as it finds, and sets the lock file up for the file that is there now.
package final class ExclusiveAccess: Sendable {
  /// The folder of the environment.
  package let path: String
  private let identity: FolderIdentity
  private let descriptor: Int32

  /// Takes the right to the folder at `path`; nil if somebody has the environment open.
  package init?(tryAt path: String) throws(LMDBError) {
    let identity = try FolderIdentity(ofFolder: path)
    guard EnvironmentRegistry.shared.reserve(identity) else { return nil }
    do {
      // Opening would wait for somebody else's exclusive lock, so that one is looked for first.
      guard let free = try Self.lock(path) else {
        EnvironmentRegistry.shared.release(identity) {}
        return nil
      }
      _ = close(free)
      try Self.prepareLockFile(path)
      guard let descriptor = try Self.lock(path) else {
        EnvironmentRegistry.shared.release(identity) {}
        return nil
      }
      self.descriptor = descriptor
    } catch {
      EnvironmentRegistry.shared.release(identity) {}
      throw error
    }
    self.path = path
    self.identity = identity
  }

  deinit {
    EnvironmentRegistry.shared.release(identity) {
      // Should this fail, whoever opens next finds out by `agreesWithLockFile` and tries again.
      try? Self.prepareLockFile(path)
      _ = close(descriptor)
    }
  }

  /// Lets the library set its lock file up as after a reboot, because those who wait will take it
  /// for one that is in use. Skipped where closing would destroy the locks of others.
  private static func prepareLockFile(_ path: String) throws(LMDBError) {
    guard !LibraryVersion.current.breaksSharedLocksOnClose else { return }
    let handle = try unsafe Environment.openHandle(path: path, options: EnvironmentOptions())
    unsafe mdb_env_close(handle)
  }

  private static func lock(_ path: String) throws(LMDBError) -> Int32? {
    let opened = unsafe open(path + "/lock.mdb", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard opened >= 0 else { throw failure(errno, path) }
    var range = flock()
    range.l_type = Int16(F_WRLCK)
    range.l_whence = Int16(SEEK_SET)
    range.l_len = 1
    // SAFETY: the call reads the structure before it returns.
    guard unsafe fcntl(opened, F_SETLK, &range) == 0 else {
      let code = errno
      _ = close(opened)
      guard code == EAGAIN || code == EACCES else { throw failure(code, path) }
      return nil
    }
    return opened
  }

  private static func failure(_ code: Int32, _ path: String) -> LMDBError {
    .failed(code: ResultCode(rawValue: code), operation: .lock, path: path)
  }
}

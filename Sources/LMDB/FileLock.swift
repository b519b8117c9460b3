import Foundation
import Glibc

/// An exclusive lock on a file that ends with its owner, even if the owner is killed.
///
/// Kept beside the store's own lock where somebody must be told "busy" instead of waiting.
package final class FileLock: Sendable {
  private let descriptor: Int32

  /// Takes the lock on the file at `path`, creating it; nil if another process or owner holds it.
  package init?(tryAt path: String) throws(LMDBError) {
    let opened = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard opened >= 0 else {
      throw .failed(code: ResultCode(rawValue: errno), operation: .lock, path: path)
    }
    guard flock(opened, LOCK_EX | LOCK_NB) == 0 else {
      let code = errno
      _ = close(opened)
      guard code == EWOULDBLOCK else {
        throw .failed(code: ResultCode(rawValue: code), operation: .lock, path: path)
      }
      return nil
    }
    descriptor = opened
  }

  deinit { _ = close(descriptor) }
}

/// Flushes what a folder lists, so that files created or renamed in it survive a power failure.
package func synchroniseFolder(at path: String) throws(LMDBError) {
  let descriptor = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
  guard descriptor >= 0 else {
    throw .failed(code: ResultCode(rawValue: errno), operation: .synchronise, path: path)
  }
  defer { _ = close(descriptor) }
  guard fsync(descriptor) == 0 else {
    throw .failed(code: ResultCode(rawValue: errno), operation: .synchronise, path: path)
  }
}

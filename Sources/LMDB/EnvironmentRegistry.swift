import Glibc
import Synchronization

/// What identifies a folder whatever path leads to it.
struct FolderIdentity: Hashable, Sendable {
  let device: UInt
  let inode: UInt

  init(ofFolder path: String) throws(LMDBError) {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else {
      throw .failed(code: ResultCode(rawValue: errno), operation: .open, path: path)
    }
    guard status.st_mode & S_IFMT == S_IFDIR else {
      throw .failed(code: .notADirectory, operation: .open, path: path)
    }
    self.device = UInt(status.st_dev)
    self.inode = UInt(status.st_ino)
  }
}

/// The environments this process has open, so that a folder is never opened twice.
final class EnvironmentRegistry: Sendable {
  static let shared = EnvironmentRegistry()

  private struct Opened {
    weak var environment: Environment?
    /// Set where the library must not close: the environment lives as long as the process.
    var retained: Environment?
  }

  private let opened = Mutex<[FolderIdentity: Opened]>([:])

  func open(path: String, options: EnvironmentOptions) throws(LMDBError) -> Environment {
    let identity = try FolderIdentity(ofFolder: path)
    while true {
      let environment = try opened.withLock { opened throws(LMDBError) -> Environment? in
        if let entry = opened[identity] {
          // An entry without its environment is being closed by another thread just now.
          return entry.environment
        }
        let new = try Environment(path: path, options: options, identity: identity)
        let keeps = LibraryVersion.current.breaksSharedLocksOnClose
        opened[identity] = Opened(environment: new, retained: keeps ? new : nil)
        return new
      }
      guard let environment else {
        sched_yield()
        continue
      }
      guard options.isReadOnly || !environment.options.isReadOnly else {
        throw .openForReadingOnly(path: path)
      }
      return environment
    }
  }

  /// Keeps a folder from being opened in this process until `release`; false if it is open.
  func reserve(_ identity: FolderIdentity) -> Bool {
    opened.withLock { opened in
      guard opened[identity] == nil else { return false }
      opened[identity] = Opened()
      return true
    }
  }

  /// Closes and forgets in one step, so that nobody opens the folder in between.
  func release(_ identity: FolderIdentity, close: () -> Void) {
    opened.withLock { opened in
      close()
      opened[identity] = nil
    }
  }
}

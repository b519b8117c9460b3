/// What went wrong in the store, as data; `description` and `remedy` word it.
///
/// No case carries a stored value: a message can be shown and logged without showing what a ledger
/// holds.
package enum LMDBError: Error, Hashable, Sendable {
  /// A library call returned `code` during `operation` on the environment in folder `path`.
  case failed(code: ResultCode, operation: Operation, path: String)
  /// The folder lies on a file system that several machines may mount, where shared memory maps and
  /// locks do not hold.
  case networkFileSystem(name: String, path: String)
  /// The data file ends before the last page that its own header promises (byte counts).
  case truncated(path: String, expectedByteCount: Int, byteCount: Int)
  /// The library found at run time writes another file format than the one compiled against.
  case unsuitedLibrary(version: String)
  /// The environment is open in this process for reading only, and a writer was asked for.
  case openForReadingOnly(path: String)
  /// A commit failed and the environment cannot be reopened while this process still reads from it.
  case reopenPending(path: String)
  /// Somebody wrote during a read that the lock file could not announce; its result is dropped.
  case changedWhileReading(path: String)
  /// A reader has kept an old state open for so long that its pages cannot be overwritten.
  case heldByReader(path: String)
  /// A rewritten data file does not hold what the old one holds; the old one is still in place.
  case copyDiffers(path: String)

  /// The step of the store that failed.
  package enum Operation: String, Hashable, Sendable {
    case open = "opening the environment"
    case openTable = "opening a table"
    case beginRead = "starting a read"
    case beginWrite = "starting a write"
    case commit = "committing"
    case get = "reading a value"
    case put = "storing a value"
    case delete = "deleting a value"
    case scan = "scanning a table"
    case statistics = "reading statistics"
    case checkReaders = "clearing stale readers"
    case lock = "taking the writer's lock"
    case synchronise = "flushing a folder"
    case scrub = "overwriting unused bytes"
    case compact = "rewriting the data file"
  }

  /// The library's status, if the failure came from a library or system call.
  package var code: ResultCode? {
    if case .failed(let code, _, _) = self { code } else { nil }
  }

  /// Whether the medium has no room left: nothing was written, and the environment stays usable.
  package var isOutOfSpace: Bool {
    guard let code else { return false }
    return code == .diskFull || code == .mapFull || code == .quotaExceeded
  }
}

extension LMDBError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .failed(let code, let operation, let path):
      "\(operation.rawValue) failed in \(path): \(code.summary)"
    case .networkFileSystem(let name, let path):
      "\(path) lies on \(name), a network file system"
    case .truncated(let path, let expected, let found):
      "the data file in \(path) has \(found) bytes, its header promises \(expected)"
    case .unsuitedLibrary(let version):
      "LMDB \(version) was found, a version 0.9 is needed"
    case .openForReadingOnly(let path):
      "\(path) is open for reading only in this process"
    case .reopenPending(let path):
      "a commit in \(path) failed while this process still reads from it"
    case .changedWhileReading(let path):
      "\(path) was written to while it was read without its lock file"
    case .heldByReader(let path): "a reader keeps an old state of \(path) open"
    case .copyDiffers(let path): "the rewritten data file of \(path) differs from the old one"
    }
  }

  /// One sentence that says what the reader of the message can do.
  package var remedy: String {
    switch self {
    case .failed(let code, _, let path): Self.remedy(for: code, path: path)
    case .networkFileSystem: "Move the ledger to a local disk."
    case .truncated: "Restore the ledger from a backup, or open it once with write permission."
    case .unsuitedLibrary: "Install liblmdb 0.9 (Debian: apt install liblmdb-dev)."
    case .openForReadingOnly: "Close the reading ledger first."
    case .reopenPending: "End the reads under way and try again."
    case .changedWhileReading(let path): Self.remedy(for: .noPermission, path: path)
    case .heldByReader: "End the commands that read from it and run the command again."
    case .copyDiffers: "Nothing was changed. Run `kiem verify`, and check the disk."
    }
  }

  private static func remedy(for code: ResultCode, path: String) -> String {
    switch code {
    case .diskFull, .quotaExceeded:
      "Free space on the disk and run the command again; nothing was half-written."
    case .mapFull: "The environment has reached its reserved size; move old data to a new ledger."
    case .noPermission, .notPermitted:
      "Readers need write permission on \(path)/lock.mdb (group write is enough), or a copy."
    case .readOnlyFileSystem: "Open the ledger for reading, or copy it to a writable disk."
    case .noSuchFile, .notADirectory: "Check the path; a new ledger is made by `kiem new`."
    case .versionMismatch: "Dump the ledger with the version that wrote it, and load it with this."
    case .invalidFile, .corrupted, .pageNotFound, .panic:
      "Run `kiem verify`; restore from a backup if it finds damage."
    case .readersFull: "Too many readers are open; end some of them."
    case .noMemory: "Raise the limit on address space (ulimit -v unlimited)."
    default: "Run the command again; if it fails the same way, run `kiem verify`."
    }
  }
}

/// Throws the error of `operation` unless the library reported success.
func check(_ status: Int32, _ operation: LMDBError.Operation, _ path: String) throws(LMDBError) {
  guard status != ResultCode.success.rawValue else { return }
  throw .failed(code: ResultCode(rawValue: status), operation: operation, path: path)
}

import CLMDB
import Glibc

/// A status of the storage library: zero, one of LMDB's own negative codes, or an `errno`.
///
/// A struct and not an enumeration, so that a code this version has no name for survives.
package struct ResultCode: RawRepresentable, Hashable, Sendable {
  package let rawValue: Int32

  package init(rawValue: Int32) { self.rawValue = rawValue }

  package static let success = ResultCode(rawValue: MDB_SUCCESS)
  package static let keyExists = ResultCode(rawValue: MDB_KEYEXIST)
  package static let notFound = ResultCode(rawValue: MDB_NOTFOUND)
  package static let pageNotFound = ResultCode(rawValue: MDB_PAGE_NOTFOUND)
  package static let corrupted = ResultCode(rawValue: MDB_CORRUPTED)
  package static let panic = ResultCode(rawValue: MDB_PANIC)
  package static let versionMismatch = ResultCode(rawValue: MDB_VERSION_MISMATCH)
  package static let invalidFile = ResultCode(rawValue: MDB_INVALID)
  package static let mapFull = ResultCode(rawValue: MDB_MAP_FULL)
  package static let tablesFull = ResultCode(rawValue: MDB_DBS_FULL)
  package static let readersFull = ResultCode(rawValue: MDB_READERS_FULL)
  package static let transactionFull = ResultCode(rawValue: MDB_TXN_FULL)
  package static let incompatible = ResultCode(rawValue: MDB_INCOMPATIBLE)
  package static let badValueSize = ResultCode(rawValue: MDB_BAD_VALSIZE)

  package static let diskFull = ResultCode(rawValue: ENOSPC)
  package static let quotaExceeded = ResultCode(rawValue: EDQUOT)
  package static let inputOutput = ResultCode(rawValue: EIO)
  package static let noPermission = ResultCode(rawValue: EACCES)
  package static let notPermitted = ResultCode(rawValue: EPERM)
  package static let readOnlyFileSystem = ResultCode(rawValue: EROFS)
  package static let noSuchFile = ResultCode(rawValue: ENOENT)
  package static let notADirectory = ResultCode(rawValue: ENOTDIR)
  package static let noMemory = ResultCode(rawValue: ENOMEM)

  /// The library's or the operating system's own sentence for the code, in English.
  package var summary: String {
    guard let text = unsafe mdb_strerror(rawValue) else { return "status \(rawValue)" }
    return unsafe String(cString: text)
  }
}

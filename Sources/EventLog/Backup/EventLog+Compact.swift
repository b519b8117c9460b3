import Foundation
import LMDB

/// What compacting did to one part of a ledger.
package struct PartCompaction: Hashable, Sendable {
  /// The folder inside the ledger, as `log`.
  package let part: String
  /// Bytes of its data file.
  package let byteCountBefore: Int
  package let byteCountAfter: Int
}

extension EventLog {
  /// Rewrites the data files of a ledger without their free pages, one after the other; each is
  /// replaced in one step, so the ledger is whole whenever the process ends.
  ///
  /// Nobody else may have the ledger open: all parts are taken before the first is touched.
  ///
  /// - Throws: `.backup(.inUse)` where some program has a part open, `.busy` for a bulk writer.
  package static func compact(
    at path: String, progress: @escaping ProgressHandler = { _, _ in true }
  ) throws(LedgerError) -> [PartCompaction] {
    try asLedgerError {
      let folder = LedgerFolder(path: path)
      try folder.checkExists()
      guard let lock = try FileLock(tryAt: folder.bulkLock) else {
        throw LedgerError.busy(path: path)
      }
      return try withExtendedLifetime(lock) { try compact(folder, progress) }
    }
  }

  private static func compact(
    _ folder: LedgerFolder, _ progress: ProgressHandler
  ) throws -> [PartCompaction] {
    let parts = folder.environments
    let accesses = try parts.map { part in
      guard let access = try ExclusiveAccess(tryAt: folder.path + "/" + part) else {
        throw BackupProblem.inUse(part: part, path: folder.path)
      }
      return access
    }
    var reports: [PartCompaction] = []
    for (part, access) in zip(parts, accesses) {
      guard progress(UInt64(reports.count), UInt64(parts.count)) else {
        throw LedgerError.cancelled
      }
      let sizes = try access.compact()
      reports.append(
        PartCompaction(
          part: part, byteCountBefore: sizes.byteCountBefore, byteCountAfter: sizes.byteCountAfter))
    }
    return reports
  }
}

extension LedgerFolder {
  /// Folders of the ledger that hold an environment, below `path`; always in the same order, so
  /// that two who take them all cannot wait for each other.
  fileprivate var environments: [String] {
    let files = FileManager.default
    let generations = (try? files.contentsOfDirectory(atPath: projections)) ?? []
    let parts = ["log", "index", "vault"] + generations.sorted().map { "projections/" + $0 }
    return parts.filter { files.fileExists(atPath: path + "/" + $0 + "/data.mdb") }
  }
}

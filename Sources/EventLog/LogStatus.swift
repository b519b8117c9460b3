import Evidence
import Foundation
import Glibc
import LMDB
package import LedgerModel
import Vault

/// The condition of the log and of what lies beside it in the folder of a ledger.
package struct LogStatus: Sendable {
  /// Size, root and marks as of the last commit.
  package let head: LogHead
  /// Up to where the stored index is folded; none if there is no index.
  package let indexPosition: Position?
  /// The folders of the ledger that hold data, in the order of `LedgerFolder`.
  package let parts: [Part]
  /// Erasures that were cut off; running `kiem erase` again finishes them.
  package let unfinishedErasureCount: Int

  /// One folder of the ledger.
  package struct Part: Hashable, Sendable {
    package let name: String
    /// Bytes that its files take on disk.
    package let byteCount: Int
    /// Reader slots in use over all processes, this one aside; 0 where nobody shares it.
    package let readerCount: Int
    /// How many commits the oldest reader lies behind the newest; 0 without readers.
    package let oldestReaderLag: Int
  }
}

extension EventLog {
  /// Looks at head, index stamp, sizes and readers; nothing is scanned.
  package func status() throws(LedgerError) -> LogStatus {
    try asLedgerError {
      let index = openIndexForStatus()
      return LogStatus(
        head: try store.readHead(),
        indexPosition: try index?.stamp().map { Position($0.position) },
        parts: [
          try part("log", folder.log, store.environment),
          try part("index", folder.index, index?.environment),
          try part("projections", folder.projections), try part("vault", folder.vault),
        ], unfinishedErasureCount: Vault.unfinishedErasureCount(at: folder.vault))
    }
  }

  /// A missing or unreadable index is no fault of the ledger: it is folded anew when it is needed.
  private func openIndexForStatus() -> IndexStore? {
    guard FileManager.default.fileExists(atPath: folder.index + "/data.mdb") else { return nil }
    do { return try IndexStore(at: folder.index, isReadOnly: isReadOnly) } catch { return nil }
  }

  private func part(
    _ name: String, _ path: String, _ environment: Environment? = nil
  ) throws -> LogStatus.Part {
    let own = Int(getpid())
    let readers = try environment?.readers().filter { $0.process != own } ?? []
    let last = try environment?.statistics().lastTransaction ?? 0
    return LogStatus.Part(
      name: name, byteCount: Self.byteCount(below: path), readerCount: readers.count,
      oldestReaderLag: readers.compactMap(\.transaction).min().map { max(0, last - $0) } ?? 0)
  }

  /// Bytes on disk of the files below a folder. Blocks are counted, because a file may have holes;
  /// the unit of `st_blocks` is 512 bytes on every file system (POSIX leaves it open, Linux does
  /// not).
  private static func byteCount(below path: String) -> Int {
    var total = 0
    for name in FileManager.default.enumerator(atPath: path) ?? .init() {
      guard let name = name as? String else { continue }
      var status = stat()
      guard unsafe lstat(path + "/" + name, &status) == 0 else { continue }
      guard status.st_mode & S_IFMT == S_IFREG else { continue }
      total += Int(status.st_blocks) * 512
    }
    return total
  }
}

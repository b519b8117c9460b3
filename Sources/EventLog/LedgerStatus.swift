import Evidence
import Foundation
import LMDB
package import LedgerModel

/// The condition of a ledger, as `kiem status` prints it.
package struct LedgerStatus: Hashable, Sendable {
  package let path: String
  package let format: UInt64
  package let engine: String
  /// Position of the last event.
  package let position: Position
  /// Root of the Merkle tree, 64 hexadecimal digits.
  package let root: String
  package let lastRecorded: Instant?
  package let mark: LedgerMark
  package let firstLive: Position?
  /// The import that committed last, unfinished or not.
  package let progress: ImportProgress?
  /// Up to where the stored index is folded; none if there is no index.
  package let indexPosition: Position?
  package let isReadOnly: Bool
  package let parts: [Part]

  /// One environment of the ledger.
  package struct Part: Hashable, Sendable {
    package let name: String
    package let fileByteCount: Int
    package let usedByteCount: Int
    /// Readers of all processes, this one included.
    package let readerCount: Int
  }
}

extension EventLog {
  /// Looks at head, index stamp and sizes; nothing is scanned.
  package func status() throws(LedgerError) -> LedgerStatus {
    try asLedgerError {
      let head = try store.readHead()
      var parts = [try part("log", store.environment)]
      var indexPosition: Position?
      if let index = openIndexForStatus() {
        indexPosition = try index.stamp().map { Position($0.position) }
        parts.append(try part("index", index.environment))
      }
      return LedgerStatus(
        path: folder.path, format: head.format, engine: head.engine, position: head.lastPosition,
        root: head.root.hex, lastRecorded: head.size > 0 ? head.lastRecorded : nil,
        mark: head.mark, firstLive: head.firstLive, progress: head.progress,
        indexPosition: indexPosition, isReadOnly: isReadOnly, parts: parts)
    }
  }

  /// A missing or unreadable index is no fault of the ledger: it is folded anew when it is needed.
  private func openIndexForStatus() -> IndexStore? {
    guard FileManager.default.fileExists(atPath: folder.index + "/data.mdb") else { return nil }
    do { return try IndexStore(at: folder.index, isReadOnly: isReadOnly) } catch { return nil }
  }

  private func part(_ name: String, _ environment: Environment) throws -> LedgerStatus.Part {
    let statistics = try environment.statistics()
    return LedgerStatus.Part(
      name: name, fileByteCount: statistics.fileByteCount,
      usedByteCount: statistics.usedByteCount, readerCount: statistics.readerCount)
  }
}

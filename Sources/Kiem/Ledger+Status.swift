import EventLog
import Evidence
import Foundation
import LedgerModel
import Projections
import QueryPlan

extension Ledger {
  /// Position, root, marks and sizes. Reads the head and the campaigns, scans nothing else.
  package func status() throws -> LedgerStatus {
    let head = try log.head()
    let reading = Reading(position: head.lastPosition, clock: ownClock(head))
    let world = world(at: reading)
    let isEmpty = head.size == 0
    var clock: Instant?
    if case .live = head.mark {} else { clock = ownClock(head) }
    return LedgerStatus(
      path: path, position: head.lastPosition, root: head.root.hex, format: head.format,
      engine: head.engine, mark: head.mark.name,
      lastRecorded: isEmpty ? nil : head.lastRecorded, clock: clock,
      campaigns: try world.context(reading).campaigns.all.map(\.campaign),
      sizes: sizes(), readers: 0, indexPosition: head.lastPosition,
      unfinishedImport: unfinishedImport(head))
  }

  private func unfinishedImport(_ head: LogHead) -> String? {
    guard let progress = head.progress else { return nil }
    return "\(progress.file): \(progress.rowCount) rows read, \(progress.byteOffset) bytes; "
      + "import it again to go on"
  }

  private func sizes() -> [(name: String, bytes: Int64)] {
    let parts = [
      ("log", log.folder.log), ("index", log.folder.index),
      ("projections", log.folder.projections), ("vault", log.folder.vault),
    ]
    return parts.map { name, path in (name, Ledger.bytesUsed(below: path)) }
  }

  /// Bytes that the files take on disk; the maps are sparse, so their length says nothing.
  private static func bytesUsed(below path: String) -> Int64 {
    let keys: Set<URLResourceKey> = [.totalFileAllocatedSizeKey, .fileAllocatedSizeKey]
    let files = FileManager.default.enumerator(
      at: URL(fileURLWithPath: path), includingPropertiesForKeys: Array(keys))
    var total: Int64 = 0
    while let file = files?.nextObject() as? URL {
      let values = try? file.resourceValues(forKeys: keys)
      total += Int64(values?.totalFileAllocatedSize ?? values?.fileAllocatedSize ?? 0)
    }
    return total
  }
}

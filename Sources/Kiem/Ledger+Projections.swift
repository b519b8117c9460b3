import Columns
import EventLog
import Foundation
package import LedgerModel
import Obligations
package import Projections

/// Stored rows: what readers find, and who writes it.
extension Ledger {
  var generations: GenerationFolder {
    GenerationFolder(path: LedgerFolder(path: path).projections)
  }

  /// The stored rows that questions may begin with; none when there are none, or when they are of
  /// another program or another log. Readers never write.
  func liveArchive() -> ProjectionArchive? {
    ProjectionArchive.live(
      in: generations, log: LogEventSource(log: log), folds: SourceRegistry.complete.folds,
      isReadOnly: true)
  }

  /// A generation with what its rebuild found.
  func storedGeneration(_ number: Int) -> StoredGeneration {
    StoredGeneration(
      number: number, agreement: RebuildRecord.agreement(of: number, in: generations.path))
  }

  /// Generation, position and lag of the stored rows.
  package func projectionsStatus() throws -> ProjectionsStatus {
    let head = try log.head().lastPosition
    let archive = liveArchive()
    return ProjectionsStatus(
      generation: archive == nil ? nil : generations.live, position: archive?.state.position,
      lag: head.number - (archive?.state.position.number ?? 0),
      quarantined: archive?.state.quarantine ?? [], kept: generations.generations,
      lastRebuild: RebuildRecord.last(in: generations.path))
  }

  /// Writes the rows of the log's tail to the live generation when it is at least `least` events
  /// behind. Does nothing when there is no live generation, when the tail is longer than
  /// `most` events, or when another process writes rows. Returns the events taken in.
  ///
  /// Not to be called while this process has the ledger's rows open for reading.
  @discardableResult
  package static func catchUp(
    at path: String, least: UInt64 = Folder.catchUpCount, most: UInt64 = Folder.batchCount
  ) throws -> UInt64 {
    let ledger = try Ledger.open(at: path, access: .readOnly)
    guard let known = ledger.liveArchive()?.state.position else { return 0 }
    let head = try ledger.log.head().lastPosition
    let lag = head.number - min(known.number, head.number)
    guard lag >= least, lag <= most, let lock = try ledger.generations.lock() else { return 0 }
    return try withExtendedLifetime(lock) {
      let source = LogEventSource(log: ledger.log)
      let folds = SourceRegistry.complete.folds
      guard
        let archive = ProjectionArchive.live(
          in: ledger.generations, log: source, folds: folds, isReadOnly: false)
      else { return 0 }
      let before = archive.state.position.number
      let store = ProjectionStore(
        log: source, folds: folds, archive: archive, indexing: DutyCompiler.indexing())
      let folder = Folder(store, batchCount: Folder.catchUpCount)
      let reached = try folder.fold(through: head) { _ in true }
      try store.compact(.touched, .fullBlocks)
      return reached.number - before
    }
  }
}

/// The state of a ledger's stored rows.
package struct ProjectionsStatus: Sendable {
  /// The generation that readers use; none when every question folds the log anew.
  package let generation: Int?
  /// Up to where it holds rows.
  package let position: Position?
  /// Events of the log behind that position.
  package let lag: UInt64
  package let quarantined: [QuarantinedEvent]
  /// All generations in the folder.
  package let kept: [Int]
  /// The line that the last rebuild left.
  package let lastRebuild: String?
}

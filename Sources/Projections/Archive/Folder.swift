package import LedgerModel

/// Writes rows: folds the log behind an archive in batches, each of them one commit, so that a run
/// that is cut off goes on where it stopped.
package struct Folder {
  /// Events of one commit.
  package static let batchCount: UInt64 = 32_768
  /// Events of one commit while readers wait for nothing.
  package static let catchUpCount: UInt64 = 8_192

  /// Threads that fold side by side.
  package static let workerCount = 2

  private let store: ProjectionStore
  private let batchCount: UInt64

  package init(_ store: ProjectionStore, batchCount: UInt64 = Folder.batchCount) {
    precondition(batchCount > 0, "a batch holds events")
    self.store = store
    self.batchCount = batchCount
  }

  /// Folds up to `head`. `progress` is told how far it is before every batch and may return false
  /// to stop; what was written stays. Returns the position reached.
  package func fold(
    through head: Position, progress: (_ done: Position) -> Bool
  ) throws -> Position {
    while let reached = store.archive?.state.position, reached < head {
      guard progress(reached) else { return reached }
      let next = min(head.number, reached.number + batchCount)
      guard try store.persist(through: Position(next)) else { return reached }
    }
    _ = progress(head)
    return store.archive?.state.position ?? .empty
  }
}

package import LedgerModel

/// Writes rows: folds the log behind an archive in batches, each of them one commit, so that a run
/// that is cut off goes on where it stopped.
package struct Folder {
  /// Events between two calls of `progress`.
  package static let batchCount: UInt64 = 32_768
  /// Batches of one commit while a generation is folded from the beginning. Each commit writes the
  /// newest chunk of every source again, and what it writes is held in memory meanwhile.
  package static let batchesPerCommit: UInt64 = 2
  /// Events of one commit while readers wait for nothing.
  package static let catchUpCount: UInt64 = 8_192

  /// Events from which on it pays to read which entities are stored before they are folded.
  static let learningCount: UInt64 = 65_536

  /// Threads that fold side by side.
  package static let workerCount = 2

  private let store: ProjectionStore
  private let batchCount: UInt64
  private let batchesPerCommit: UInt64

  package init(
    _ store: ProjectionStore, batchCount: UInt64 = Folder.batchCount, batchesPerCommit: UInt64 = 1
  ) {
    precondition(batchCount > 0 && batchesPerCommit > 0, "a batch holds events")
    self.store = store
    self.batchCount = batchCount
    self.batchesPerCommit = batchesPerCommit
  }

  /// Folds up to `head`. `progress` is told how far it is before every batch and may return false
  /// to stop; what was folded is written then. Returns the position reached.
  package func fold(
    through head: Position, progress: (_ done: Position) -> Bool
  ) throws -> Position {
    guard var reached = store.archive?.state.position else { return .empty }
    if head.number - reached.number >= Folder.learningCount { try store.learnNames() }
    var batch: UInt64 = 0
    while reached < head {
      guard progress(reached) else {
        try store.persist(through: reached)
        return reached
      }
      reached = Position(min(head.number, reached.number + batchCount))
      try store.fold(through: reached)
      batch += 1
      if reached == head || batch.isMultiple(of: batchesPerCommit) || store.isTight {
        try store.persist(through: reached)
      }
    }
    try store.drainEntities()
    _ = progress(head)
    return reached
  }
}

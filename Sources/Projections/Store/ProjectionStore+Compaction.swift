package import Columns

extension ProjectionStore {
  /// Which sources are looked at.
  package enum CompactedSources {
    case all
    /// Those whose rows were touched: others have lost no row since they were looked at.
    case touched
  }

  /// Compacts the stored rows of sources in which most rows are closed; to be called when everything
  /// folded is written. Answers and digests stay the same.
  ///
  /// `progress` is told how many rows of how many it has gone through, before every block, and may
  /// return false to stop: sources that are done stay compacted, the others are as they were. Returns
  /// false when it was stopped. Holds one block of 65,536 rows, one column of another and 16 MiB.
  @discardableResult
  package func compact(
    _ sources: CompactedSources, _ compactable: RowStore.Compactable,
    progress: (_ done: Int, _ all: Int) -> Bool = { _, _ in true }
  ) throws -> Bool {
    guard let archive else { return true }
    var work: [(source: String, rows: RowStore, stretches: [Range<Int>])] = []
    for name in self.sources {
      guard let source = stored(name), source.position == archive.state.position,
        let rows = sources == .all ? try source.rows : source.rowsInUse
      else { continue }
      let stretches = rows.sparseStretches(compactable)
      if !stretches.isEmpty { work.append((name, rows, stretches)) }
    }
    let all = work.reduce(0) { sum, part in part.stretches.reduce(sum) { $0 + $1.count } }
    var done = 0
    for part in work {
      let isDone = try archive.compact(part.source, part.rows, part.stretches) { rowCount in
        defer { done += rowCount }
        return progress(done, all)
      }
      guard isDone else { return false }
    }
    return true
  }
}

import Foundation

/// Sorts rows by time in bounded memory: sorted runs on disk, then a merge.
struct TimeSorter: ~Copyable {
  private let folder: URL
  private let runByteCountMax: Int
  private var pending: [TimedRow] = []
  private var pendingByteCount = 0
  private var runs: [SpillFile] = []

  /// - Parameters:
  ///   - folder: where runs may be put; a folder of its own is made in it when one is needed.
  ///   - runByteCountMax: rows kept in memory before a run is written.
  init(in folder: String, runByteCountMax: Int = 64 << 20) {
    self.folder = URL(fileURLWithPath: folder)
      .appendingPathComponent("kiem-\(UUID().uuidString)")
    self.runByteCountMax = runByteCountMax
  }

  mutating func add(_ row: TimedRow) throws(ImportError) {
    pending.append(row)
    pendingByteCount += row.raw.bytes.count + 128
    if pendingByteCount > runByteCountMax { try spill() }
  }

  private mutating func spill() throws(ImportError) {
    if runs.isEmpty {
      do {
        try FileManager.default.createDirectory(
          at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
      } catch {
        throw .spill(path: folder.path, reason: error.localizedDescription)
      }
    }
    pending.sort(by: TimedRow.precedes)
    runs.append(try SpillFile(pending, at: folder.appendingPathComponent("\(runs.count)")))
    pending.removeAll(keepingCapacity: true)
    pendingByteCount = 0
  }

  /// All rows in order; nothing can be added any more.
  mutating func merged() throws(ImportError) -> MergedRows {
    pending.sort(by: TimedRow.precedes)
    defer { pending = [] }
    return try MergedRows(runs, last: pending)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }
}

/// Merges sorted runs. O(log runs) a row.
struct MergedRows {
  private let runs: [SpillFile]
  private var last: ArraySlice<TimedRow>
  /// A heap by time: the next row of each run, `runs.count` standing for the one in memory.
  private var heap: [(row: TimedRow, run: Int)] = []

  fileprivate init(_ runs: [SpillFile], last: [TimedRow]) throws(ImportError) {
    self.runs = runs
    self.last = last[...]
    for run in 0...runs.count { try push(run) }
  }

  mutating func next() throws(ImportError) -> TimedRow? {
    guard let first = heap.first else { return nil }
    let end = heap.removeLast()
    if !heap.isEmpty {
      heap[0] = end
      sink()
    }
    try push(first.run)
    return first.row
  }

  private mutating func push(_ run: Int) throws(ImportError) {
    guard let row = run == runs.count ? last.popFirst() : try runs[run].next() else { return }
    heap.append((row, run))
    var child = heap.count - 1
    while child > 0 {
      let parent = (child - 1) / 2
      guard TimedRow.precedes(heap[child].row, heap[parent].row) else { return }
      heap.swapAt(child, parent)
      child = parent
    }
  }

  private mutating func sink() {
    var parent = 0
    while true {
      var least = parent
      for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count {
        if TimedRow.precedes(heap[child].row, heap[least].row) { least = child }
      }
      guard least != parent else { return }
      heap.swapAt(least, parent)
      parent = least
    }
  }
}

import Columns
import LedgerModel
import QueryPlan

/// Rows that a stage has to hold before it can yield any, column by column.
struct RowBuffer {
  private let run: Execution
  private let stage: String
  private let origin: Range<Int>?
  private let kept: Set<Int>
  private var buffers: [ColumnBuffer]
  private(set) var count = 0
  /// Rows made by `total` that passed by; they go behind the others.
  private(set) var totals: [RowBatch] = []

  /// Keeps only the columns in `kept`; the others read as none.
  init(_ node: PlanNode, stage: String, kept: Set<Int>, columnCount: Int, run: Execution) {
    self.run = run
    self.stage = stage
    self.kept = kept
    origin = node.origin
    buffers = (0..<columnCount).map { _ in ColumnBuffer() }
  }

  mutating func append(_ batch: RowBatch) throws {
    if batch.isTotal {
      totals.append(batch)
      return
    }
    try run.checkHeld(count + batch.rows.count, stage: stage, origin: origin)
    for index in kept { buffers[index].append(batch.vector(index)) }
    count += batch.rows.count
    run.meter?.holds(count, byteCount: kept.reduce(0) { $0 + buffers[$1].byteCount })
  }

  var columns: [Column] {
    buffers.indices.map { kept.contains($0) ? buffers[$0].column : .constant(.none) }
  }
}

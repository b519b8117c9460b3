import Columns
import QueryPlan

extension Execution {
  /// The first row of every combination of the columns, in order.
  func distinct(
    _ node: PlanNode, _ input: PlanNode, _ columns: [Int], _ request: StreamRequest,
    into sink: Sink
  ) throws {
    var index = KeyIndex(keyCount: columns.count)
    var numbers: [Int32] = []
    try stream(input, request.needing(request.needed.union(columns))) { batch in
      if batch.isTotal { return try sink(batch) }
      var known = Int32(index.count)
      index.number(
        columns.map(batch.vector), rowCount: batch.rows.count, into: &numbers)
      try self.checkHeld(index.count, stage: "distinct", origin: node.origin)
      var rows: [Int32] = []
      for (place, row) in batch.rows.enumerated() where numbers[place] == known {
        rows.append(row)
        known += 1
      }
      if !rows.isEmpty { try sink(batch.selecting(rows)) }
    }
  }
}

import Columns
import QueryPlan

extension Execution {
  /// The first row of every combination of the columns, in order.
  func distinct(
    _ node: PlanNode, _ input: PlanNode, _ columns: [Int], _ request: StreamRequest,
    into sink: @escaping Sink
  ) throws {
    var index = KeyIndex(keyCount: columns.count)
    var codes = [Int](repeating: 0, count: columns.count)
    try stream(input, request.needing(request.needed.union(columns))) { batch in
      if batch.isTotal { return try sink(batch) }
      var rows: [Int32] = []
      for row in batch.rows {
        for (place, column) in columns.enumerated() {
          let value = batch.columns[column].value(at: Int(row))
          codes[place] = index.code(of: value, place: place)
        }
        let known = index.count
        if index.number(of: codes) == known { rows.append(row) }
      }
      try self.checkHeld(index.count, stage: "distinct", origin: node.origin)
      if !rows.isEmpty { try sink(batch.selecting(rows)) }
    }
  }
}

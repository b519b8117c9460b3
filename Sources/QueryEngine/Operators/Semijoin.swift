import QueryPlan

extension Execution {
  /// `with` and `without`: rows that have, or do not have, a match in another pipeline.
  func semijoin(
    _ node: PlanNode, _ input: PlanNode, _ join: Join, isAnti: Bool, _ request: StreamRequest,
    into sink: @escaping Sink
  ) throws {
    let leftCount = input.columns.count
    let index = try joinIndex(
      node, join, stage: isAnti ? "without" : "with", leftCount: leftCount, wanted: [], request)
    let needed = request.needed.union(join.leftColumns(leftCount: leftCount))
    try stream(input, request.needing(needed)) { batch in
      var cursor = RowCursor(batch.columns, right: index.columns)
      var rows: [Int32] = []
      for row in batch.rows {
        cursor.row = Int(row)
        if try index.hasMatch(&cursor) != isAnti { rows.append(row) }
      }
      if !rows.isEmpty { try sink(batch.selecting(rows)) }
    }
  }
}

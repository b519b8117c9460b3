import QueryPlan

extension Execution {
  /// Rows for which the condition holds. A total is a row here like any other.
  func filter(
    _ input: PlanNode, _ predicate: PlanExpression, _ request: StreamRequest,
    into sink: @escaping Sink
  ) throws {
    let holds = try compiler(request).predicate(predicate)
    let needed = request.needed.union(readBy: [predicate])
    try stream(input, request.needing(needed)) { batch in
      var cursor = RowCursor(batch.columns)
      var rows: [Int32] = []
      rows.reserveCapacity(batch.rows.count)
      for row in batch.rows {
        cursor.row = Int(row)
        if try holds(cursor) { rows.append(row) }
      }
      if !rows.isEmpty { try sink(batch.selecting(rows)) }
    }
  }
}

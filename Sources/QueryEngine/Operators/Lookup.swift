import Columns
import LedgerModel
import QueryPlan

extension Execution {
  /// `lookup` and `expand`: every row with the columns of its match, or of each of its matches;
  /// a row without one gets none in them.
  func lookup(
    _ node: PlanNode, _ input: PlanNode, _ join: Join, isExpand: Bool, _ request: StreamRequest,
    into sink: Sink
  ) throws {
    let leftCount = input.columns.count
    let wanted = Set(request.needed.filter { $0 >= leftCount }.map { $0 - leftCount })
    var index = try joinIndex(
      node, join, stage: isExpand ? "expand" : "lookup", leftCount: leftCount, wanted: wanted,
      request)
    if !isExpand, join.condition.when == nil, let key = index.duplicateKey {
      throw duplicateKey(key, node, join)
    }
    let needed = request.needed.filter { $0 < leftCount }
      .union(join.leftColumns(leftCount: leftCount))
    var keys: [Int32] = []
    try stream(input, request.needing(needed)) { batch in
      var pairs = MatchedRows()
      var cursor = RowCursor(batch.columns, right: index.columns)
      index.number(batch, into: &keys)
      for (place, row) in batch.rows.enumerated() {
        cursor.row = Int(row)
        let count = try index.appendMatches(keys[place], &cursor, to: &pairs.right)
        if count > 1 && !isExpand {
          throw self.duplicateKey(
            join.condition.columns.map { cursor.columns[$0.left].value(at: cursor.row) }, node,
            join)
        }
        pairs.complete(row, matchCount: count)
        guard pairs.count >= ExecutionLimits.batchRowCountMax else { continue }
        try self.checkCancellation()
        try sink(pairs.batch(left: batch, right: index.columns))
        pairs = MatchedRows()
      }
      if pairs.count > 0 { try sink(pairs.batch(left: batch, right: index.columns)) }
    }
  }

  private func duplicateKey(_ key: [Value], _ node: PlanNode, _ join: Join) -> ExecutionError {
    .duplicateKey(
      columns: join.condition.columns.map { join.right.columns[$0.right].name }, key: key,
      origin: node.origin)
  }
}

/// Left rows beside their right rows; −1 where there is none.
private struct MatchedRows {
  private static let unmatched: Int32 = -1

  private var left: [Int32] = []
  var right: [Int32] = []

  var count: Int { left.count }

  /// Puts the left row beside the right rows that were appended for it, or beside nothing.
  mutating func complete(_ row: Int32, matchCount: Int) {
    if matchCount == 0 { right.append(MatchedRows.unmatched) }
    for _ in 0..<max(1, matchCount) { left.append(row) }
  }

  func batch(left batch: RowBatch, right columns: [Column]) -> RowBatch {
    let leftColumns = batch.columns.indices.map { batch.selecting(left).values(of: $0) }
    let rightColumns = columns.map { column -> Column in
      if case .constant(.none) = column { return column }
      return .values(
        right.map { $0 == MatchedRows.unmatched ? .none : column.value(at: Int($0)) })
    }
    return RowBatch(
      columns: leftColumns + rightColumns, rowCount: left.count, isTotal: batch.isTotal)
  }
}

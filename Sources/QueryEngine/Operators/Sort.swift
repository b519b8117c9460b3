import Columns
import LedgerModel
import QueryPlan

extension Execution {
  /// All rows by the keys; equal rows keep their order, none is last in both directions, a total
  /// stays below.
  func sort(
    _ node: PlanNode, _ input: PlanNode, _ keys: [SortKey], _ request: StreamRequest,
    into sink: @escaping Sink
  ) throws {
    let buffer = try collect(
      node, input, stage: "sort", reading: keys.map(\.expression), request)
    let columns = buffer.columns
    let sortColumns = try keys.map {
      try sortColumn($0, columns: columns, count: buffer.count, request)
    }
    let order = try sorted(Array(0..<buffer.count), by: sortColumns)
    try emit(order, of: columns, totals: buffer.totals, into: sink)
  }

  /// Holds all rows of `input` with the columns that are needed behind or read by `expressions`.
  func collect(
    _ node: PlanNode, _ input: PlanNode, stage: String, reading expressions: [PlanExpression],
    _ request: StreamRequest
  ) throws -> RowBuffer {
    let needed = request.needed
      .filter { $0 < input.columns.count }
    let kept = Set(needed).union(readBy: expressions)
    var buffer = RowBuffer(
      node, stage: stage, kept: kept, columnCount: input.columns.count, run: self)
    try stream(input, request.needing(kept)) { try buffer.append($0) }
    return buffer
  }

  func sortColumn(
    _ key: SortKey, columns: [Column], count: Int, _ request: StreamRequest
  ) throws -> SortColumn {
    let evaluator = try compiler(request).evaluator(key.expression)
    var cursor = RowCursor(columns)
    var values: [Value] = []
    values.reserveCapacity(count)
    for row in 0..<count {
      if row % ExecutionLimits.batchRowCountMax == 0 { try checkCancellation() }
      cursor.row = row
      values.append(try evaluator(cursor))
    }
    return try SortColumn(
      values, order: order(of: key.expression.type), isDescending: key.isDescending,
      check: checkCancellation)
  }

  /// Row numbers by the sort columns; rows that are equal in all of them by their number.
  func sorted(_ rows: [Int], by columns: [SortColumn]) throws -> [Int] {
    var comparisons = 0
    return try rows.sorted { left, right in
      comparisons += 1
      if comparisons % ExecutionLimits.batchRowCountMax == 0 { try checkCancellation() }
      switch columns.compare(left, right) {
      case .before: return true
      case .after: return false
      case .same: return left < right
      }
    }
  }

  /// Hands on rows of held columns, in batches, and then the totals.
  func emit(
    _ rows: [Int], of columns: [Column], totals: [RowBatch], into sink: Sink
  ) throws {
    var start = 0
    while start < rows.count {
      try checkCancellation()
      let end = min(start + ExecutionLimits.batchRowCountMax, rows.count)
      try sink(RowBatch(columns: columns, rows: rows[start..<end].map { Int32($0) }))
      start = end
    }
    for total in totals { try sink(total) }
  }
}

import Columns
import LedgerModel
import QueryPlan

extension Execution {
  /// All rows by the keys; equal rows keep their order, none is last in both directions, a total
  /// stays below.
  func sort(
    _ node: PlanNode, _ input: PlanNode, _ keys: [SortKey], _ request: StreamRequest,
    into sink: Sink
  ) throws {
    let buffer = try collect(
      node, input, stage: "sort", reading: keys.map(\.expression), request)
    let columns = buffer.columns
    let sortColumns = try keys.map {
      try sortColumn($0, columns: columns, count: buffer.count, request)
    }
    let order = try sorted(buffer.count, by: sortColumns)
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
    let expression = try compiler(request).vector(key.expression)
    var buffer = ColumnBuffer()
    for part in RowBatch(columns: columns, rowCount: count).parts(
      of: ExecutionLimits.batchRowCountMax)
    {
      try checkCancellation()
      buffer.append(try expression.values(of: part))
    }
    return try SortColumn(
      buffer.column, count: count, order: order(of: key.expression.type),
      isDescending: key.isDescending, cache: ranks, check: checkCancellation)
  }

  /// The numbers of that many rows by the sort columns; rows that are equal in all of them by their
  /// number.
  func sorted(_ rowCount: Int, by columns: [SortColumn]) throws -> [Int] {
    if let keys = try SortKeys(columns, rowCount: rowCount, check: checkCancellation) {
      return try keys.sortedRows(check: checkCancellation).map { Int($0) }
    }
    return try sorted(Array(0..<rowCount), by: columns)
  }

  private func sorted(_ rows: [Int], by columns: [SortColumn]) throws -> [Int] {
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

  /// The first `limit` of the rows that `sorted` would give, without sorting the others: a heap of
  /// the best so far, the worst of them on top. O(rows × log limit).
  func firstSorted(_ limit: Int, of count: Int, by columns: [SortColumn]) throws -> [Int] {
    var heap = BoundedHeap(limit: limit) { left, right in
      switch columns.compare(left, right) {
      case .before: true
      case .after: false
      case .same: left < right
      }
    }
    for row in 0..<count {
      if row % ExecutionLimits.batchRowCountMax == 0 { try checkCancellation() }
      heap.offer(row)
    }
    return try sorted(heap.rows, by: columns)
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

/// The first rows of an order, as many as its limit allows.
private struct BoundedHeap {
  private let limit: Int
  private let precedes: (Int, Int) -> Bool
  /// The last of the rows kept is on top: no row comes after one above it.
  private(set) var rows: [Int] = []

  init(limit: Int, precedes: @escaping (Int, Int) -> Bool) {
    self.limit = limit
    self.precedes = precedes
  }

  mutating func offer(_ row: Int) {
    if rows.count < limit {
      rows.append(row)
      moveUp()
    } else if let last = rows.first, precedes(row, last) {
      rows[0] = row
      moveDown()
    }
  }

  private mutating func moveUp() {
    var place = rows.count - 1
    while place > 0, precedes(rows[(place - 1) / 2], rows[place]) {
      rows.swapAt(place, (place - 1) / 2)
      place = (place - 1) / 2
    }
  }

  private mutating func moveDown() {
    var place = 0
    while true {
      var later = place
      for child in [2 * place + 1, 2 * place + 2] where child < rows.count {
        if precedes(rows[later], rows[child]) { later = child }
      }
      if later == place { return }
      rows.swapAt(place, later)
      place = later
    }
  }
}

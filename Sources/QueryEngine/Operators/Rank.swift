import Columns
import LedgerModel
import QueryPlan

extension Execution {
  /// Adds rank columns: 1 + the rows with a greater value in the same partition; none has none.
  func rank(
    _ node: PlanNode, _ input: PlanNode, _ ranks: [PlanRank], _ request: StreamRequest,
    into sink: Sink
  ) throws {
    let inner = request.needing(request.needed.union(ranks.flatMap(\.partition)))
    let buffer = try collect(node, input, stage: "rank", reading: ranks.map(\.value), inner)
    let columns = buffer.columns
    let rankColumns = try ranks.map { rank in
      try rankColumn(rank, columns: columns, count: buffer.count, request)
    }
    let unranked = ranks.map { _ in Column.constant(.none) }
    let totals = buffer.totals.map {
      RowBatch(columns: $0.columns + unranked, rows: $0.rows, isTotal: true)
    }
    try emit(
      Array(0..<buffer.count), of: columns + rankColumns, totals: totals, into: sink)
  }

  private func rankColumn(
    _ rank: PlanRank, columns: [Column], count: Int, _ request: StreamRequest
  ) throws -> Column {
    let key = SortKey(rank.value, isDescending: true)
    let values = try sortColumn(key, columns: columns, count: count, request)
    let partitions = try partitions(of: count, columns: columns, by: rank.partition)
    let order = try sorted(count, by: [partitions.column, values])
    var ranks = [Value](repeating: .none, count: count)
    var (partition, passed, current) = (-1, 0, 0)
    for (place, row) in order.enumerated() {
      try checkCancellation(at: place)
      if partitions.numbers[row] != partition {
        (partition, passed, current) = (partitions.numbers[row], 0, 0)
      }
      let tiesWithLast = passed > 0 && values.compare(order[place - 1], row) == .same
      passed += 1
      if !tiesWithLast { current = passed }
      if !values.isNone(row) { ranks[row] = .integer(Int64(current)) }
    }
    return .values(ranks)
  }
}

import Catalog
import Columns
import LedgerModel
import QueryPlan

/// What `top` keeps.
struct TopRows {
  let count: Int
  let key: SortKey
  /// Columns in which rows must be equal to compete.
  let partition: [Int]
}

extension Execution {
  /// The first rows by a key, of all rows or of each partition; partitions come in the order of
  /// their first rows. Rows that tie with the last one kept and are cut off are noted.
  func top(
    _ node: PlanNode, _ input: PlanNode, _ top: TopRows, _ request: StreamRequest,
    into sink: Sink
  ) throws {
    let request = request.needing(request.needed.union(top.partition))
    let buffer = try collect(
      node, input, stage: "top", reading: [top.key.expression], request)
    let columns = buffer.columns
    let key = try sortColumn(top.key, columns: columns, count: buffer.count, request)
    let (kept, ties) =
      top.partition.isEmpty
      ? try firstRows(top.count, of: buffer.count, by: key)
      : try firstRows(
        top.count, by: key,
        of: try partitions(of: buffer.count, columns: columns, by: top.partition))
    if ties == 1 { note("top \(top.count): 1 row that ties with the last one kept was cut off") }
    if ties > 1 {
      note("top \(top.count): \(ties) rows that tie with the last one kept were cut off")
    }
    try emit(kept, of: columns, totals: buffer.totals, into: sink)
  }

  /// The first rows by the key, and how many of the others tie with the last of them.
  private func firstRows(
    _ limit: Int, of count: Int, by key: SortColumn
  ) throws -> (kept: [Int], ties: Int) {
    let kept = try firstSorted(max(0, limit), of: count, by: [key])
    guard let last = kept.last else { return (kept, 0) }
    let equal = try (0..<count).count { row in
      try checkCancellation(at: row)
      return key.compare(last, row) == .same
    }
    return (kept, equal - kept.count { key.compare(last, $0) == .same })
  }

  /// The same for every partition, partitions in the order of their numbers.
  private func firstRows(
    _ limit: Int, by key: SortColumn, of partitions: RowPartitions
  ) throws -> (kept: [Int], ties: Int) {
    var kept: [Int] = []
    var (partition, keptHere, ties) = (-1, 0, 0)
    let order = try sorted(partitions.numbers.count, by: [partitions.column, key])
    for (place, row) in order.enumerated() {
      try checkCancellation(at: place)
      if partitions.numbers[row] != partition {
        (partition, keptHere) = (partitions.numbers[row], 0)
      }
      if keptHere < limit {
        kept.append(row)
        keptHere += 1
      } else if let last = kept.last, keptHere > 0, key.compare(last, row) == .same {
        ties += 1
      }
    }
    return (kept, ties)
  }

  /// Numbers the combinations of the columns in the order of their first rows.
  func partitions(of count: Int, columns: [Column], by indices: [Int]) throws -> RowPartitions {
    var index = KeyIndex(keyCount: indices.count)
    let numbers = try index.number(
      indices.map { columns[$0] }, rowCount: count, check: checkCancellation)
    return RowPartitions(numbers: numbers.map { Int($0) }, count: index.count)
  }
}

/// To which combination of column values each row belongs.
struct RowPartitions {
  let numbers: [Int]
  let count: Int

  var column: SortColumn { SortColumn(ranks: numbers.map { Int64($0) }) }
}

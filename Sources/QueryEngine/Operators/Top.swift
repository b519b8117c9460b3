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
    into sink: @escaping Sink
  ) throws {
    let request = request.needing(request.needed.union(top.partition))
    let buffer = try collect(
      node, input, stage: "top", reading: [top.key.expression], request)
    let columns = buffer.columns
    let key = try sortColumn(top.key, columns: columns, count: buffer.count, request)
    let partitions = partitions(of: buffer.count, columns: columns, by: top.partition)
    let order = try sorted(Array(0..<buffer.count), by: [try partitions.column, key])
    var kept: [Int] = []
    var (partition, keptHere, ties) = (-1, 0, 0)
    for row in order {
      if partitions.numbers[row] != partition {
        (partition, keptHere) = (partitions.numbers[row], 0)
      }
      if keptHere < top.count {
        kept.append(row)
        keptHere += 1
      } else if let last = kept.last, keptHere > 0, key.compare(last, row) == .same {
        ties += 1
      }
    }
    if ties == 1 { note("top \(top.count): 1 row that ties with the last one kept was cut off") }
    if ties > 1 {
      note("top \(top.count): \(ties) rows that tie with the last one kept were cut off")
    }
    try emit(kept, of: columns, totals: buffer.totals, into: sink)
  }

  /// Numbers the combinations of the columns in the order of their first rows.
  func partitions(of count: Int, columns: [Column], by indices: [Int]) -> RowPartitions {
    var index = KeyIndex(keyCount: indices.count)
    var codes = [Int](repeating: 0, count: indices.count)
    let numbers = (0..<count).map { row in
      for (place, column) in indices.enumerated() {
        codes[place] = index.code(of: columns[column].value(at: row), place: place)
      }
      return index.number(of: codes)
    }
    return RowPartitions(numbers: numbers, count: index.count)
  }
}

/// To which combination of column values each row belongs.
struct RowPartitions {
  let numbers: [Int]
  let count: Int

  var column: SortColumn {
    get throws {
      try SortColumn(
        numbers.map { .integer(Int64($0)) },
        order: ValueOrder(.integer(nil), levels: [], collation: CollationCache()))
    }
  }
}

import Catalog
import Columns
import LedgerModel
import QueryPlan

/// What `summarize` yields.
struct Summary {
  let grouping: Grouping
  let fills: Bool
  let hasTotal: Bool
}

extension Execution {
  /// One row per group in key order; without keys one row, whatever comes in. A total that comes in
  /// is not counted again.
  func summarize(
    _ node: PlanNode, _ input: PlanNode, _ summary: Summary, _ request: StreamRequest,
    into sink: Sink
  ) throws {
    let table = try grouped(node, input, summary, request)
    noteSkipped(table.aggregation, summary.grouping)
    let outputs = try Projection(
      summary.grouping.outputs, needed: request.needed, compiler(request))
    var (columns, count) = ([Column](), table.groupCount)
    if summary.fills {
      let filler = PeriodFiller(summary.grouping.keys, run: self, over: request.scope.over)
      let groups = try filler.filled(
        try table.groups(),
        limit: { count in
          try self.checkCancellation()
          try self.checkHeld(count, stage: "fill", origin: node.origin)
        })
      (columns, count) = (try table.columns(of: groups), groups.count)
    } else {
      columns = try table.columns()
    }
    let order = try sorted(
      count, by: try keyColumns(columns, summary.grouping.keys, count: count))
    try emit(order, of: columns, totals: [], into: Sink { try sink(try outputs.apply($0)) })
    guard summary.hasTotal else { return }
    let total = RowBatch(columns: try table.totalColumns(), rowCount: 1, isTotal: true)
    try sink(try outputs.apply(total))
  }

  /// Groups print in key order: none last, elements of `each` in the order of their own type.
  func keyColumns(
    _ columns: [Column], _ keys: [PlanGroupKey], count: Int
  ) throws -> [SortColumn] {
    try keys.enumerated().map { place, key in
      var type = key.expression.type.wrapped
      if key.isEach, case .set(let element) = type { type = element }
      guard case .values(let values) = columns[place] else {
        return try SortColumn(
          columns[place], count: count, order: order(of: type), cache: ranks,
          check: checkCancellation)
      }
      return try SortColumn(
        values, order: order(of: type), isUnique: keys.count == 1, check: checkCancellation)
    }
  }

  /// Says how many rows had no value to aggregate, once for the results that share an argument.
  func noteSkipped(_ aggregation: Aggregation, _ grouping: Grouping) {
    var inputs = aggregation.inputs.filter { $0.skippedCount > 0 }
    while let first = inputs.first {
      let alike = inputs.filter {
        $0.aggregate.argument == first.aggregate.argument
          && $0.skippedCount == first.skippedCount
      }
      inputs.removeAll { input in alike.contains { $0.aggregate == input.aggregate } }
      let names = alike.map { grouping.outputName(of: $0.aggregate) ?? "an aggregate" }
      let rows = counted(first.skippedCount, "row", "rows")
      note("\(names.joined(separator: ", ")): \(rows) without a value left out")
    }
  }
}

extension Grouping {
  /// The result in which an aggregate is used first.
  fileprivate func outputName(of aggregate: PlanAggregate) -> String? {
    guard let index = aggregates.firstIndex(where: { $0.contains(aggregate) }) else { return nil }
    return outputs.first { output in
      Set<Int>().union(readBy: [output.expression]).contains(keys.count + index)
    }?.name
  }
}

extension PlanAggregate {
  fileprivate func contains(_ other: PlanAggregate) -> Bool {
    if self == other { return true }
    return switch function {
    case .share(let inner, _), .own(let inner): inner == other
    default: false
    }
  }
}

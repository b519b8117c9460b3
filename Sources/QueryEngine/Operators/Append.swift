import Columns
import LedgerModel
import QueryPlan

extension Execution {
  /// The input's rows, then those of another pipeline; columns find each other by name.
  func append(
    _ node: PlanNode, _ input: PlanNode, _ other: PlanNode, _ request: StreamRequest,
    into sink: Sink
  ) throws {
    try stream(input, request, into: sink)
    let places = node.columns.map { column in
      other.columns.firstIndex { $0.name == column.name }
    }
    let needed = Set(request.needed.compactMap { places[$0] })
    try streamInner(other, needed: needed, inherited: request.scope.reading) { batch in
      let columns = places.map { place in
        place.map { batch.columns[$0] } ?? Column.constant(.none)
      }
      try sink(RowBatch(columns: columns, rows: batch.rows, isTotal: batch.isTotal))
    }
  }
}

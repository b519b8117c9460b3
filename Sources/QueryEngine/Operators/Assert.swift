import Columns
import LedgerModel
import QueryPlan

extension Execution {
  /// Lets all rows through and remembers those that break the assertion; the first assertion of
  /// the plan that fails is reported. A total is not a row here.
  func assert(
    _ input: PlanNode, _ condition: AssertionCondition, message: String?,
    _ request: StreamRequest, into sink: Sink
  ) throws {
    let visible = input.columns.indices.filter { !input.columns[$0].isHidden }
    var breaks: Predicate = { _ in true }
    var needed = request.needed.union(visible)
    if case .holds(let predicate) = condition {
      let holds = try compiler(request).predicate(predicate)
      breaks = { try !holds($0) }
      needed = needed.union(readBy: [predicate])
    }
    var (offending, count): ([[Value]], Int) = ([], 0)
    try stream(input, request.needing(needed)) { batch in
      var cursor = RowCursor(batch.columns)
      for row in batch.rows where !batch.isTotal {
        cursor.row = Int(row)
        guard try breaks(cursor) else { continue }
        count += 1
        guard offending.count < ExecutionLimits.assertionRowCountMax else { continue }
        offending.append(visible.map { batch.columns[$0].value(at: Int(row)) })
      }
      try sink(batch)
    }
    guard count > 0, failedAssertion == nil else { return }
    failedAssertion = AssertionFailure(
      message: message, columns: visible.map { input.columns[$0] }, rows: offending)
    if count > offending.count {
      note("\(count) rows break the assertion; the first \(offending.count) are shown")
    }
  }
}

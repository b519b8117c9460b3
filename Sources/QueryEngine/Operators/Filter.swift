import Columns
import QueryPlan

extension Execution {
  /// Rows for which the condition holds. A total is a row here like any other.
  func filter(
    _ input: PlanNode, _ predicate: PlanExpression, _ request: StreamRequest,
    into sink: Sink
  ) throws {
    let compiler = compiler(request)
    var filter = try VectorFilter(predicate, compiler)
    let needed = request.needed.union(readBy: [predicate])
    var inner = request.needing(
      needed, testing: try compiler.tests(of: predicate, behind: request.tests))
    inner.isLate = input.yieldsLateColumns
    // Another filter behind asks for what it needs itself.
    let wanted = request.isLate ? [] : request.needed
    try stream(input, inner) { batch in
      let rows = try filter.rows(of: batch)
      if !rows.isEmpty { try sink(try batch.loading(wanted).selecting(rows)) }
    }
  }
}

extension PlanNode {
  /// True where rows come from a scan as they are, so that their columns can be read late.
  fileprivate var yieldsLateColumns: Bool {
    switch kind {
    case .scan: true
    case .filter(let input, _): input.yieldsLateColumns
    default: false
    }
  }
}

extension ExpressionCompiler {
  /// Ranges outside of which no row can pass the condition and what comes behind it. A block of
  /// such rows may stay unread only as far as nothing before could have ended the run or noted
  /// something on one of them.
  func tests(
    of predicate: PlanExpression, behind later: [ScanRange]
  ) throws -> [ScanRange] {
    var tests: [ScanRange] = []
    for conjunct in predicate.conjuncts {
      if conjunct.canFail { return tests }
      guard let (column, number) = try numberRange(conjunct), !number.isInverted,
        let range = number.range
      else { continue }
      tests.append(ScanRange(column: column, kind: number.kind, range: range))
    }
    return tests + later
  }
}

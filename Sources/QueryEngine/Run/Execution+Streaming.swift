import LedgerModel
import QueryPlan

/// What a stage is asked for.
struct StreamRequest {
  let scope: PipelineScope
  /// Columns that later stages read; the others may be anything.
  let needed: Set<Int>
  /// Ranges that the stages right behind let through; rows elsewhere may be left out.
  var tests: [ScanRange] = []
  /// True where the stage that asks lets few rows through and reads columns only when it needs them
  /// (`RowBatch.loading`).
  var isLate = false

  /// The same for other columns. Ranges hold for the stage that is asked only, unless given anew.
  func needing(_ columns: Set<Int>, testing tests: [ScanRange] = []) -> StreamRequest {
    StreamRequest(scope: scope, needed: columns, tests: tests)
  }
}

extension Execution {
  /// Runs the pipeline that ends with `node` and hands its rows on in order.
  func stream(_ node: PlanNode, _ request: StreamRequest, into sink: Sink) throws {
    guard let meter else { return try run(node, request, into: sink) }
    meter.enter(node)
    defer { meter.leave() }
    try run(node, request, into: meter.counting(in: sink))
  }

  private func run(_ node: PlanNode, _ request: StreamRequest, into sink: Sink) throws {
    switch node.kind {
    case .scan: try scan(node, request, into: sink)
    case .filter(let input, let predicate): try filter(input, predicate, request, into: sink)
    case .project(let input, let bindings): try project(input, bindings, request, into: sink)
    case .summarize(let input, let grouping, let fill, let total):
      let summary = Summary(grouping: grouping, fills: fill, hasTotal: total)
      try summarize(node, input, summary, request, into: sink)
    case .rollup: try rollup(node, request, into: sink)
    case .sort(let input, let keys): try sort(node, input, keys, request, into: sink)
    case .take(let input, let count): try take(input, count, request, into: sink)
    case .top(let input, let count, let key, let partition):
      try top(
        node, input, TopRows(count: count, key: key, partition: partition), request, into: sink)
    case .distinct(let input, let columns):
      try distinct(node, input, columns, request, into: sink)
    case .semijoin(let input, let right, let condition, let isAnti):
      let join = Join(right: right, condition: condition)
      try semijoin(node, input, join, isAnti: isAnti, request, into: sink)
    case .lookup(let input, let right, let condition, let isExpand):
      let join = Join(right: right, condition: condition)
      try lookup(node, input, join, isExpand: isExpand, request, into: sink)
    case .append(let input, let other): try append(node, input, other, request, into: sink)
    case .funnel: try funnel(node, request, into: sink)
    case .rank(let input, let ranks): try rank(node, input, ranks, request, into: sink)
    case .assert(let input, let condition, let message):
      try assert(input, condition, message: message, request, into: sink)
    case .diff(let comparison): try diff(node, comparison, request, into: sink)
    case .why(let lineage): try why(node, lineage, request, into: sink)
    }
  }

  func stream(
    _ node: PlanNode, _ request: StreamRequest, _ body: @escaping (RowBatch) throws -> Void
  ) throws {
    try stream(node, request, into: Sink(body))
  }

  /// Runs a pipeline inside another one; it inherits the reading, not `over`.
  func streamInner(
    _ node: PlanNode, needed: Set<Int>, inherited: Reading,
    _ body: @escaping (RowBatch) throws -> Void
  ) throws {
    let scope = try scope(of: node, inherited: inherited)
    try stream(node, StreamRequest(scope: scope, needed: needed), into: Sink(body))
  }

  func compiler(_ request: StreamRequest) -> ExpressionCompiler {
    ExpressionCompiler(run: self, reading: request.scope.reading)
  }
}

extension Set<Int> {
  /// These columns and those that the expressions read.
  func union(readBy expressions: some Sequence<PlanExpression>) -> Set<Int> {
    var columns = self
    for expression in expressions { expression.collectColumns(into: &columns) }
    return columns
  }
}

import LedgerModel
import QueryPlan

/// Settles what a pipeline is read at, from the text's request and what is inherited.
struct ReadingResolver {
  let run: Execution

  /// What `node`'s pipeline is read at. `as of`, `valid at` and `assuming` that it does not write
  /// come from `inherited`; `over` never does.
  func scope(of node: PlanNode, inherited: Reading) throws -> PipelineScope {
    guard case .scan(let source, _, _, let request) = node.leadingScan.kind else {
      throw ExecutionError.unexpectedValue(operation: "a pipeline", origin: node.origin)
    }
    let reading = try reading(request, inherited: inherited)
    return PipelineScope(
      source: source, reading: reading, inherited: inherited,
      over: try period(request.over, at: reading))
  }

  private func reading(_ request: ReadingRequest, inherited: Reading) throws -> Reading {
    let compiler = ExpressionCompiler(run: run, reading: inherited)
    var (asOf, start) = (request.asOf, inherited)
    if case .head? = asOf?.kind {
      // `as of head` is the position read when the run began, also inside a pipeline as of an
      // earlier one, and leaves the clock of the run as it was.
      asOf = nil
      start.position = run.base.position
      start.clock = run.base.clock
    }
    var reading = try run.world.reading(
      asOf: asOf.map(compiler.constant), validAt: request.validAt.map(compiler.constant),
      clock: request.clock.map(compiler.constant), assumptions: request.assumptions,
      inherited: start)
    if let after = request.after {
      // `head` as the beginning of a history leaves nothing of it.
      let isHead = if case .head = after.kind { true } else { false }
      reading.after =
        isHead
        ? run.base.position
        : try run.world.reading(
          asOf: compiler.constant(after), validAt: nil, clock: nil, assumptions: Assumptions(),
          inherited: inherited
        ).position
    }
    return reading
  }

  private func period(_ expression: PlanExpression?, at reading: Reading) throws -> Period? {
    guard let expression else { return nil }
    let compiler = ExpressionCompiler(run: run, reading: reading)
    guard case .period(let period) = try compiler.constant(expression) else {
      throw ExecutionError.unexpectedValue(operation: "over", origin: expression.origin)
    }
    return period
  }
}

import Columns
import LedgerModel
package import QueryPlan

/// Runs a settled plan over a ledger and returns its rows, without hidden columns, and what the
/// footer has to say.
///
/// `reading` is that of the run: what the plan's own `as of`, `valid at` and `assuming` leave open.
/// The same plan over the same world gives the same table whatever the size of the world's blocks.
/// An assertion that does not hold is part of the result. With a meter the stages' costs are counted. Throws `ExecutionError` for what the data
/// made impossible, and whatever the world throws.
package func execute(
  _ plan: PlanNode, world: any QueryWorld, reading: Reading,
  limits: ExecutionLimits = .standard, cancellation: CancellationToken = CancellationToken(),
  meter: StageMeter? = nil
) throws -> ResultTable {
  let run = Execution(world: world, base: reading, limits: limits, cancellation: cancellation)
  run.meter = meter
  let visible = plan.columns.indices.filter { !plan.columns[$0].isHidden }
  var table = ResultTable(columns: visible.map { plan.columns[$0] }, rows: [])
  try run.streamInner(plan, needed: Set(visible), inherited: reading) { batch in
    let count = table.rows.count + batch.rows.count
    try run.checkHeld(count, stage: "the result", origin: plan.origin)
    if batch.isTotal { table.totalRows.formUnion(table.rows.count..<count) }
    for row in batch.rows {
      table.rows.append(visible.map { batch.columns[$0].value(at: Int(row)) })
    }
  }
  if let column = plan.rollupDepthColumn, let place = visible.firstIndex(of: column) {
    table.depths = table.rows.relativeDepths(column: place)
  }
  table.notes = run.notes
  table.failedAssertion = run.failedAssertion
  table.reading = try run.scope(of: plan, inherited: reading).reading
  return table
}

extension PlanNode {
  /// The column that still holds a roll-up's depths, when only stages that keep its lines in their
  /// order came after it.
  fileprivate var rollupDepthColumn: Int? {
    switch kind {
    case .rollup: 2
    case .filter(let input, _), .take(let input, _), .assert(let input, _, _):
      input.rollupDepthColumn
    case .project(let input, let bindings):
      input.rollupDepthColumn.flatMap { depth in
        bindings.firstIndex { $0.expression.kind == .column(depth) }
      }
    default: nil
    }
  }
}

extension [[Value]] {
  /// Depths under the first row; nothing when some row has none.
  fileprivate func relativeDepths(column: Int) -> [Int]? {
    var depths: [Int] = []
    for row in self {
      guard case .integer(let depth) = row[column] else { return nil }
      depths.append(Int(depth))
    }
    return depths.map { $0 - (depths.first ?? 0) }
  }
}

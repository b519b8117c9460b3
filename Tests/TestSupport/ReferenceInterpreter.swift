import Columns
package import LedgerModel
package import QueryEngine
package import QueryPlan

/// Runs a plan one row at a time, as its documentation reads: no batches, no indexes, no shared
/// code with the engine. Slow and short on purpose, so that where the two differ it is easy to see
/// which is wrong.
///
/// Left out: `why`, roll-ups with `by` or with different tree days, averages of durations, the gap of an
/// ordered funnel, and overflow.
package struct ReferenceInterpreter {
  let world: any QueryWorld
  let base: Reading

  package init(world: any QueryWorld, reading: Reading) {
    self.world = world
    base = reading
  }

  /// Visible columns of all rows.
  package func rows(of plan: PlanNode) throws -> [[Value]] {
    let visible = plan.columns.indices.filter { !plan.columns[$0].isHidden }
    return try run(plan).map { row in visible.map { row[$0] } }
  }

  func run(_ node: PlanNode) throws -> [[Value]] {
    let input = try node.inputs.first.map(run) ?? []
    let eye = try evaluator(of: node)
    switch node.kind {
    case .scan(let source, let all, let names, let request):
      return try scan(source, all, names, request, eye)
    case .filter(_, let condition): return try input.filter { try eye.holds(condition, $0) }
    case .project(_, let bindings):
      return try input.map { row in try bindings.map { try eye.value($0.expression, row) } }
    case .summarize(_, let grouping, let fill, let total):
      return try summarize(node, input, grouping, fill: fill, total: total, eye)
    case .rollup: return try rollup(node, input, eye)
    case .sort(_, let keys): return try eye.sorted(input, by: keys)
    case .take(_, let count): return Array(input.prefix(count))
    case .top(_, let count, let key, let per):
      // Group by group as they first come up, the best of each first.
      return try firstRows(input, 1, per).flatMap { head in
        let group = input.filter { row in per.allSatisfy { row[$0] == head[$0] } }
        return try eye.sorted(group, by: [key]).prefix(count)
      }
    case .distinct(_, let columns):
      return firstRows(input, 1, columns)
    case .semijoin(_, let right, let condition, let isAnti):
      let others = try run(right)
      return try input.filter { left in
        try others.contains { try matches(left, $0, condition, eye) } != isAnti
      }
    case .lookup(_, let right, let condition, _):
      let others = try run(right)
      let nothing = [Value](repeating: .none, count: right.columns.count)
      return try input.flatMap { row in
        let found = try others.filter { try matches(row, $0, condition, eye) }
        return (found.isEmpty ? [nothing] : found).map { row + $0 }
      }
    case .append(_, let second): return input + (try run(second))
    case .funnel: return try funnel(node, input, eye)
    case .rank(_, let ranks):
      return try input.map { row in try row + ranks.map { try rank($0, row, input, eye) } }
    case .assert: return input
    case .diff(let comparison): return try difference(comparison)
    case .why: return []
    }
  }

  /// Expressions of a stage are read as the scan is from which its rows come.
  private func evaluator(of node: PlanNode) throws -> Evaluator {
    let columns = node.inputs.first?.columns ?? []
    let plain = Evaluator(world: world, reading: base, columns: columns)
    let request = node.reading
    func constant(_ expression: PlanExpression?) throws -> Value? {
      try expression.map { try plain.value($0, []) }
    }
    let reading = try world.reading(
      asOf: constant(request.asOf), validAt: constant(request.validAt),
      clock: constant(request.clock), assumptions: request.assumptions, inherited: base)
    return Evaluator(world: world, reading: reading, columns: columns)
  }

  private func scan(
    _ source: String, _ all: Bool, _ names: [String], _ request: ReadingRequest, _ eye: Evaluator
  ) throws -> [[Value]] {
    var rows: [[Value]] = []
    let asked = request.over == nil ? names : names + ["at"]
    try world.scan(
      source: source, all: all, columns: asked, ranges: [], reading: eye.reading
    ) { block in
      for row in 0..<block.rowCount where block.mask[row] {
        rows.append(block.columns.map { $0.value(at: row) })
      }
    }
    guard let over = request.over else { return rows }
    let period = try eye.value(over, [])
    return rows.filter { eye.contains(period, $0[names.count]) }.map { Array($0.dropLast()) }
  }

  private func matches(
    _ left: [Value], _ right: [Value], _ condition: JoinCondition, _ eye: Evaluator
  ) throws -> Bool {
    for pair in condition.columns {
      if left[pair.left].isNone || left[pair.left] != right[pair.right] { return false }
    }
    return try condition.when.map { try eye.holds($0, left + right) } ?? true
  }

  /// The first rows of each combination, in order.
  private func firstRows(_ rows: [[Value]], _ count: Int, _ columns: [Int]) -> [[Value]] {
    var seen: [[Value]: Int] = [:]
    return rows.filter { row in
      let group = columns.map { row[$0] }
      seen[group, default: 0] += 1
      return seen[group, default: 0] <= count
    }
  }

  private func rank(
    _ rank: PlanRank, _ row: [Value], _ rows: [[Value]], _ eye: Evaluator
  ) throws -> Value {
    let own = try eye.value(rank.value, row)
    if own.isNone { return .none }
    let greater = try rows.filter { other in
      let value = try eye.value(rank.value, other)
      return rank.partition.allSatisfy { row[$0] == other[$0] } && !value.isNone
        && eye.precedes(own, value, rank.value.type)
    }
    return .integer(Int64(greater.count + 1))
  }
}

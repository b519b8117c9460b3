package import Catalog

/// What holds for every plan, whoever made or rewrote it: column indexes are in range, types agree
/// with the columns they read, and nothing is of unknown type.
package enum PlanInvariants {
  /// What is wrong with a plan, outermost first; empty for a sound one.
  package static func violations(of plan: PlanNode) -> [String] {
    var checker = InvariantChecker()
    checker.check(plan)
    return checker.violations
  }

  /// True when values of both types have the same shape: they may differ in being optional and in
  /// what whole numbers count.
  package static func haveSameShape(_ first: ValueType, _ second: ValueType) -> Bool {
    switch (first.wrapped, second.wrapped) {
    case (.none, _), (_, .none): true
    case (.integer, .integer), (.integer, .estimate), (.estimate, .integer): true
    case (.ratio, .mean), (.mean, .ratio): true
    case (.point, .instant), (.point, .position), (.instant, .point), (.position, .point): true
    case (.duration, .calendarDuration), (.calendarDuration, .duration): false
    case (.enumeration(let a), .enumeration(let b)): a.cases == b.cases
    case (.set(let a), .set(let b)): haveSameShape(a, b)
    case (let a, let b): a == b
    }
  }
}

struct InvariantChecker {
  private(set) var violations: [String] = []

  mutating func check(_ node: PlanNode) {
    for input in node.inputs { check(input) }
    for column in node.columns where column.type == .unknown {
      fail(node, "column \(column.name) has no type")
    }
    if Set(node.columns.map(\.name)).count != node.columns.count {
      fail(node, "two columns have one name")
    }
    checkStage(node)
  }

  private mutating func checkStage(_ node: PlanNode) {
    switch node.kind {
    case .scan(_, _, let names, let reading):
      if names != node.columns.map(\.name) { fail(node, "names differ from the columns") }
      for clause in [reading.asOf, reading.validAt, reading.over, reading.clock] {
        if let clause { checkExpression(clause, over: [], node) }
      }
    case .project(let input, let bindings): checkProject(node, input, bindings)
    case .summarize(let input, let grouping, _, _):
      checkGrouping(grouping, over: input, giving: node.columns, node)
    case .rollup(let input, let grouping, let unit, let day, _, _):
      checkExpression(unit, over: input.columns, node)
      if let day { checkExpression(day, over: input.columns, node) }
      checkGrouping(grouping, over: input, giving: Array(node.columns.dropFirst(3)), node)
    case .semijoin(let left, let right, let condition, _):
      checkPassing(node, left.columns)
      checkJoin(condition, left, right, node)
    case .lookup(let left, let right, let condition, _):
      checkShapes(node, left.columns + right.columns)
      checkJoin(condition, left, right, node)
    case .append(let first, let second):
      checkShapes(node, first.columns)
      checkShapes(node, second.columns)
    case .funnel: checkFunnel(node)
    case .diff(let comparison): checkComparison(node, comparison)
    case .why(let lineage):
      checkIndexes(lineage.keys, in: lineage.input, node)
      checkShapes(node, Lineage.columns)
    default: checkPassingStage(node)
    }
  }

  private mutating func checkPassingStage(_ node: PlanNode) {
    guard let input = node.inputs.first else { return }
    switch node.kind {
    case .filter(_, let condition): checkCondition(condition, over: input.columns, node)
    case .sort(_, let keys):
      for key in keys { checkExpression(key.expression, over: input.columns, node) }
    case .top(_, _, let key, let per):
      checkExpression(key.expression, over: input.columns, node)
      checkIndexes(per, in: input, node)
    case .distinct(_, let columns): checkIndexes(columns, in: input, node)
    case .assert(_, .holds(let condition), _):
      checkCondition(condition, over: input.columns, node)
    case .rank(_, let ranks):
      for rank in ranks {
        checkExpression(rank.value, over: input.columns, node)
        checkIndexes(rank.partition, in: input, node)
      }
      checkShapes(
        node, input.columns + ranks.map { PlanColumn($0.name, .integer(nil)) })
      return
    default: break
    }
    checkPassing(node, input.columns)
  }

  private mutating func checkProject(
    _ node: PlanNode, _ input: PlanNode, _ bindings: [PlanBinding]
  ) {
    for binding in bindings { checkExpression(binding.expression, over: input.columns, node) }
    checkShapes(node, bindings.map { PlanColumn($0.name, $0.expression.type) })
    if bindings.map(\.name) != node.columns.map(\.name) { fail(node, "names differ") }
  }

  private mutating func checkGrouping(
    _ grouping: Grouping, over input: PlanNode, giving columns: [PlanColumn], _ node: PlanNode
  ) {
    var row: [PlanColumn] = []
    for key in grouping.keys {
      checkExpression(key.expression, over: input.columns, node)
      var type = key.expression.type
      if key.isEach, case .set(let element) = type.wrapped { type = element }
      row.append(PlanColumn(key.name, type))
    }
    for (index, aggregate) in grouping.aggregates.enumerated() {
      checkAggregate(aggregate, over: input, keyCount: grouping.keys.count, node)
      row.append(PlanColumn("#\(index)", aggregate.type))
    }
    for output in grouping.outputs { checkExpression(output.expression, over: row, node) }
    if grouping.outputs.map(\.name) != columns.map(\.name) { fail(node, "names differ") }
  }

  private mutating func checkAggregate(
    _ aggregate: PlanAggregate, over input: PlanNode, keyCount: Int, _ node: PlanNode
  ) {
    if let argument = aggregate.argument { checkExpression(argument, over: input.columns, node) }
    if let predicate = aggregate.predicate {
      checkCondition(predicate, over: input.columns, node)
    }
    switch aggregate.function {
    case .share(let inner, let keys):
      if keys.contains(where: { $0 >= keyCount }) { fail(node, "share of a key out of range") }
      checkAggregate(inner, over: input, keyCount: keyCount, node)
    case .own(let inner): checkAggregate(inner, over: input, keyCount: keyCount, node)
    case .count, .headcount: break
    default: if aggregate.argument == nil { fail(node, "an aggregate lacks its argument") }
    }
  }

  private mutating func checkJoin(
    _ condition: JoinCondition, _ left: PlanNode, _ right: PlanNode, _ node: PlanNode
  ) {
    for pair in condition.columns {
      guard left.columns.indices.contains(pair.left), right.columns.indices.contains(pair.right)
      else {
        fail(node, "a key of the join is out of range")
        continue
      }
      if !PlanInvariants.haveSameShape(
        left.columns[pair.left].type, right.columns[pair.right].type)
      {
        fail(node, "keys of the join differ in type")
      }
    }
    if let when = condition.when {
      checkCondition(when, over: left.columns + right.columns, node)
    }
  }

  private mutating func checkFunnel(_ node: PlanNode) {
    guard case .funnel(let input, let key, let steps, _, let each, let keys) = node.kind else {
      return
    }
    checkIndexes([key], in: input, node)
    for step in steps { checkIndexes([step.key, step.at, step.position], in: step.input, node) }
    for item in keys { checkExpression(item.expression, over: input.columns, node) }
    let count = each ? input.columns.count + steps.count : keys.count + 5
    if node.columns.count != count { fail(node, "a funnel has \(count) columns") }
  }

  private mutating func checkComparison(_ node: PlanNode, _ comparison: ReadingComparison) {
    let columns = comparison.to.columns
    for input in [comparison.from, comparison.later].compactMap({ $0 })
    where input.columns.map(\.name) != columns.map(\.name) {
      fail(node, "the readings have different columns")
    }
    checkIndexes(comparison.keys + comparison.compared, in: comparison.to, node)
    if comparison.outputs.count != node.columns.count { fail(node, "a column per output") }
  }

  mutating func fail(_ node: PlanNode, _ message: String) {
    violations.append("\(node.word): \(message)")
  }

  private mutating func checkIndexes(_ indexes: [Int], in input: PlanNode, _ node: PlanNode) {
    for index in indexes where !input.columns.indices.contains(index) {
      fail(node, "column \(index) is out of range")
    }
  }

  /// The same columns under the same names; a stage may only learn that a column has a value.
  private mutating func checkPassing(_ node: PlanNode, _ columns: [PlanColumn]) {
    checkShapes(node, columns)
    if node.columns.map(\.name) != columns.map(\.name) { fail(node, "names differ") }
  }

  private mutating func checkShapes(_ node: PlanNode, _ columns: [PlanColumn]) {
    guard node.columns.count == columns.count else {
      return fail(node, "\(node.columns.count) columns, expected \(columns.count)")
    }
    for (own, below) in zip(node.columns, columns)
    where !PlanInvariants.haveSameShape(own.type, below.type) {
      fail(node, "\(own.name) is \(own.type), from \(below.type)")
    }
  }
}

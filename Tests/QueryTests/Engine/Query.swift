import Catalog
import LedgerModel
import QueryEngine
import QueryPlan

/// Builds plans for tests with names instead of column numbers.
struct Query {
  let node: PlanNode

  static func scan(
    _ name: String, of world: TinyWorld, all: Bool = false,
    _ request: (inout ReadingRequest) -> Void = { _ in }
  ) -> Query {
    var reading = ReadingRequest()
    request(&reading)
    let columns = world.sources[name]?.columns ?? []
    let names = columns.map { $0.isHidden ? String($0.name) : $0.name }
    return Query(
      node: PlanNode(
        .scan(source: name, all: all, columns: names, reading: reading), columns: columns))
  }

  func place(_ name: String) -> Int { node.columns.firstIndex { $0.name == name } ?? -1 }

  /// The column of that name.
  subscript(_ name: String) -> PlanExpression {
    let place = place(name)
    return PlanExpression(.column(place), type: node.columns[place].type)
  }

  private func same(_ kind: PlanNode.Kind) -> Query {
    Query(node: PlanNode(kind, columns: node.columns, origin: 10..<20))
  }

  func filter(_ predicate: PlanExpression) -> Query { same(.filter(node, predicate)) }
  func take(_ count: Int) -> Query { same(.take(node, count)) }
  func distinct(_ names: String...) -> Query { same(.distinct(node, names.map(place))) }

  func sort(_ keys: (String, isDescending: Bool)...) -> Query {
    same(.sort(node, keys.map { SortKey(self[$0.0], isDescending: $0.isDescending) }))
  }

  func top(_ count: Int, by name: String, ascending: Bool = false, per: [String] = []) -> Query {
    same(.top(node, count, SortKey(self[name], isDescending: !ascending), per: per.map(place)))
  }

  func assert(_ condition: AssertionCondition, _ message: String? = nil) -> Query {
    same(.assert(node, condition, message: message))
  }

  func append(_ other: Query) -> Query { same(.append(node, other.node)) }

  func select(_ items: (String, PlanExpression)...) -> Query { project(items) }

  func project(_ items: [(String, PlanExpression)]) -> Query {
    Query(
      node: PlanNode(
        .project(node, items.map { PlanBinding($0.0, $0.1) }),
        columns: items.map { PlanColumn($0.0, $0.1.type) }))
  }

  func derive(_ name: String, _ expression: PlanExpression) -> Query {
    project(node.columns.map { ($0.name, self[$0.name]) } + [(name, expression)])
  }

  func rank(_ name: String, of value: String, per: [String] = []) -> Query {
    Query(
      node: PlanNode(
        .rank(node, [PlanRank(name, of: self[value], partition: per.map(place))]),
        columns: node.columns + [PlanColumn(name, .optional(.integer(nil)))]))
  }

  func semijoin(
    _ right: Query, on names: String..., isAnti: Bool = false, when: PlanExpression? = nil
  ) -> Query {
    same(.semijoin(node, right.node, condition(right, names, when), isAnti: isAnti))
  }

  func lookup(
    _ right: Query, on names: String..., isExpand: Bool = false, when: PlanExpression? = nil
  ) -> Query {
    Query(
      node: PlanNode(
        .lookup(node, right.node, condition(right, names, when), isExpand: isExpand),
        columns: node.columns
          + right.node.columns.map { PlanColumn("r.\($0.name)", $0.type.optional) },
        origin: 30..<40))
  }

  private func condition(
    _ right: Query, _ names: [String], _ when: PlanExpression?
  ) -> JoinCondition {
    JoinCondition(
      columns: names.map { .init(left: place($0), right: right.place($0)) }, when: when)
  }

  /// A column of the right row, in a condition over two rows.
  func right(_ other: Query, _ name: String) -> PlanExpression {
    PlanExpression(
      .column(node.columns.count + other.place(name)), type: other[name].type)
  }
}

extension Query {
  /// Keys and aggregates become the columns, in that order.
  func grouping(
    _ aggregates: [(String, PlanAggregate)], by keys: [(String, PlanExpression)] = [],
    each: Set<String> = []
  ) -> Grouping {
    let groupKeys = keys.map { PlanGroupKey($0.0, $0.1, isEach: each.contains($0.0)) }
    let names = keys.map(\.0) + aggregates.map(\.0)
    let types = keys.map { key($0.1.type, each.contains($0.0)) } + aggregates.map(\.1.type)
    let outputs = names.indices.map { place in
      PlanBinding(names[place], PlanExpression(.column(place), type: types[place]))
    }
    return Grouping(keys: groupKeys, aggregates: aggregates.map(\.1), outputs: outputs)
  }

  private func key(_ type: ValueType, _ isEach: Bool) -> ValueType {
    if isEach, case .set(let element) = type { return element }
    return type
  }

  func summarize(
    _ aggregates: [(String, PlanAggregate)], by keys: [(String, PlanExpression)] = [],
    each: Set<String> = [], fill: Bool = false, total: Bool = false
  ) -> Query {
    let grouping = grouping(aggregates, by: keys, each: each)
    return Query(
      node: PlanNode(
        .summarize(node, grouping, fill: fill, total: total), columns: columns(of: grouping)))
  }

  func rollup(
    _ aggregates: [(String, PlanAggregate)], by keys: [(String, PlanExpression)] = [],
    day: PlanExpression? = nil, root: String? = nil, to level: String? = nil
  ) -> Query {
    let grouping = grouping(aggregates, by: keys)
    let head = [
      PlanColumn("unit", .optional(.entity(.unit))), PlanColumn("level", .optional(.level)),
      PlanColumn("depth", .integer(nil)),
    ]
    return Query(
      node: PlanNode(
        .rollup(node, grouping, unit: self["unit"], day: day, root: root, level: level),
        columns: head + columns(of: grouping)))
  }

  private func columns(of grouping: Grouping) -> [PlanColumn] {
    grouping.outputs.map { PlanColumn($0.name, $0.expression.type) }
  }

  func funnel(
    key: String, _ steps: [(String, Query)], order: FunnelOrder? = nil, each: Bool = false,
    by keys: [(String, PlanExpression)] = []
  ) -> Query {
    let groupKeys = keys.map { PlanGroupKey($0.0, $0.1) }
    let planSteps = steps.map { name, step in
      FunnelStep(
        name: name, input: step.node, key: step.place(key), at: step.place("at"),
        position: step.place("seq"))
    }
    let columns =
      each
      ? node.columns + steps.map { PlanColumn($0.0, .optional(.instant)) }
      : keys.map { PlanColumn($0.0, $0.1.type) } + [
        PlanColumn("step", .string), PlanColumn("reached", .integer(nil)),
        PlanColumn("of_first", .optional(.ratio)), PlanColumn("of_prev", .optional(.ratio)),
        PlanColumn("gap", .optional(.duration)),
      ]
    return Query(
      node: PlanNode(
        .funnel(node, key: place(key), steps: planSteps, order: order, each: each, keys: groupKeys),
        columns: columns))
  }

  func run(
    _ world: TinyWorld, reading: Reading = TinyWorld.reading,
    limits: ExecutionLimits = .standard, cancellation: CancellationToken = CancellationToken()
  ) throws -> ResultTable {
    try execute(
      node, world: world, reading: reading, limits: limits, cancellation: cancellation)
  }

  func rows(_ world: TinyWorld) throws -> [[Value]] { try run(world).rows }
}

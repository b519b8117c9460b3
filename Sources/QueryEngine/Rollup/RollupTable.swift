import Columns
import LedgerModel
import QueryPlan

/// The groups of a `rollup` while rows come in: by unit of the tree and further keys.
struct RollupTable {
  /// How one aggregate is read, on an inner line and on the root's.
  private enum Reader {
    /// Over the rows of the subtree; over all rows at the root, which also counts rows without unit.
    case subtree(AggregateResult, all: AggregateResult, empty: Value)
    /// Over the rows of the node itself.
    case own(ResultPlace, empty: Value)
    case headcount(String)
  }

  private let grouping: Grouping
  private let run: Execution
  private let unit: VectorExpression
  private let day: VectorExpression?
  private(set) var places: RollupPlaces
  private var keys: RowKeys
  private(set) var aggregation: Aggregation
  private var readers: [Reader] = []
  private let treeSpace: Int
  /// The tree's own space when no aggregate asks for the rows of the node itself.
  private let ownSpace: Int
  private let allSpace: Int

  /// Places of the keys that the roll-up adds to those of the grouping.
  private var chainPlace: Int { grouping.keys.count }
  private var ownPlace: Int { grouping.keys.count + 1 }

  init(
    _ rollup: Rollup, columns: [PlanColumn], run: Execution, compiler: ExpressionCompiler
  ) throws {
    grouping = rollup.grouping
    self.run = run
    unit = try compiler.vector(rollup.unit)
    day = try rollup.day.map(compiler.vector)
    places = RollupPlaces(trees: run.trees(of: compiler.reading), root: rollup.root)
    keys = try RowKeys(grouping.keys, further: 2, compiler)
    var aggregation = Aggregation(grouping, columns: columns, run: run, compiler: compiler)
    let keyPlaces = Array(grouping.keys.indices)
    let (chain, own) = (keyPlaces.count, keyPlaces.count + 1)
    treeSpace = aggregation.space(places: keyPlaces + [chain])
    let asksOwn = grouping.aggregates.contains { $0.function.isOwn }
    ownSpace = asksOwn ? aggregation.space(places: keyPlaces + [own]) : treeSpace
    allSpace = aggregation.space(places: keyPlaces)
    self.aggregation = aggregation
    readers = try grouping.aggregates.map { try reader($0) }
  }

  private mutating func reader(_ aggregate: PlanAggregate) throws -> Reader {
    switch aggregate.function {
    case .headcount(let column): return .headcount(column)
    case .own(let inner):
      return .own(try aggregation.run(inner, over: ownSpace), empty: try empty(inner))
    case .share(let inner, _):
      return .subtree(
        try aggregation.prepare(aggregate, space: treeSpace),
        all: try aggregation.prepare(aggregate, space: allSpace), empty: try empty(inner))
    default:
      return .subtree(
        try aggregation.prepare(aggregate, space: treeSpace),
        all: try aggregation.prepare(aggregate, space: allSpace), empty: try empty(aggregate))
    }
  }

  /// What an aggregate yields for no rows.
  private func empty(_ aggregate: PlanAggregate) throws -> Value {
    let state = try aggregate.makeState(run)
    state.grow(to: 1)
    return try state.result(of: 0)
  }

  mutating func add(_ batch: RowBatch) throws {
    let found = try places.places(
      try unit.values(of: batch), days: try day?.values(of: batch))
    let inside = found.inside.map { batch.selecting(batch.rows.selecting($0)) } ?? batch
    if inside.rows.isEmpty { return }
    try keys.load(inside)
    keys.load(found.numbers, of: places.chains, below: places.nodeCount, place: chainPlace)
    keys.load(found.numbers, of: places.owns, below: places.nodeCount, place: ownPlace)
    try aggregation.add(inside, keys)
  }
}

extension RollupTable {
  /// The keys of the groups that rows made at each node, and at the root.
  struct Lines {
    let ofUnit: [Value: [[Int]]]
    let all: [[Int]]
  }

  /// Key codes of the groups by node.
  func groupKeys() throws -> Lines {
    let space = aggregation.spaces[treeSpace]
    var ofUnit: [Value: [[Int]]] = [:]
    for group in 0..<space.groupCount {
      try checkCancellation(at: group)
      let node = places.node(space.code(of: group, place: chainPlace))
      ofUnit[node, default: []].append(codes(of: group, in: space))
    }
    let all = aggregation.spaces[allSpace]
    return Lines(ofUnit: ofUnit, all: (0..<all.groupCount).map { codes(of: $0, in: all) })
  }

  /// As that of the run.
  func checkCancellation(at element: Int) throws { try run.checkCancellation(at: element) }

  private func codes(of group: Int, in space: GroupSpace) -> [Int] {
    grouping.keys.indices.map { space.code(of: group, place: $0) }
  }

  /// The values of the keys behind their codes; none for a unit without rows.
  func keyValues(_ codes: [Int]?) -> [Value] {
    grouping.keys.indices.map { place in
      codes.map { keys.value(of: $0[place], place: place) } ?? .none
    }
  }

  /// The aggregates of one line. `codes` are those of its keys, none for a unit without rows.
  func values(
    of unit: Value, codes: [Int]?, isRoot: Bool, headcount: (String) throws -> Value
  ) throws -> [Value] {
    try readers.map { reader in
      switch reader {
      case .headcount(let column): return try headcount(column)
      case .own(let place, let empty):
        let group = group(of: unit, codes: codes, in: ownSpace)
        return try aggregation.result(place, group: group) ?? empty
      case .subtree(let inner, let all, let empty):
        let group =
          isRoot
          ? codes.flatMap { aggregation.spaces[allSpace].group(of: $0) }
          : self.group(of: unit, codes: codes, in: treeSpace)
        return try value(isRoot ? all : inner, group: group, codes: codes, empty: empty)
      }
    }
  }

  private func group(of unit: Value, codes: [Int]?, in space: Int) -> Int? {
    guard let codes, let number = places.number(of: unit) else { return nil }
    return aggregation.spaces[space].group(of: codes + [number])
  }

  private func value(
    _ result: AggregateResult, group: Int?, codes: [Int]?, empty: Value
  ) throws -> Value {
    switch result {
    case .direct(let place): return try aggregation.result(place, group: group) ?? empty
    case .headcount: return .none
    case .share(let part, let whole, let type, let origin):
      let wider = aggregation.spaces[whole.space]
      let widerGroup =
        wider.places.isEmpty
        ? 0
        : codes.flatMap { codes in
          wider.group(of: wider.places.map { codes[$0] })
        }
      return try aggregation.share(
        try aggregation.result(part, group: group) ?? empty,
        of: try aggregation.result(whole, group: widerGroup) ?? .none, type: type,
        calendar: run.calendar, origin: origin)
    }
  }
}

extension PlanNode {
  /// The same plan in which scans read only the columns that something above them uses.
  ///
  /// The columns of the plan itself stay as they are. O(nodes × columns).
  package func pruned() -> PlanNode { pruned(to: Set(columns.indices)).node }

  /// A plan that still yields the needed columns, with the new index of each column left.
  func pruned(to needed: Set<Int>) -> PrunedPlan {
    switch kind {
    case .scan(let source, let all, _, let reading):
      return prunedScan(source, all, reading, needed)
    case .project(let input, let bindings): return prunedProject(input, bindings, needed)
    case .summarize(let input, let grouping, let fill, let total):
      let (below, mapped) = grouping.pruned(over: input)
      return unchanged(.summarize(below, mapped, fill: fill, total: total))
    case .rollup(let input, let grouping, let unit, let day, let root, let level):
      return prunedRollup(input, grouping, unit, day, root, level)
    case .semijoin(let left, let right, let condition, let isAnti):
      return prunedSemijoin(left, right, condition, isAnti, needed)
    case .lookup(let left, let right, let condition, let isExpand):
      return prunedLookup(left, right, condition, isExpand, needed)
    case .append(let left, let right): return prunedAppend(left, right, needed)
    case .funnel: return prunedFunnel(needed)
    case .diff(let comparison):
      var kept = columns.indices.filter(needed.contains)
      if kept.isEmpty { kept = [0].filter(columns.indices.contains) }
      return keeping(kept, .diff(comparison.pruned(to: kept)))
    case .why(let lineage): return unchanged(.why(lineage.pruned))
    default: return prunedPassing(needed)
    }
  }

  private func unchanged(_ kind: Kind) -> PrunedPlan {
    PrunedPlan(PlanNode(kind, columns: columns, origin: origin), kept: Array(columns.indices))
  }

  /// A node with only some of its columns, given by their old indexes in order.
  private func keeping(_ kept: [Int], _ kind: Kind) -> PrunedPlan {
    PrunedPlan(PlanNode(kind, columns: kept.map { columns[$0] }, origin: origin), kept: kept)
  }

  private func prunedScan(
    _ source: String, _ all: Bool, _ reading: ReadingRequest, _ needed: Set<Int>
  ) -> PrunedPlan {
    var kept = columns.indices.filter(needed.contains)
    // Rows must be countable even when nobody looks at them.
    if kept.isEmpty { kept = [index(of: "%seq") ?? 0].filter(columns.indices.contains) }
    let names = kept.map { columns[$0].name }
    return keeping(kept, .scan(source: source, all: all, columns: names, reading: reading))
  }

  private func prunedProject(
    _ input: PlanNode, _ bindings: [PlanBinding], _ needed: Set<Int>
  ) -> PrunedPlan {
    var kept = bindings.indices.filter(needed.contains)
    if kept.isEmpty { kept = [0].filter(bindings.indices.contains) }
    let read = kept.reduce(into: Set<Int>()) {
      $0.formUnion(bindings[$1].expression.columnsRead)
    }
    let below = input.pruned(to: read)
    let mapped = kept.map { index in
      PlanBinding(bindings[index].name, bindings[index].expression.mappingColumns(below.place))
    }
    return keeping(kept, .project(below.node, mapped))
  }

  /// Stages that pass every column of their one input on.
  private func prunedPassing(_ needed: Set<Int>) -> PrunedPlan {
    guard let input = inputs.first else { return unchanged(kind) }
    let wanted: Set<Int> = if case .assert = kind { Set(columns.indices) } else { needed }
    let read = wanted.filter(input.columns.indices.contains).union(columnsReadHere)
    let below = input.pruned(to: read)
    let added = Array(columns.indices.dropFirst(input.columns.count))
    return keeping(below.kept + added, passing(below))
  }

  /// Columns that the stage itself looks at.
  private var columnsReadHere: Set<Int> {
    switch kind {
    case .filter(_, let condition): condition.columnsRead
    case .sort(_, let keys):
      keys.reduce(into: []) { $0.formUnion($1.expression.columnsRead) }
    case .top(_, _, let key, let per): key.expression.columnsRead.union(per)
    case .distinct(_, let columns): Set(columns)
    case .assert(_, .holds(let condition), _): condition.columnsRead
    case .rank(_, let ranks):
      ranks.reduce(into: []) { $0.formUnion($1.value.columnsRead.union($1.partition)) }
    default: []
    }
  }

  private func passing(_ below: PrunedPlan) -> Kind {
    let place = below.place
    switch kind {
    case .filter(_, let condition):
      return .filter(below.node, condition.mappingColumns(place))
    case .sort(_, let keys):
      return .sort(below.node, keys.map { $0.mappingColumns(place) })
    case .take(_, let count): return .take(below.node, count)
    case .top(_, let count, let key, let per):
      return .top(below.node, count, key.mappingColumns(place), per: per.map(place))
    case .distinct(_, let columns): return .distinct(below.node, columns.map(place))
    case .assert(_, .holds(let condition), let message):
      return .assert(below.node, .holds(condition.mappingColumns(place)), message: message)
    case .assert(_, let condition, let message):
      return .assert(below.node, condition, message: message)
    case .rank(_, let ranks):
      return .rank(
        below.node,
        ranks.map {
          PlanRank(
            $0.name, of: $0.value.mappingColumns(place), partition: $0.partition.map(place))
        })
    default: return kind
    }
  }

  private func prunedRollup(
    _ input: PlanNode, _ grouping: Grouping, _ unit: PlanExpression, _ day: PlanExpression?,
    _ root: String?, _ level: String?
  ) -> PrunedPlan {
    let own = unit.columnsRead.union(day?.columnsRead ?? [])
    let below = input.pruned(to: grouping.columnsRead(over: input).union(own))
    return unchanged(
      .rollup(
        below.node, grouping.mappingColumns(below.place),
        unit: unit.mappingColumns(below.place), day: day?.mappingColumns(below.place), root: root,
        level: level))
  }
}

/// A pruned plan and which of the old columns it still has, in order.
struct PrunedPlan {
  let node: PlanNode
  let kept: [Int]
  private let places: [Int: Int]

  init(_ node: PlanNode, kept: [Int]) {
    self.node = node
    self.kept = kept
    places = Dictionary(
      kept.enumerated().map { ($0.element, $0.offset) }, uniquingKeysWith: { first, _ in first })
  }

  /// The new index of an old column that was needed.
  func place(_ old: Int) -> Int {
    guard let new = places[old] else {
      preconditionFailure("column \(old) was pruned although something reads it")
    }
    return new
  }
}

extension SortKey {
  func mappingColumns(_ transform: (Int) -> Int) -> SortKey {
    SortKey(expression.mappingColumns(transform), isDescending: isDescending)
  }
}

extension Grouping {
  func pruned(over input: PlanNode) -> (PlanNode, Grouping) {
    let below = input.pruned(to: columnsRead(over: input))
    return (below.node, mappingColumns(below.place))
  }

  /// Columns of the input that keys and aggregates read; first and last need the rows' times.
  func columnsRead(over input: PlanNode) -> Set<Int> {
    var read: Set<Int> = []
    for key in keys { read.formUnion(key.expression.columnsRead) }
    for aggregate in aggregates { read.formUnion(aggregate.columnsRead) }
    if aggregates.contains(where: \.readsOrder) {
      read.formUnion(["%at", "%seq"].compactMap(input.index(of:)))
    }
    return read
  }

  /// Outputs read keys and aggregates, not the input, and stay.
  func mappingColumns(_ transform: (Int) -> Int) -> Grouping {
    Grouping(
      keys: keys.map {
        PlanGroupKey($0.name, $0.expression.mappingColumns(transform), isEach: $0.isEach)
      }, aggregates: aggregates.map { $0.mappingColumns(transform) }, outputs: outputs)
  }
}

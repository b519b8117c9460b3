extension PlanNode {
  /// The plans directly below, the one that rows come from first.
  package var inputs: [PlanNode] {
    switch kind {
    case .scan: []
    case .filter(let input, _), .project(let input, _), .summarize(let input, _, _, _),
      .rollup(let input, _, _, _, _, _), .sort(let input, _), .take(let input, _),
      .top(let input, _, _, _), .distinct(let input, _), .assert(let input, _, _),
      .rank(let input, _):
      [input]
    case .semijoin(let left, let right, _, _), .lookup(let left, let right, _, _),
      .append(let left, let right):
      [left, right]
    case .funnel(let input, _, let steps, _, _, _): [input] + steps.map(\.input)
    case .diff(let comparison): comparison.inputs
    case .why(let lineage): lineage.inputs
    }
  }

  /// The request of the scan that the rows come from, which decides how look-ups and questions to
  /// the tree are read in every stage above it.
  package var reading: ReadingRequest {
    if case .scan(_, _, _, let reading) = kind { return reading }
    return inputs.first?.reading ?? ReadingRequest()
  }

  package func index(of name: String) -> Int? { columns.firstIndex { $0.name == name } }
}

extension PlanAggregate {
  /// True when the result depends on the order of rows in time.
  package var readsOrder: Bool {
    switch function {
    case .first, .last: true
    case .share(let inner, _), .own(let inner): inner.readsOrder
    default: false
    }
  }

  /// Indexes of the columns that it reads, those of nested aggregates too.
  package var columnsRead: Set<Int> {
    var read = argument?.columnsRead ?? []
    read.formUnion(predicate?.columnsRead ?? [])
    switch function {
    case .share(let inner, _), .own(let inner): read.formUnion(inner.columnsRead)
    default: break
    }
    return read
  }

  /// The same aggregate with every column index put through `transform`.
  package func mappingColumns(_ transform: (Int) -> Int) -> PlanAggregate {
    let mapped: Function =
      switch function {
      case .share(let inner, let keys): .share(inner.mappingColumns(transform), of: keys)
      case .own(let inner): .own(inner.mappingColumns(transform))
      default: function
      }
    return PlanAggregate(
      mapped, argument: argument?.mappingColumns(transform),
      predicate: predicate?.mappingColumns(transform), type: type)
  }
}

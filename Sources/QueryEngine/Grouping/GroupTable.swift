import Columns
import LedgerModel
import QueryPlan

/// A group of a summary: the values of its keys, and its number where rows made it.
struct KeyedGroup {
  let keys: [Value]
  let number: Int?
}

/// The groups of a `summarize` while rows come in.
struct GroupTable {
  private let grouping: Grouping
  private let run: Execution
  private var keys: RowKeys
  private(set) var aggregation: Aggregation
  private let space: Int
  private var results: [AggregateResult] = []
  private var totalResults: [AggregateResult] = []

  init(
    _ summary: Summary, columns: [PlanColumn], run: Execution, compiler: ExpressionCompiler
  ) throws {
    grouping = summary.grouping
    self.run = run
    keys = try RowKeys(grouping.keys, compiler)
    var aggregation = Aggregation(grouping, columns: columns, run: run, compiler: compiler)
    let space = aggregation.space(places: Array(grouping.keys.indices))
    results = try grouping.aggregates.map { try aggregation.prepare($0, space: space) }
    if summary.hasTotal {
      let all = aggregation.space(places: [])
      totalResults = try grouping.aggregates.map { try aggregation.prepare($0, space: all) }
    }
    self.aggregation = aggregation
    self.space = space
  }

  mutating func add(_ batch: RowBatch) throws {
    try keys.load(batch)
    try aggregation.add(batch, keys)
  }

  /// Takes in the table of the rows behind those so far.
  mutating func merge(_ later: GroupTable) throws {
    let maps = try keys.merge(later.keys, check: run.checkCancellation)
    try aggregation.merge(later.aggregation, keys: maps, below: keys.bounds)
  }

  /// Groups that rows made.
  var groupCount: Int { aggregation.spaces[space].groupCount }

  /// The keys and then the aggregates of the groups that rows made, in the order of their first rows;
  /// keys that came as codes stay codes. O(groups).
  func columns() throws -> [Column] {
    let keyColumns = grouping.keys.indices.map { place in
      keys.column(of: aggregation.spaces[space].codes(place: place), place: place)
    }
    let aggregates = try results.map { result in
      if case .direct(let place) = result,
        let integers = aggregation.spaces[place.space].integers(of: place.slot)
      {
        return Column.numbers(NumberColumn(kind: .integer, numbers: integers))
      }
      return Column.values(
        try (0..<groupCount).map { group in
          try run.checkCancellation(at: group)
          return try value(result, group: group)
        })
    }
    return keyColumns + aggregates
  }

  /// The groups that rows made, in the order of their first rows.
  func groups() throws -> [KeyedGroup] {
    try (0..<groupCount).map { group in
      try run.checkCancellation(at: group)
      let values = grouping.keys.indices.map { place in
        keys.value(of: aggregation.spaces[space].code(of: group, place: place), place: place)
      }
      return KeyedGroup(keys: values, number: group)
    }
  }

  /// The keys and then the aggregates of the groups. A group that no row made counts 0 and has
  /// none for the rest.
  func columns(of groups: [KeyedGroup]) throws -> [Column] {
    let keyColumns = grouping.keys.indices.map { place in
      Column.values(groups.map { $0.keys[place] })
    }
    let aggregates = try results.enumerated().map { index, result in
      Column.values(
        try groups.enumerated().map { place, group in
          try run.checkCancellation(at: place)
          guard let number = group.number else { return empty(grouping.aggregates[index]) }
          return try value(result, group: number)
        })
    }
    return keyColumns + aggregates
  }

  /// The same over all rows at once, with none for keys.
  func totalColumns() throws -> [Column] {
    try grouping.keys.map { _ in .constant(.none) }
      + totalResults.map { .constant(try value($0, group: 0)) }
  }

  private func empty(_ aggregate: PlanAggregate) -> Value {
    switch aggregate.function {
    case .count, .distinct: .integer(0)
    default: .none
    }
  }

  private func value(_ result: AggregateResult, group: Int) throws -> Value {
    switch result {
    case .direct(let place): return try aggregation.result(place, group: group) ?? .none
    case .headcount: return .none
    case .share(let part, let whole, let type, let origin):
      let codes = aggregation.spaces[whole.space].places.map { place in
        // Places of the group's own space are those of the keys, or none for the total.
        aggregation.spaces[part.space].code(of: group, place: place)
      }
      let wider = aggregation.spaces[whole.space].group(of: codes)
      return try aggregation.share(
        try aggregation.result(part, group: group) ?? .none,
        of: try aggregation.result(whole, group: wider) ?? .none, type: type,
        calendar: run.calendar, origin: origin)
    }
  }
}

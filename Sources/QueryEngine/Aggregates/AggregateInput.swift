import Catalog
import Columns
import LedgerModel
import QueryPlan

/// One aggregate's compiled argument and condition, evaluated once per row however many groups
/// the row belongs to.
struct AggregateInput {
  let aggregate: PlanAggregate
  private let argument: VectorExpression?
  /// The argument of a rate.
  private let hit: VectorTest?
  private var filter: VectorFilter?
  private var coder: EqualityCoder?
  private let needsMoment: Bool
  /// Rows that took no part because their argument is none.
  private(set) var skippedCount = 0
  /// The rows of the batch that take part, by place; none when all do.
  private var places: [Int32]?
  /// The batch's rows that take part, each as the only member of a group.
  private var loaded = AggregateEntries(groups: [], values: nil)

  init(_ aggregate: PlanAggregate, _ compiler: ExpressionCompiler) throws {
    self.aggregate = aggregate
    let isRate = aggregate.function == .rate
    argument = isRate ? nil : try aggregate.argument.map(compiler.vector)
    hit = isRate ? try aggregate.argument.map(compiler.test) : nil
    filter = try aggregate.predicate.map { try VectorFilter($0, compiler) }
    coder = aggregate.function.needsCode ? EqualityCoder() : nil
    needsMoment = aggregate.function.needsMoment
  }

  /// Evaluates the rows of a batch. `moments` has one element a row where some aggregate asks.
  mutating func load(_ batch: RowBatch, _ moments: [RowMoment]) throws {
    var taken = batch
    places = nil
    if filter != nil, let rows = try filter?.rows(of: batch), rows.count < batch.rows.count {
      places = AggregateInput.places(of: rows, in: batch.rows)
      taken = batch.selecting(rows)
    }
    let values = try argument?.values(of: taken)
    loaded = AggregateEntries(groups: [], values: values)
    if let values {
      if aggregate.function.skipsNone { skippedCount += values.noneCount }
      encode(values)
    }
    if let hit { try hit.mark(taken, into: &loaded.holds) }
    if needsMoment {
      loaded.moments = places.map { places in places.map { moments[Int($0)] } } ?? moments
    }
  }

  /// Takes in what was seen of later rows; by code there the code here.
  mutating func merge(_ later: AggregateInput, check: () throws -> Void) throws -> [Int32] {
    skippedCount += later.skippedCount
    guard var coder, let laterCoder = later.coder else { return [] }
    self.coder = nil
    defer { self.coder = coder }
    return try coder.merge(laterCoder, check: check)
  }

  /// What codes lie below.
  var codeBound: Int { coder?.bound ?? 0 }

  private mutating func encode(_ values: Vector) {
    guard var coder else { return }
    self.coder = nil
    coder.encode(values, into: &loaded.codes)
    loaded.codeBound = coder.bound
    loaded.noneCode = coder.noneCode
    self.coder = coder
  }

  /// Where a part of ascending rows stands among all of them. A batch names no row twice.
  private static func places(of part: RowList, in rows: RowList) -> [Int32] {
    var places: [Int32] = []
    places.reserveCapacity(part.count)
    var next = 0
    for row in part {
      while rows[next] != row { next += 1 }
      places.append(Int32(next))
      next += 1
    }
    return places
  }

  /// The loaded rows as entries of groups: `groups` has the group of every entry, `rows` the row of
  /// the batch it is of; none when entries and rows are the same.
  func entries(_ groups: [Int32], rows: [Int32]?) -> AggregateEntries {
    switch (places, rows) {
    case (nil, nil): return loaded.with(groups)
    case (nil, let rows?): return loaded.selecting(rows, groups)
    case (let places?, nil): return loaded.with(groups.selecting(places))
    case (let places?, let rows?): return selected(places, groups, rows)
    }
  }

  private func selected(
    _ places: [Int32], _ groups: [Int32], _ rows: [Int32]
  ) -> AggregateEntries {
    let last = max(rows.max() ?? -1, places.max() ?? -1)
    var numberOfRow = [Int32](repeating: -1, count: Int(last) + 1)
    for (number, place) in places.enumerated() { numberOfRow[Int(place)] = Int32(number) }
    let entries = rows.indices.filter { numberOfRow[Int(rows[$0])] >= 0 }
    return loaded.selecting(
      entries.map { numberOfRow[Int(rows[$0])] }, entries.map { groups[$0] })
  }
}

extension AggregateEntries {
  fileprivate func with(_ groups: [Int32]) -> AggregateEntries {
    AggregateEntries(
      groups: groups, values: values, codes: codes, codeBound: codeBound, noneCode: noneCode,
      holds: holds, moments: moments)
  }

  /// The rows at those places, in those groups.
  fileprivate func selecting(_ places: [Int32], _ groups: [Int32]) -> AggregateEntries {
    AggregateEntries(
      groups: groups, values: values?.selecting(places),
      codes: codes.isEmpty ? [] : codes.selecting(places), codeBound: codeBound,
      noneCode: noneCode, holds: holds.isEmpty ? [] : places.map { holds[Int($0)] },
      moments: moments.isEmpty ? [] : places.map { moments[Int($0)] })
  }
}

extension PlanAggregate {
  /// A fresh state for this aggregate over the rows of groups.
  func makeState(_ run: Execution) throws -> any AggregateState {
    let origin = argument?.origin
    let order = run.order(of: argument?.type ?? .none)
    switch function {
    case .count: return CountState()
    case .distinct: return DistinctState(run: run)
    case .sum: return SumState(isAverage: false, type: type, origin: origin)
    case .average: return SumState(isAverage: true, type: type, origin: origin)
    case .minimum: return ExtremeState(order: order, isMaximum: false)
    case .maximum: return ExtremeState(order: order, isMaximum: true)
    case .quantile(let share):
      return QuantileState(share: share, countsAllRows: false, order: order, run: run)
    case .reached(let share):
      return QuantileState(share: share, countsAllRows: true, order: order, run: run)
    case .rate: return RateState()
    case .first: return BoundaryState(isLast: false)
    case .last: return BoundaryState(isLast: true)
    case .list(let count): return ListState(countMax: count, order: order, run: run)
    case .bounds: return BoundsState(order: order, origin: origin)
    case .share, .own, .headcount:
      throw ExecutionError.unexpectedValue(operation: "an aggregate", origin: origin)
    }
  }
}

extension PlanAggregate.Function {
  /// True when a row without a value takes no part, so that the footer has to say how many.
  var skipsNone: Bool {
    switch self {
    case .distinct, .sum, .average, .minimum, .maximum, .quantile, .first, .last, .list, .bounds:
      true
    case .count, .reached, .rate, .share, .own, .headcount: false
    }
  }

  /// True for aggregates over the node itself in a roll-up.
  var isOwn: Bool { if case .own = self { true } else { false } }

  /// True when only the equality of values decides.
  var needsCode: Bool {
    switch self {
    case .distinct, .list: true
    default: false
    }
  }

  /// True when the order of rows in time decides.
  var needsMoment: Bool {
    switch self {
    case .first, .last: true
    case .share(let inner, _), .own(let inner): inner.function.needsMoment
    default: false
    }
  }
}

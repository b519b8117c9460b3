import Catalog
import LedgerModel
import QueryPlan

extension ReferenceInterpreter {
  /// `whole` gives the rows that a share divides by, for the keys it names.
  func aggregate(
    _ aggregate: PlanAggregate, _ rows: [[Value]], _ input: [[Value]], _ eye: Evaluator,
    whole: ([Int]) -> [[Value]]
  ) throws -> Value {
    let rows = try rows.filter { row in
      try aggregate.predicate.map { try eye.holds($0, row) } ?? true
    }
    let all = try rows.map { row in
      try aggregate.argument.map { try eye.value($0, row) } ?? .none
    }
    let values = all.filter { !$0.isNone }
    let type = aggregate.argument?.type ?? .bool
    let ordered = values.sorted { eye.precedes($0, $1, type) }
    switch aggregate.function {
    case .count: return .integer(Int64(rows.count))
    case .distinct: return .integer(Int64(Set(values).count))
    case .sum: return sum(values, type, eye)
    case .average:
      return values.isEmpty
        ? .none
        : eye.arithmetic(.divide, sum(values, type, eye), .integer(Int64(values.count)), .ratio)
    case .minimum: return ordered.first ?? .none
    case .maximum: return ordered.last ?? .none
    case .quantile(let share): return pick(share, of: values.count, in: ordered)
    case .reached(let share): return pick(share, of: rows.count, in: ordered)
    case .rate: return .share(values.count { $0 == .bool(true) }, rows.count)
    case .share(let inner, let keys):
      let part = try self.aggregate(inner, rows, input, eye, whole: whole)
      let total = try self.aggregate(inner, whole(keys), input, eye, whole: whole)
      return eye.arithmetic(.divide, part, total, .ratio)
    case .first, .last:
      let withValue = eye.inTime(rows.indices.filter { !all[$0].isNone }, of: rows)
      let chosen = aggregate.function == .first ? withValue.first : withValue.last
      return chosen.map { all[$0] } ?? .none
    case .list(let count):
      var distinct: [Value] = []
      for value in ordered where !distinct.contains(value) { distinct.append(value) }
      let rest = distinct.count - count
      return .set(distinct.prefix(count) + (rest > 0 ? [.string("… +\(rest)")] : []))
    case .bounds:
      guard let largest = ordered.last else { return .none }
      return .record(["largest": largest, "sum": sum(values, type, eye)])
    case .own(let inner): return try self.aggregate(inner, rows, input, eye, whole: whole)
    case .headcount: return .none
    }
  }

  private func sum(_ values: [Value], _ type: ValueType, _ eye: Evaluator) -> Value {
    let zero: Value =
      switch type.wrapped {
      case .decimal: .decimal(ExactDecimal(mantissa: 0))
      case .ratio: .ratio(Ratio(0))
      case .duration: .duration(TimeSpan(microseconds: 0))
      default: .integer(0)
      }
    return values.reduce(zero) { eye.arithmetic(.add, $0, $1, type.wrapped) }
  }

  /// The ⌈q·n⌉-th of the values in order; none when there are not so many.
  private func pick(_ share: Ratio, of count: Int, in ordered: [Value]) -> Value {
    let product = share.numerator * Int128(count)
    let place = Int((product + share.denominator - 1) / share.denominator)
    return place >= 1 && place <= ordered.count ? ordered[place - 1] : .none
  }
}

extension Value {
  static func share(_ part: Int, _ whole: Int) -> Value {
    Ratio(Int128(part), Int128(whole)).map { .ratio($0) } ?? .none
  }

  var period: Period? { if case .period(let period) = self { period } else { nil } }
  var identifier: String? { if case .entity(let id) = self { id } else { nil } }
}

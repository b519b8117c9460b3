import Catalog
import LedgerModel
import QueryPlan

/// How the value of one aggregate of a grouping comes about from the states.
enum AggregateResult {
  case direct(ResultPlace)
  /// The group's value ÷ the value of the wider group it lies in.
  case share(ResultPlace, of: ResultPlace, type: ValueType, origin: Range<Int>?)
  /// Declared figures of the tree, asked per unit and not per row.
  case headcount(String)
}

extension Aggregation {
  /// Lets `aggregate` run over `space`. The keys of a share are places of the grouping.
  mutating func prepare(_ aggregate: PlanAggregate, space: Int) throws -> AggregateResult {
    switch aggregate.function {
    case .share(let inner, let places):
      let wider = self.space(places: places.filter(spaces[space].places.contains).sorted())
      return .share(
        try run(inner, over: space), of: try run(inner, over: wider), type: aggregate.type,
        origin: inner.argument?.origin)
    case .own(let inner): return .direct(try run(inner, over: space))
    case .headcount(let column): return .headcount(column)
    default: return .direct(try run(aggregate, over: space))
    }
  }

  /// The value of a share, from the values of its two groups.
  func share(
    _ part: Value, of whole: Value, type: ValueType, calendar: CampaignCalendar,
    origin: Range<Int>?
  ) throws -> Value {
    let division = Arithmetic(operation: .divide, type: type, calendar: calendar, origin: origin)
    return try division.apply(part, whole)
  }
}

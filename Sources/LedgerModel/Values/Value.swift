/// One value of the query language at run time. The static type says how to read it: an
/// enumeration's case is a `symbol`, an entity is its identifier.
package enum Value: Sendable, Hashable {
  case none
  case bool(Bool)
  case integer(Int64)
  case decimal(ExactDecimal)
  indirect case ratio(Ratio)
  case string(String)
  /// A case of an enumeration or a level, without the leading dot.
  case symbol(String)
  /// The stable id of a unit, person, duty …
  case entity(String)
  case date(Day)
  case instant(Instant)
  case duration(TimeSpan)
  case calendarDuration(CalendarSpan)
  case period(Period)
  case position(Position)
  /// Distinct elements in the canonical order of their type.
  case set([Value])
  /// Named values, as the figures of a report.
  case record([String: Value])

  package var isNone: Bool { if case .none = self { true } else { false } }
}

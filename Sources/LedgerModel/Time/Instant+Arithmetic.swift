extension Instant {
  /// The start of 0001-01-01 in UTC, with a day to spare for zones.
  package static let earliest = Instant(
    microseconds: (Int64(Day.earliest.number) - 1) * TimeSpan.day.microseconds)
  /// The end of 9999-12-31 in UTC, with a day to spare for zones.
  package static let latest = Instant(
    microseconds: (Int64(Day.latest.number) + 2) * TimeSpan.day.microseconds)

  /// The instant `span` later, or earlier if it is negative; nil outside years 1 to 9999.
  package func adding(_ span: TimeSpan) -> Instant? {
    let (sum, overflow) = microseconds.addingReportingOverflow(span.microseconds)
    guard !overflow, sum >= Instant.earliest.microseconds, sum <= Instant.latest.microseconds
    else { return nil }
    return Instant(microseconds: sum)
  }

  /// The time from `other` to this instant, negative if this one is earlier. Exact for instants of
  /// the years 1 to 9999; beyond, the longest span there is.
  package func span(since other: Instant) -> TimeSpan {
    let (difference, overflow) = microseconds.subtractingReportingOverflow(other.microseconds)
    guard overflow else { return TimeSpan(microseconds: difference) }
    return TimeSpan(microseconds: self < other ? .min : .max)
  }
}

/// An exact length of time in microseconds; may be negative.
package struct TimeSpan: Sendable, Hashable, Comparable {
  package var microseconds: Int64

  package init(microseconds: Int64) { self.microseconds = microseconds }

  package static func < (left: TimeSpan, right: TimeSpan) -> Bool {
    left.microseconds < right.microseconds
  }

  package static let second = TimeSpan(microseconds: 1_000_000)
  package static let hour = TimeSpan(microseconds: 3_600_000_000)
  package static let day = TimeSpan(microseconds: 86_400_000_000)
}

/// A length that needs a calendar: `1wd`, `2mo`, `1q`, `1y`.
package struct CalendarSpan: Sendable, Hashable {
  package enum Unit: String, Sendable, Hashable { case workingDay, month, quarter, year }
  package var count: Int64
  package var unit: Unit

  package init(count: Int64, unit: Unit) {
    self.count = count
    self.unit = unit
  }
}

/// A stretch of time, the start inside, the end outside; an open end is none.
package struct Period: Sendable, Hashable {
  package var start: Instant
  package var end: Instant?

  package init(start: Instant, end: Instant?) {
    self.start = start
    self.end = end
  }

  /// True when `start ≤ instant < end`.
  package func contains(_ instant: Instant) -> Bool {
    start <= instant && end.map { instant < $0 } ?? true
  }
}

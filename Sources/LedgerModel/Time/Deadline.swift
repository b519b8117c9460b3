/// A deadline as a plan words it, from which a calendar derives the first instant too late.
package struct Deadline: Sendable, Hashable {
  /// How the wording treats the day or minute it names.
  package enum Boundary: String, Sendable, Hashable, CaseIterable {
    /// "trước": what comes on the named day is late.
    case before
    /// "đến hết", "chậm nhất": the named day is the last day on time.
    case by
  }

  /// The day named.
  package var day: Day
  /// The minute named on that day; nil when the plan names the day only.
  package var time: TimeOfDay?
  package var boundary: Boundary
  /// Time granted beyond the deadline.
  package var grace: TimeLength

  package init(
    day: Day, time: TimeOfDay? = nil, boundary: Boundary,
    grace: TimeLength = .exact(TimeSpan(microseconds: 0))
  ) {
    self.day = day
    self.time = time
    self.boundary = boundary
    self.grace = grace
  }

  /// The last day on time by the wording alone, which decides who owes: no grace, no rest-day
  /// rule. "Before 05/8 00:00" ends with 04/8, as "before 05/8" does. Nil on the first day there is.
  package var lastDayStated: Day? {
    let includesDay = boundary == .by || (time ?? .midnight) != .midnight
    return includesDay ? day : day.adding(days: -1)
  }
}

extension CampaignCalendar {
  /// The first instant that is too late for a deadline, with rest-day rule and grace applied; nil
  /// outside years 1 to 9999.
  ///
  /// A deadline at a time ends where its minute starts (before) or ends (by) and is not moved by
  /// rest days. Grace in working days moves the last day, other grace the instant.
  package func cutoff(of deadline: Deadline) -> Instant? {
    if let time = deadline.time { return timedCutoff(deadline, time) }
    guard let stated = deadline.lastDayStated, let last = shiftedFromRestDay(stated) else {
      return nil
    }
    if case .calendar(let span) = deadline.grace, span.unit == .workingDay {
      return workingDay(span.count, after: last).map { zone.end(of: $0) }
    }
    return adding(deadline.grace, to: zone.end(of: last))
  }

  /// The cutoff as it would be without grace: what comes between the two is in the grace period.
  package func cutoffWithoutGrace(of deadline: Deadline) -> Instant? {
    cutoff(of: Deadline(day: deadline.day, time: deadline.time, boundary: deadline.boundary))
  }

  private func timedCutoff(_ deadline: Deadline, _ time: TimeOfDay) -> Instant? {
    let start = zone.instant(of: deadline.day, at: time)
    let minute = TimeSpan(microseconds: 60_000_000)
    guard let end = deadline.boundary == .by ? start.adding(minute) : start else { return nil }
    return adding(deadline.grace, to: end)
  }
}

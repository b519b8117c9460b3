package import LedgerModel
package import QueryPlan

/// The day, or the minute, that a plan or an extension asks for.
package struct DueDay: Sendable, Hashable {
  package var day: Day
  package var time: TimeOfDay?
  /// False when the plan states none and the last day of the window stands in.
  package var isStated: Bool

  package init(day: Day, time: TimeOfDay? = nil, isStated: Bool = true) {
    self.day = day
    self.time = time
    self.isStated = isStated
  }

  /// The boundary in force: `assuming` re-reads stated days only, a window's end is always "by".
  package func boundary(declared: Boundary, assumed: Boundary?) -> Boundary {
    isStated ? assumed ?? declared : .by
  }

  /// The last day on time by the wording alone; decides who owes. Grace, rest days, extensions and
  /// assumptions have no part in it.
  package func referenceDay(_ declared: Boundary) -> Day? {
    deadline(boundary(declared: declared, assumed: nil)).lastDayStated
  }

  /// The day, or the minute, as a period.
  package func period(in zone: CivilZone) -> Period {
    guard let time else { return Period(start: zone.start(of: day), end: zone.end(of: day)) }
    let start = zone.instant(of: day, at: time)
    return Period(start: start, end: start.adding(TimeSpan(microseconds: 60_000_000)))
  }

  func deadline(
    _ boundary: Boundary, grace: TimeLength = .exact(TimeSpan(microseconds: 0))
  ) -> Deadline {
    Deadline(day: day, time: time, boundary: boundary == .before ? .before : .by, grace: grace)
  }
}

/// The first instant that is too late, with and without grace.
package struct Cutoff: Sendable, Hashable {
  package let instant: Instant
  package let withoutGrace: Instant

  package init(instant: Instant, withoutGrace: Instant) {
    self.instant = instant
    self.withoutGrace = withoutGrace
  }

  /// None when the calendar ends before the deadline does.
  package init?(
    _ due: DueDay, _ boundary: Boundary, grace: TimeLength, _ calendar: CampaignCalendar
  ) {
    guard let instant = calendar.cutoff(of: due.deadline(boundary, grace: grace)),
      let bare = calendar.cutoff(of: due.deadline(boundary))
    else { return nil }
    self.init(instant: instant, withoutGrace: bare)
  }

  /// What grace adds to this very cutoff.
  package var grace: TimeSpan { instant.span(since: withoutGrace) }
}

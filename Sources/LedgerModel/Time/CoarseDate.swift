/// A date as people give it: a year, quarter, month, week, day, a time, or from one to another.
///
/// Dates name stretches of time; which instants those are depends on the zone, so a coarse date
/// turns into a `Period` only in a zone.
package indirect enum CoarseDate: Sendable, Hashable {
  case year(Int)
  /// A quarter 1 to 4 of a year.
  case quarter(year: Int, quarter: Int)
  /// A month 1 to 12 of a year.
  case month(year: Int, month: Int)
  /// A week of ISO 8601, held by its Monday.
  case week(monday: Day)
  case day(Day)
  /// A time of a day in the zone of whoever asks.
  case local(Day, TimeOfDay)
  /// A time with its own offset.
  case instant(Instant)
  /// From the start of the first to the end of the second; never reversed when read from text.
  case span(from: CoarseDate, to: CoarseDate)

  /// The first day; nil for times with an offset, which have a day only in a zone.
  package var firstDay: Day? {
    switch self {
    case .year(let year): Day(year: year, month: 1, day: 1)
    case .quarter(let year, let quarter): Day(year: year, month: quarter * 3 - 2, day: 1)
    case .month(let year, let month): Day(year: year, month: month, day: 1)
    case .week(let monday): monday
    case .day(let day), .local(let day, _): day
    case .instant: nil
    case .span(let from, _): from.firstDay
    }
  }

  /// The last day inside; nil for times with an offset.
  package var lastDay: Day? {
    switch self {
    case .year(let year): Day(year: year, month: 12, day: 31)
    case .quarter(_, let quarter): lastDayOfMonth(quarter * 3)
    case .month(_, let month): lastDayOfMonth(month)
    case .week(let monday): monday.adding(days: 6)
    case .day(let day), .local(let day, _): day
    case .instant: nil
    case .span(_, let to): to.lastDay
    }
  }

  /// From the start of one date to the end of another; nil when nothing lies between.
  package static func spanning(_ from: CoarseDate, _ to: CoarseDate) -> CoarseDate? {
    let (start, end) = (from.start(in: .utc), to.end(in: .utc))
    guard start < end || (to.isTime && start == end) else { return nil }
    return .span(from: from, to: to)
  }

  /// True for a single time, which has no length.
  package var isTime: Bool {
    switch self {
    case .local, .instant: true
    default: false
    }
  }

  private func lastDayOfMonth(_ month: Int) -> Day? {
    guard let year = firstDay?.civil.year else { return nil }
    return Day(
      year: year, month: month, day: CivilDate.lengthOfMonth(month, year: year))
  }
}

extension CoarseDate {
  /// The first instant inside. O(1).
  package func start(in zone: CivilZone) -> Instant {
    switch self {
    case .instant(let instant): instant
    case .local(let day, let time): zone.instant(of: day, at: time)
    case .span(let from, _): from.start(in: zone)
    default: zone.start(of: firstDay ?? .earliest)
    }
  }

  /// The first instant after it; for a time, that time itself.
  package func end(in zone: CivilZone) -> Instant {
    switch self {
    case .instant, .local: start(in: zone)
    case .span(_, let to): to.end(in: zone)
    default: zone.end(of: lastDay ?? .latest)
    }
  }

  /// All instants of it. A time gives an empty period at that time.
  package func period(in zone: CivilZone) -> Period {
    Period(start: start(in: zone), end: end(in: zone))
  }
}

extension CoarseDate: CustomStringConvertible {
  /// As the query language writes it, without `@` in front: `2021-Q3`, `2021-08`, `2021-W31`,
  /// `2021-08-05T09:00`, `2021-07..@2021-08`.
  package var description: String {
    switch self {
    case .year(let year): padded(year, 4)
    case .quarter(let year, let quarter): padded(year, 4) + "-Q\(quarter)"
    case .month(let year, let month): padded(year, 4) + "-" + padded(month, 2)
    case .week(let monday): padded(monday.isoWeek.year, 4) + "-W" + padded(monday.isoWeek.week, 2)
    case .day(let day): day.iso8601
    case .local(let day, let time): day.iso8601 + "T" + time.text
    case .instant(let instant): instant.rfc3339
    case .span(let from, let to): "\(from)..@\(to)"
    }
  }
}

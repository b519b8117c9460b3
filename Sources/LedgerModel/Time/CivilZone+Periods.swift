/// The lengths of time by which the calendar divides itself.
package enum CalendarUnit: String, Sendable, Hashable, CaseIterable {
  case day, week, month, quarter, year
}

extension CivilZone {
  /// The day, ISO week, month, quarter or year an instant lies in.
  package func coarseDate(_ unit: CalendarUnit, of instant: Instant) -> CoarseDate {
    let day = day(of: instant)
    let date = day.civil
    return switch unit {
    case .day: .day(day)
    case .week: .week(monday: day.monday)
    case .month: .month(year: date.year, month: date.month)
    case .quarter: .quarter(year: date.year, quarter: day.quarter)
    case .year: .year(date.year)
    }
  }

  /// The same as a period: `day(t)`, `week(t)`, `month(t)`, `quarter(t)`.
  package func period(_ unit: CalendarUnit, of instant: Instant) -> Period {
    coarseDate(unit, of: instant).period(in: self)
  }

  /// The bin of a given width that an instant lies in: `bin(t, width)`; nil unless width > 0.
  ///
  /// Up to a day wide, bins are counted from the local midnight before the instant, and the last
  /// one of a day ends with the day. Wider ones are counted from midnight of Monday 2000-01-03,
  /// so that `7d` gives ISO weeks.
  package func bin(_ instant: Instant, width: TimeSpan) -> Period? {
    guard width.microseconds > 0 else { return nil }
    if width > .day { return wideBin(instant, width: width) }
    let day = day(of: instant)
    let (start, end) = (start(of: day), end(of: day))
    let count = instant.span(since: start).microseconds / width.microseconds
    guard let first = start.adding(TimeSpan(microseconds: count * width.microseconds)),
      let last = first.adding(width)
    else { return nil }
    return Period(start: first, end: min(last, end))
  }

  private static let originOfWideBins = Day(number: 10_959)

  private func wideBin(_ instant: Instant, width: TimeSpan) -> Period? {
    let local = localTime(of: instant)
    let sinceOrigin =
      local.day.days(since: Self.originOfWideBins) * TimeSpan.day.microseconds
      + local.microsecondOfDay
    let count = sinceOrigin.dividedDown(by: width.microseconds)
    let (next, overflow) = (count + 1).multipliedReportingOverflow(by: width.microseconds)
    guard !overflow, let first = self.instant(afterOrigin: count * width.microseconds),
      let last = self.instant(afterOrigin: next)
    else { return nil }
    return Period(start: first, end: last)
  }

  private func instant(afterOrigin microseconds: Int64) -> Instant? {
    let days = microseconds.dividedDown(by: TimeSpan.day.microseconds)
    guard let day = Self.originOfWideBins.adding(days: days) else { return nil }
    return instant(
      of: day, microsecondOfDay: microseconds - days * TimeSpan.day.microseconds)
  }
}

extension CoarseDate {
  /// The shortest name of exactly this period in a zone, the reverse of `period(in:)`; nil for an
  /// open period and one that does not begin and end at midnight.
  package init?(exactly period: Period, in zone: CivilZone) {
    guard let end = period.end, let before = Day.lastBefore(end, in: zone) else { return nil }
    let first = zone.day(of: period.start)
    guard zone.start(of: first) == period.start, first <= before else { return nil }
    for unit in CalendarUnit.allCases {
      let whole = zone.coarseDate(unit, of: period.start)
      if whole.firstDay == first && whole.lastDay == before {
        self = whole
        return
      }
    }
    self = Self.spanOfMonths(first, before) ?? .span(from: .day(first), to: .day(before))
  }

  private static func spanOfMonths(_ first: Day, _ last: Day) -> CoarseDate? {
    let (from, to) = (first.civil, last.civil)
    guard from.day == 1, to.day == CivilDate.lengthOfMonth(to.month, year: to.year) else {
      return nil
    }
    return .span(
      from: .month(year: from.year, month: from.month), to: .month(year: to.year, month: to.month))
  }
}

extension Day {
  /// The day that ends exactly at an instant; nil if none does.
  fileprivate static func lastBefore(_ end: Instant, in zone: CivilZone) -> Day? {
    let day = zone.day(of: end)
    guard zone.start(of: day) == end else { return nil }
    return day.adding(days: -1)
  }
}

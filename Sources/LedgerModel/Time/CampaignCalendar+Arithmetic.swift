extension CampaignCalendar {
  /// `t + span` for lengths that need a calendar; nil outside years 1 to 9999.
  ///
  /// The time of day stays. Months, quarters and years end at the last day of a shorter month.
  /// Working days are counted after the day of `t`, and an instant at 00:00 belongs to the day
  /// that ends there: Saturday 00:00 + 1wd is Tuesday 00:00, the end of Monday.
  package func adding(_ span: CalendarSpan, to instant: Instant) -> Instant? {
    if span.count == 0 { return instant }
    let local = zone.localTime(of: instant)
    let endsADay = span.unit == .workingDay && local.microsecondOfDay == 0
    guard let day = endsADay ? local.day.adding(days: -1) : local.day,
      let target = adding(span, to: day)
    else { return nil }
    return zone.instant(
      of: target,
      microsecondOfDay: endsADay ? TimeSpan.day.microseconds : local.microsecondOfDay)
  }

  /// The same for a day; working days are counted after it.
  package func adding(_ span: CalendarSpan, to day: Day) -> Day? {
    switch span.unit {
    case .workingDay: return workingDay(span.count, after: day)
    case .month: return day.adding(months: span.count)
    case .quarter: return adding(span.count, of: 3, to: day)
    case .year: return adding(span.count, of: 12, to: day)
    }
  }

  /// `t + span` for either kind of length.
  package func adding(_ length: TimeLength, to instant: Instant) -> Instant? {
    switch length {
    case .exact(let span): instant.adding(span)
    case .calendar(let span): adding(span, to: instant)
    }
  }

  private func adding(_ count: Int64, of months: Int64, to day: Day) -> Day? {
    let (total, overflow) = count.multipliedReportingOverflow(by: months)
    return overflow ? nil : day.adding(months: total)
  }
}

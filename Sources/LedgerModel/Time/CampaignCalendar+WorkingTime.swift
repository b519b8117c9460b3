extension CampaignCalendar {
  /// `worktime(a, b)`: the time between two instants that lies inside the working hours of working
  /// days, negative when b lies before a. Measured on the clock on the wall, so a change of clocks
  /// within working hours does not count. O(log holidays).
  package func workingTime(from start: Instant, to end: Instant) -> TimeSpan {
    let (first, last) = (zone.localTime(of: start), zone.localTime(of: end))
    let wholeDays = workingDays(
      after: Day(number: first.day.number &- 1), through: Day(number: last.day.number &- 1))
    let length = hours.reduce(0) { $0 + $1.length }
    let (whole, overflow) = wholeDays.multipliedReportingOverflow(by: length)
    // Instants of years 1 to 9999 lie less than four million days apart.
    guard !overflow else { return TimeSpan(microseconds: wholeDays < 0 ? .min : .max) }
    return TimeSpan(microseconds: whole + worked(last) - worked(first))
  }

  /// The working time of a day up to a time on it.
  private func worked(_ local: LocalTime) -> Int64 {
    guard isWorkingDay(local.day) else { return 0 }
    return hours.reduce(0) { $0 + $1.elapsed(before: local.microsecondOfDay) }
  }
}

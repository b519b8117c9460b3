extension Day {
  /// 0001-01-01, the first day that can be read.
  package static let earliest = Day(number: -719_162)
  /// 9999-12-31, the last day that can be read.
  package static let latest = Day(number: 2_932_896)

  /// Nil when the date does not exist or its year is not 1 to 9999.
  package init?(year: Int, month: Int, day: Int) {
    guard let date = CivilDate(year: year, month: month, day: day) else { return nil }
    self.init(number: Int32(date.dayNumber))
  }

  /// Year, month and day.
  package var civil: CivilDate { CivilDate(dayNumber: Int(number)) }

  /// The day of the week; 1970-01-01 was a Thursday.
  package var weekday: Weekday {
    let sinceMonday = (Int(number) + 3) - (Int(number) + 3).dividedDown(by: 7) * 7
    return Weekday(rawValue: sinceMonday + 1) ?? .monday
  }

  /// 1 to 4.
  package var quarter: Int { (civil.month - 1) / 3 + 1 }

  /// The week of ISO 8601 with its year, which is the year of the week's Thursday.
  package var isoWeek: (year: Int, week: Int) {
    let thursday = Int(number) + 4 - weekday.rawValue
    let year = CivilDate(dayNumber: thursday).year
    return (year, (thursday - CivilDate.dayNumber(ofNewYear: year)) / 7 + 1)
  }

  /// The Monday of an ISO week; nil when that year has no such week (52 or 53 of them).
  package init?(isoYear year: Int, week: Int) {
    guard (1...53).contains(week), let fourth = Day(year: year, month: 1, day: 4) else {
      return nil
    }
    // 4 January always lies in the first week.
    let day = Day(number: fourth.monday.number + Int32(7 * (week - 1)))
    guard day.isoWeek == (year, week) else { return nil }
    self = day
  }

  /// The Monday of the week this day lies in.
  package var monday: Day {
    Day(number: Int32(clamping: Int64(number) - Int64(weekday.rawValue - 1)))
  }

  /// The day `count` days later, or earlier if negative; nil outside years 1 to 9999.
  package func adding(days count: Int64) -> Day? {
    let (sum, overflow) = Int64(number).addingReportingOverflow(count)
    guard !overflow, sum >= Int64(Day.earliest.number), sum <= Int64(Day.latest.number) else {
      return nil
    }
    return Day(number: Int32(sum))
  }

  /// The same day of the month `count` months later, or that month's last day if it is shorter;
  /// nil outside years 1 to 9999.
  package func adding(months count: Int64) -> Day? {
    let date = civil
    let (months, overflow) = Int64(date.year * 12 + date.month - 1).addingReportingOverflow(count)
    guard !overflow else { return nil }
    let year = Int(clamping: months.dividedDown(by: 12))
    guard CivilDate.years.contains(year) else { return nil }
    let month = Int(months - months.dividedDown(by: 12) * 12) + 1
    let last = CivilDate.lengthOfMonth(month, year: year)
    return Day(year: year, month: month, day: min(date.day, last))
  }

  /// Days from `other` to this day; negative if this one is earlier.
  package func days(since other: Day) -> Int64 { Int64(number) - Int64(other.number) }
}

extension CampaignCalendar {
  /// Whether people work that day: a working weekday and no holiday. O(log holidays).
  package func isWorkingDay(_ day: Day) -> Bool {
    workingWeekdays.contains(day.weekday)
      && holidaysLost(through: day) == holidaysLost(through: Day(number: day.number &- 1))
  }

  /// `workdays(a, b)`: the number of working days d with a < d ≤ b; negative, with the sides
  /// changed, when b lies before a. O(log holidays).
  package func workingDays(after start: Day, through end: Day) -> Int64 {
    workingDays(through: end) - workingDays(through: start)
  }

  /// The same between the local days of two instants.
  package func workingDays(from start: Instant, to end: Instant) -> Int64 {
    workingDays(after: zone.day(of: start), through: zone.day(of: end))
  }

  /// The day itself if it is a working day, else the next one; nil beyond year 9999.
  package func workingDay(onOrAfter day: Day) -> Day? {
    isWorkingDay(day) ? day : workingDay(1, after: day)
  }

  /// The n-th working day after a day, for a negative n the n-th before it, for 0 the day itself
  /// whether people work on it or not; nil outside years 1 to 9999. O(log²) by bisection.
  package func workingDay(_ count: Int64, after day: Day) -> Day? {
    if count == 0 { return day }
    let before = Day(number: day.number &- 1)
    // Counted from the first working day there could be, each working day has a number; the one
    // looked for is the first day through which that many have passed.
    let passed = workingDays(through: count > 0 ? day : before)
    let (wanted, overflow) = passed.addingReportingOverflow(count > 0 ? count : count + 1)
    guard !overflow else { return nil }
    return firstDay(through: wanted)
  }

  /// A last day of a duty after the rest-day rule; nil beyond year 9999.
  package func shiftedFromRestDay(_ day: Day) -> Day? {
    restDayRule == .next ? workingDay(onOrAfter: day) : day
  }

  private func firstDay(through wanted: Int64) -> Day? {
    var low = Int64(Day.earliest.number) - 1
    var high = Int64(Day.latest.number)
    let counted = { (number: Int64) in workingDays(through: Day(number: Int32(number))) }
    guard counted(low) < wanted, wanted <= counted(high) else { return nil }
    while high - low > 1 {
      let middle = low + (high - low) / 2
      if counted(middle) < wanted { low = middle } else { high = middle }
    }
    return Day(number: Int32(high))
  }

  /// Working days up to and with a day, counted from a fixed Monday: only differences have a meaning.
  func workingDays(through day: Day) -> Int64 {
    // 1969-12-29, the Monday before day 0, starts week 0.
    let sinceMonday = Int64(day.number) + 3
    let weeks = sinceMonday.dividedDown(by: 7)
    let days = Int(sinceMonday - weeks * 7) + 1
    let inWeek = workingWeekdays.count { $0.rawValue <= days }
    return weeks * Int64(workingWeekdays.count) + Int64(inWeek) - holidaysLost(through: day)
  }

  /// How many working days holidays have taken up to and with a day, by bisection.
  private func holidaysLost(through day: Day) -> Int64 {
    var low = 0
    var high = lostDays.count
    while low < high {
      let middle = (low + high) / 2
      if lostDays[middle] <= day { low = middle + 1 } else { high = middle }
    }
    return Int64(low)
  }
}

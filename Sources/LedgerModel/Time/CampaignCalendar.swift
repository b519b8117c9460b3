/// When a campaign works: its zone, its working days and hours, its holidays.
///
/// Always has a working day in every week, so that counting working days ends.
package struct CampaignCalendar: Sendable, Hashable {
  /// What becomes of a last day that is a rest day.
  package enum RestDayRule: String, Sendable, Hashable, CaseIterable {
    /// Nothing: the plan's day stands.
    case stay
    /// It moves to the next working day (Civil Code 2015, article 148).
    case next
  }

  package let zone: CivilZone
  package let workingWeekdays: Set<Weekday>
  /// In order, without overlap.
  package let hours: [WorkingHours]
  package let restDayRule: RestDayRule
  /// Days off in order, those on a weekend too.
  package let holidays: [Day]
  /// The holidays that take a working day away, in order.
  let lostDays: [Day]

  /// Monday to Friday, 07:30–11:30 and 13:30–17:00 in Viet Nam, no holidays.
  package static let standard = CampaignCalendar(
    zone: .vietnam, workingWeekdays: [.monday, .tuesday, .wednesday, .thursday, .friday],
    hours: [WorkingHours(reading: "07:30-11:30"), WorkingHours(reading: "13:30-17:00")]
      .compactMap { $0 },
    restDayRule: .stay, sortedHolidays: [])

  /// Holidays and hours may come in any order; a holiday given twice counts once.
  package init(
    zone: CivilZone, workingWeekdays: Set<Weekday>, hours: [WorkingHours],
    restDayRule: RestDayRule = .stay, holidays: some Sequence<Day> = []
  ) throws(CampaignCalendarError) {
    guard !workingWeekdays.isEmpty else { throw .noWorkingDay }
    let sorted = hours.sorted { $0.start < $1.start }
    for (earlier, later) in zip(sorted, sorted.dropFirst()) where later.start < earlier.end {
      throw .overlappingHours(earlier, later)
    }
    self.init(
      zone: zone, workingWeekdays: workingWeekdays, hours: sorted, restDayRule: restDayRule,
      sortedHolidays: Set(holidays).sorted())
  }

  private init(
    zone: CivilZone, workingWeekdays: Set<Weekday>, hours: [WorkingHours],
    restDayRule: RestDayRule, sortedHolidays: [Day]
  ) {
    self.zone = zone
    self.workingWeekdays = workingWeekdays
    self.hours = hours
    self.restDayRule = restDayRule
    holidays = sortedHolidays
    lostDays = sortedHolidays.filter { workingWeekdays.contains($0.weekday) }
  }
}

/// What makes a calendar unusable. `description` words it.
package enum CampaignCalendarError: Error, Hashable, Sendable {
  case noWorkingDay
  case overlappingHours(WorkingHours, WorkingHours)
}

extension CampaignCalendarError: CustomStringConvertible {
  /// One clause that names what to change.
  package var description: String {
    switch self {
    case .noWorkingDay: "a calendar needs at least one working day in the week"
    case .overlappingHours(let first, let second):
      "working hours overlap: \(first.text) and \(second.text)"
    }
  }
}

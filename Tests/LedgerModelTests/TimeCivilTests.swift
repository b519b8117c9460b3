import Foundation
import LedgerModel
import Testing

@Suite("Civil days")
struct TimeCivilTests {
  /// Every 13th day of 1900–2200 as Foundation's calendars see it; 13 and 7 have no common factor,
  /// so all weekdays and month ends come up.
  @Test("dates, weekdays, quarters and ISO weeks agree with Foundation")
  func foundationCalendars() throws {
    let (gregorian, iso) = (utcCalendar(.gregorian), utcCalendar(.iso8601))
    for number in stride(from: Int32(-25_567), through: 84_006, by: 13) {
      let date = Date(timeIntervalSince1970: Double(number) * 86_400)
      let day = Day(number: number)
      let parts = gregorian.dateComponents([.year, .month, .day, .weekday], from: date)
      let week = iso.dateComponents([.yearForWeekOfYear, .weekOfYear], from: date)
      #expect(day.civil.year == parts.year && day.civil.month == parts.month)
      #expect(day.civil.day == parts.day)
      #expect(day.weekday.rawValue % 7 + 1 == parts.weekday)
      #expect(day.isoWeek.year == week.yearForWeekOfYear && day.isoWeek.week == week.weekOfYear)
      #expect(day.quarter == (try #require(parts.month) + 2) / 3)
      #expect(Day(year: day.civil.year, month: day.civil.month, day: day.civil.day) == day)
      #expect(Day(isoYear: day.isoWeek.year, week: day.isoWeek.week) == day.monday)
      #expect(Day(iso8601: day.iso8601) == day)
    }
  }

  /// Foundation moves firsts of months and knows their lengths; it is not asked to clamp, which
  /// it gets wrong around some leap years (30/3/1968 less 25 months gives 1/3/1966).
  @Test("adding months agrees with Foundation's months and their lengths")
  func addingMonths() throws {
    let gregorian = utcCalendar(.gregorian)
    for number in stride(from: Int32(-25_567), through: 84_006, by: 997) {
      let date = Date(timeIntervalSince1970: Double(number) * 86_400)
      let dayOfMonth = gregorian.component(.day, from: date)
      let first = date.addingTimeInterval(Double(1 - dayOfMonth) * 86_400)
      for count in [-25, -12, -1, 0, 1, 2, 3, 12, 49] {
        let month = try #require(gregorian.date(byAdding: .month, value: count, to: first))
        let length = try #require(gregorian.range(of: .day, in: .month, for: month)).count
        let expected = month.addingTimeInterval(Double(min(dayOfMonth, length) - 1) * 86_400)
        let sum = try #require(Day(number: number).adding(months: Int64(count)))
        #expect(Double(sum.number) * 86_400 == expected.timeIntervalSince1970, "\(number) \(count)")
      }
    }
  }

  @Test("every day of the whole range follows the one before")
  func wholeRange() {
    var before = Day.earliest.civil
    #expect(before.year == 1 && before.month == 1 && before.day == 1)
    for number in (Day.earliest.number + 1)...Day.latest.number {
      let date = Day(number: number).civil
      let isNextDay = date.month == before.month && date.day == before.day + 1
      let startsMonth = date.day == 1 && before.day >= 28 && date.month == before.month % 12 + 1
      if !isNextDay && !startsMonth { Issue.record("\(number)") }
      before = date
    }
    #expect(before.year == 9999 && before.month == 12 && before.day == 31)
  }

  @Test("days that do not exist, and the ends of the range")
  func outside() {
    #expect(Day(year: 2021, month: 6, day: 31) == nil)
    #expect(Day(year: 2021, month: 13, day: 1) == nil)
    #expect(Day(year: 2021, month: 2, day: 29) == nil)
    #expect(Day(year: 1900, month: 2, day: 29) == nil)
    #expect(Day(year: 2000, month: 2, day: 29) != nil)
    #expect(Day(year: 0, month: 1, day: 1) == nil)
    #expect(Day(year: 10_000, month: 1, day: 1) == nil)
    #expect(Day(isoYear: 2021, week: 53) == nil)
    #expect(Day(isoYear: 2020, week: 53) != nil)
    #expect(Day(isoYear: 2020, week: 0) == nil)
    #expect(Day.latest.adding(days: 1) == nil)
    #expect(Day.earliest.adding(days: .min) == nil)
    #expect(Day.latest.adding(months: 1) == nil)
    #expect(Day.latest.adding(months: .max) == nil)
    #expect(Day(number: .max).civil.year > 5_000_000)
    #expect(Day(number: .min).monday.number == .min)
  }

  @Test("official letters pad days, and months below 3")
  func vietnameseText() {
    #expect(Day(year: 2021, month: 8, day: 5)?.vietnamese == "05/8/2021")
    #expect(Day(year: 2021, month: 1, day: 15)?.vietnamese == "15/01/2021")
    #expect(Day(year: 2021, month: 12, day: 1)?.vietnamese == "01/12/2021")
  }

  @Test("weekday codes")
  func weekdayCodes() {
    #expect(Weekday(code: "mon") == .monday)
    #expect(Weekday(code: "Mon") == nil)
    #expect(Weekday.allCases.map(\.code) == ["mon", "tue", "wed", "thu", "fri", "sat", "sun"])
    // The plan's two deadlines.
    #expect(Day(year: 2021, month: 8, day: 5)?.weekday == .thursday)
    #expect(Day(year: 2021, month: 8, day: 10)?.weekday == .tuesday)
  }

  private func utcCalendar(_ identifier: Calendar.Identifier) -> Calendar {
    var calendar = Calendar(identifier: identifier)
    calendar.timeZone = TimeZone(secondsFromGMT: 0) ?? .current
    return calendar
  }
}

import LedgerModel
import TestSupport
import Testing

@Suite("Campaign calendar")
struct TimeCalendarTests {
  /// August and September 2021 with the national holiday of the bundled plan.
  private let calendar: CampaignCalendar
  private let zone = CivilZone.vietnam

  init() throws {
    calendar = try CampaignCalendar(
      zone: .vietnam, workingWeekdays: CampaignCalendar.standard.workingWeekdays,
      hours: CampaignCalendar.standard.hours,
      holidays: [day("02/9/2021"), day("03/9/2021"), day("02/9/2021")])
  }

  @Test("working days, weekends and holidays")
  func workingDays() throws {
    #expect(calendar.isWorkingDay(try day("05/8/2021")))
    #expect(!calendar.isWorkingDay(try day("07/8/2021")))
    #expect(!calendar.isWorkingDay(try day("02/9/2021")))
    #expect(calendar.holidays.count == 2)
    #expect(calendar.workingDay(onOrAfter: try day("02/9/2021")) == (try day("06/9/2021")))
    #expect(calendar.workingDay(0, after: try day("07/8/2021")) == (try day("07/8/2021")))
    #expect(calendar.workingDay(1, after: try day("07/8/2021")) == (try day("09/8/2021")))
    #expect(calendar.workingDay(-1, after: try day("09/8/2021")) == (try day("06/8/2021")))
    #expect(calendar.workingDay(3, after: try day("31/8/2021")) == (try day("07/9/2021")))
    #expect(calendar.workingDay(.max, after: try day("31/8/2021")) == nil)
    #expect(calendar.workingDay(.min, after: try day("31/8/2021")) == nil)
    #expect(calendar.workingDay(10_000_000, after: try day("31/8/2021")) == nil)
  }

  @Test("counting agrees with walking day by day, for random calendars")
  func bruteForce() throws {
    var generator = SeededGenerator(seed: 20_210_805)
    func random(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &generator) }
    for _ in 0..<60 {
      let weekdays = Set(Weekday.allCases.filter { _ in random(3) > 0 } + [.wednesday])
      let off = Set((0..<random(30)).map { _ in Day(number: Int32(18_800 + random(120))) })
      let calendar = try CampaignCalendar(
        zone: .vietnam, workingWeekdays: weekdays, hours: [], holidays: off)
      let isWorking = { (day: Day) in weekdays.contains(day.weekday) && !off.contains(day) }
      let (start, length) = (Int32(18_780 + random(150)), Int32(random(60)))
      let span = (start + 1)...(start + length + 1)
      let working = span.map { Day(number: $0) }.filter(isWorking)
      let (first, last) = (Day(number: start), Day(number: start + length + 1))
      #expect(calendar.workingDays(after: first, through: last) == Int64(working.count))
      #expect(calendar.workingDays(after: last, through: first) == -Int64(working.count))
      for (place, day) in working.enumerated() {
        #expect(calendar.workingDay(Int64(place) + 1, after: first) == day, "seed 20210805")
      }
      let backwards = (start...(start + length)).map { Day(number: $0) }.filter(isWorking)
      for (place, day) in backwards.reversed().enumerated() {
        #expect(calendar.workingDay(-Int64(place) - 1, after: last) == day, "seed 20210805")
      }
      #expect(calendar.isWorkingDay(first) == isWorking(first))
    }
  }

  @Test(
    "instant + n working days keeps the time; 00:00 belongs to the day that ends there",
    arguments: [
      ("07/8/2021 00:00", 1, "10/8/2021 00:00"),  // Saturday 00:00 → Tuesday 00:00
      ("06/8/2021 00:00", 1, "07/8/2021 00:00"),
      ("06/8/2021 16:00", 1, "09/8/2021 16:00"),
      ("07/8/2021 16:00", 1, "09/8/2021 16:00"),
      ("01/9/2021 09:00", 1, "06/9/2021 09:00"),
      ("07/8/2021 00:00", 0, "07/8/2021 00:00"),
      ("10/8/2021 00:00", -1, "07/8/2021 00:00"),
      ("09/8/2021 16:00", -1, "06/8/2021 16:00"),
    ])
  func workingDayArithmetic(_ from: String, _ count: Int64, _ expected: String) throws {
    let span = CalendarSpan(count: count, unit: .workingDay)
    let sum = try #require(calendar.adding(span, to: try instant(from)))
    #expect(zone.vietnameseText(sum) == expected)
  }

  @Test(
    "months end at the last day of a shorter month",
    arguments: [
      ("31/01/2021 09:00", 1, .month, "28/02/2021 09:00"),
      ("31/01/2020 00:00", 1, .month, "29/02/2020 00:00"),
      ("31/8/2021 23:59", -6, .month, "28/02/2021 23:59"),
      ("30/11/2021 09:00", 1, .quarter, "28/02/2022 09:00"),
      ("29/02/2020 09:00", 1, .year, "28/02/2021 09:00"),
      ("01/9/2021 00:00", 1, .month, "01/10/2021 00:00"),
    ] as [(String, Int64, CalendarSpan.Unit, String)])
  func monthArithmetic(
    _ from: String, _ count: Int64, _ unit: CalendarSpan.Unit, _ expected: String
  ) throws {
    let span = CalendarSpan(count: count, unit: unit)
    let sum = try #require(calendar.adding(span, to: try instant(from)))
    #expect(zone.vietnameseText(sum) == expected)
  }

  @Test("arithmetic that leaves the years is none")
  func outside() throws {
    let start = try instant("05/8/2021 09:00")
    for unit in [CalendarSpan.Unit.workingDay, .month, .quarter, .year] {
      for count in [Int64.max, .min, 5_000_000] {
        #expect(calendar.adding(CalendarSpan(count: count, unit: unit), to: start) == nil)
      }
    }
  }

  @Test("working time is the time inside hours on working days")
  func workingTime() throws {
    func minutes(_ from: String, _ to: String) throws -> Int64 {
      let span = calendar.workingTime(from: try instant(from), to: try instant(to))
      return span.microseconds / 60_000_000
    }
    #expect(try minutes("05/8/2021 00:00", "06/8/2021 00:00") == 450)
    #expect(try minutes("05/8/2021 08:00", "05/8/2021 14:00") == 210 + 30)
    #expect(try minutes("06/8/2021 16:30", "09/8/2021 07:45") == 30 + 15)
    #expect(try minutes("07/8/2021 00:00", "09/8/2021 00:00") == 0)
    #expect(try minutes("01/9/2021 17:00", "06/9/2021 07:30") == 0)
    #expect(try minutes("05/8/2021 14:00", "05/8/2021 08:00") == -240)
    #expect(try minutes("01/8/2021 00:00", "01/9/2021 00:00") == 22 * 450)
  }

  @Test("working time agrees with counting minute by minute")
  func workingTimeByMinutes() throws {
    let start = try instant("30/8/2021 00:00")
    let minute = TimeSpan(microseconds: 60_000_000)
    var (now, counted) = (start, Int64(0))
    for _ in 0..<(9 * 24 * 60) {
      let local = zone.localTime(of: now)
      let isInside = calendar.hours.contains {
        $0.start.microseconds <= local.microsecondOfDay
          && local.microsecondOfDay < $0.end.microseconds
      }
      if isInside && calendar.isWorkingDay(local.day) { counted += minute.microseconds }
      now = try #require(now.adding(minute))
      let span = calendar.workingTime(from: start, to: now)
      if span.microseconds != counted { Issue.record("\(zone.isoText(now))") }
    }
    #expect(counted > 0)
  }

  @Test("calendars that cannot work are refused")
  func refused() throws {
    #expect(throws: CampaignCalendarError.noWorkingDay) {
      try CampaignCalendar(zone: .vietnam, workingWeekdays: [], hours: [])
    }
    let morning = try #require(WorkingHours(reading: "07:30-11:30"))
    let noon = try #require(WorkingHours(reading: "11:00-12:00"))
    #expect(throws: CampaignCalendarError.overlappingHours(morning, noon)) {
      try CampaignCalendar(zone: .vietnam, workingWeekdays: [.monday], hours: [noon, morning])
    }
    for text in ["", "07:30", "11:30-07:30", "07:30-25:00", "7-8", "07:30-11:30-12:00", "a-b"] {
      #expect(WorkingHours(reading: text) == nil)
    }
    #expect(WorkingHours(reading: "13:30–24:00")?.text == "13:30-24:00")
  }

  private func instant(_ text: String) throws -> Instant {
    try CoarseDate(vietnamese: text).start(in: .vietnam)
  }
}

@Suite("Deadlines")
struct TimeDeadlineTests {
  @Test(
    "the first instant too late",
    arguments: [
      ("before 05/8/2021", "0wd", .stay, "05/8/2021 00:00"),
      ("by 05/8/2021", "0wd", .stay, "06/8/2021 00:00"),
      ("before 12/8/2021", "0wd", .stay, "12/8/2021 00:00"),
      ("by 12/8/2021", "0wd", .stay, "13/8/2021 00:00"),
      // A Saturday: the last day is Friday, one working day more is Monday.
      ("before 07/8/2021", "1wd", .stay, "10/8/2021 00:00"),
      ("by 07/8/2021", "1wd", .stay, "10/8/2021 00:00"),
      ("by 07/8/2021", "0wd", .next, "10/8/2021 00:00"),
      ("by 07/8/2021", "1wd", .next, "11/8/2021 00:00"),
      ("before 07/8/2021", "2d", .stay, "09/8/2021 00:00"),
      ("before 05/8/2021", "6h", .stay, "05/8/2021 06:00"),
      ("before 05/8/2021 16:00", "0wd", .next, "05/8/2021 16:00"),
      ("by 05/8/2021 16:00", "0wd", .next, "05/8/2021 16:01"),
      ("by 06/8/2021 16:00", "1wd", .stay, "09/8/2021 16:01"),
      ("before 05/8/2021 00:00", "0wd", .stay, "05/8/2021 00:00"),
    ] as [(String, String, CampaignCalendar.RestDayRule, String)])
  func cutoffs(
    _ wording: String, _ grace: String, _ rule: CampaignCalendar.RestDayRule, _ expected: String
  ) throws {
    let calendar = try CampaignCalendar(
      zone: .vietnam, workingWeekdays: CampaignCalendar.standard.workingWeekdays, hours: [],
      restDayRule: rule)
    var deadline = try self.deadline(wording)
    let withoutGrace = calendar.cutoff(of: deadline)
    deadline.grace = try #require(TimeLength(reading: grace))
    let cutoff = try #require(calendar.cutoff(of: deadline))
    #expect(CivilZone.vietnam.vietnameseText(cutoff) == expected)
    #expect(calendar.cutoffWithoutGrace(of: deadline) == withoutGrace)
  }

  @Test("the last day stated decides who owes")
  func lastDays() throws {
    #expect(try deadline("before 05/8/2021").lastDayStated == (try day("04/8/2021")))
    #expect(try deadline("by 05/8/2021").lastDayStated == (try day("05/8/2021")))
    #expect(try deadline("before 05/8/2021 16:00").lastDayStated == (try day("05/8/2021")))
    #expect(try deadline("before 05/8/2021 00:00").lastDayStated == (try day("04/8/2021")))
  }

  @Test("grace in working days is the same as adding them to the cutoff")
  func graceAgreesWithAddition() throws {
    let calendar = CampaignCalendar.standard
    for number in Int32(18_800)..<18_830 {
      for count in Int64(1)...4 {
        let span = CalendarSpan(count: count, unit: .workingDay)
        let plain = Deadline(day: Day(number: number), boundary: .by)
        let graced = Deadline(day: Day(number: number), boundary: .by, grace: .calendar(span))
        let cutoff = try #require(calendar.cutoff(of: plain))
        #expect(calendar.cutoff(of: graced) == calendar.adding(span, to: cutoff))
      }
    }
  }

  private func deadline(_ wording: String) throws -> Deadline {
    let words = wording.split(separator: " ", maxSplits: 1).map(String.init)
    let boundary = try #require(words.first.flatMap(Deadline.Boundary.init(rawValue:)))
    switch try CoarseDate(vietnamese: try #require(words.last)) {
    case .local(let day, let time): return Deadline(day: day, time: time, boundary: boundary)
    case let date: return Deadline(day: try #require(date.firstDay), boundary: boundary)
    }
  }
}

private func day(_ text: String) throws -> Day { try Day(vietnamese: text) }

import LedgerModel
import Testing

@Suite("Coarse dates")
struct TimeCoarseDateTests {
  @Test(
    "literals and their periods in Viet Nam",
    arguments: [
      ("2021", "2020-12-31T17:00:00Z", "2021-12-31T17:00:00Z"),
      ("2021-Q3", "2021-06-30T17:00:00Z", "2021-09-30T17:00:00Z"),
      ("@2021-08", "2021-07-31T17:00:00Z", "2021-08-31T17:00:00Z"),
      ("2021-W31", "2021-08-01T17:00:00Z", "2021-08-08T17:00:00Z"),
      ("2020-W53", "2020-12-27T17:00:00Z", "2021-01-03T17:00:00Z"),
      ("@2021-08-05", "2021-08-04T17:00:00Z", "2021-08-05T17:00:00Z"),
      ("2021-08-05T09:00", "2021-08-05T02:00:00Z", "2021-08-05T02:00:00Z"),
      ("2021-08-05T24:00", "2021-08-05T17:00:00Z", "2021-08-05T17:00:00Z"),
      ("2021-08-05T09:00:30.25Z", "2021-08-05T09:00:30.25Z", "2021-08-05T09:00:30.25Z"),
      ("2021-08-05T24:00+07:00", "2021-08-05T17:00:00Z", "2021-08-05T17:00:00Z"),
      ("@2021-07..@2021-08", "2021-06-30T17:00:00Z", "2021-08-31T17:00:00Z"),
      ("2021-07-15..2021-08-05T09:00", "2021-07-14T17:00:00Z", "2021-08-05T02:00:00Z"),
    ])
  func literals(_ text: String, _ start: String, _ end: String) throws {
    let date = try CoarseDate(literal: text)
    let period = date.period(in: .vietnam)
    #expect(period.start.rfc3339 == start)
    #expect(period.end?.rfc3339 == end)
    #expect(try CoarseDate(literal: date.description) == date)
  }

  @Test(
    "literals that are refused",
    arguments: [
      ("", .malformed), ("21", .malformed), ("2021-", .malformed), ("2021-8", .malformed),
      ("2021-8-5", .malformed), ("05/8/2021", .malformed), ("2021-08-05T9:00", .malformed),
      ("2021-13", .noSuchDate), ("2021-Q5", .noSuchDate), ("2021-W53", .noSuchDate),
      ("2021-06-31", .noSuchDate), ("2021-08-05T24:01", .noSuchDate), ("0000", .noSuchDate),
      ("2021-08-05T24:00:01", .noSuchDate), ("2021-08-05T09:00:60", .noSuchDate),
      ("2021-08-05T09:00:00.1234567", .tooPrecise), ("2021-08..2021-07", .reversed),
      ("2021-08-05..", .malformed), ("2021-08-05x", .malformed),
      ("2021-08-05T09:00+7", .malformed), ("2021-08-05T09:00+07:60", .noSuchDate),
    ] as [(String, DateLiteralError)])
  func refused(_ text: String, _ error: DateLiteralError) {
    #expect(throws: error) { try CoarseDate(literal: text) }
  }

  @Test("the period an instant lies in")
  func containingPeriods() throws {
    let instant = try Instant(rfc3339: "2021-08-04T18:00:00Z")  // 05/8 01:00
    let expected: [(CalendarUnit, String)] = [
      (.day, "2021-08-05"), (.week, "2021-W31"), (.month, "2021-08"), (.quarter, "2021-Q3"),
      (.year, "2021"),
    ]
    for (unit, name) in expected {
      let period = CivilZone.vietnam.period(unit, of: instant)
      #expect(period.contains(instant))
      #expect(CoarseDate(exactly: period, in: .vietnam)?.description == name)
    }
  }

  @Test("a period finds its shortest name")
  func names() throws {
    for name in ["2021-07..@2021-08", "2021-08-02..@2021-08-04", "2021-W31", "2021-Q3", "2021"] {
      let period = try CoarseDate(literal: name).period(in: .vietnam)
      #expect(CoarseDate(exactly: period, in: .vietnam)?.description == name)
    }
    let start = CivilZone.vietnam.start(of: Day(number: 18_000))
    #expect(CoarseDate(exactly: Period(start: start, end: nil), in: .vietnam) == nil)
    let partial = Period(start: start, end: start.adding(.hour))
    #expect(CoarseDate(exactly: partial, in: .vietnam) == nil)
    #expect(CoarseDate(exactly: Period(start: start, end: start), in: .vietnam) == nil)
  }

  @Test("bins count from midnight, wide ones from a Monday")
  func bins() throws {
    let zone = CivilZone.vietnam
    let instant = try Instant(rfc3339: "2021-08-05T22:30:00+07:00")
    func bin(_ hours: Int64) -> String? {
      let span = TimeSpan(microseconds: hours * TimeSpan.hour.microseconds)
      return zone.bin(instant, width: span).map {
        zone.isoText($0.start) + " " + ($0.end.map { zone.isoText($0) } ?? "")
      }
    }
    #expect(bin(6) == "2021-08-05 18:00 2021-08-06 00:00")
    #expect(bin(5) == "2021-08-05 20:00 2021-08-06 00:00")
    #expect(bin(24) == "2021-08-05 00:00 2021-08-06 00:00")
    #expect(bin(24 * 7) == "2021-08-02 00:00 2021-08-09 00:00")
    #expect(bin(0) == nil)
    #expect(bin(-1) == nil)
    #expect(zone.bin(instant, width: TimeSpan(microseconds: .max)) == nil)
    let early = try Instant(rfc3339: "1999-12-31T00:00:00Z")
    #expect(
      zone.bin(early, width: TimeSpan(microseconds: 48 * 3_600_000_000))?.contains(early) == true)
  }

  @Test(
    "lengths of time",
    arguments: [
      ("30s", .exact(TimeSpan(microseconds: 30_000_000))),
      ("0wd", .calendar(.init(count: 0, unit: .workingDay))),
      ("6h", .exact(TimeSpan(microseconds: 21_600_000_000))),
      ("2mo", .calendar(.init(count: 2, unit: .month))),
      ("1q", .calendar(.init(count: 1, unit: .quarter))),
      ("1w", .exact(TimeSpan(microseconds: 604_800_000_000))),
      ("d", nil), ("1", nil), ("1x", nil), ("-1d", nil), ("1.5d", nil),
      ("9223372036854775807d", nil),
      ("99999999999999999999d", nil), ("", nil),
    ] as [(String, TimeLength?)])
  func lengths(_ text: String, _ expected: TimeLength?) {
    #expect(TimeLength(reading: text) == expected)
  }
}

import Foundation
import LedgerModel
import TestSupport
import Testing

@Suite("Instants")
struct TimeInstantTests {
  @Test(
    "RFC 3339 as Foundation reads it",
    arguments: [
      "2021-08-05T00:00:00+07:00", "2021-08-04T17:00:00Z", "1969-12-31T23:59:59Z",
      "1970-01-01T00:00:00-03:30", "2000-02-29T12:00:00+14:00", "2199-12-31T23:59:59-23:59",
    ])
  func reading(_ text: String) throws {
    let expected = try #require(ISO8601DateFormatter().date(from: text))
    let instant = try Instant(rfc3339: text)
    #expect(Double(instant.microseconds) == expected.timeIntervalSince1970 * 1_000_000)
  }

  @Test("fractions to the microsecond, lower case, and back")
  func fractions() throws {
    let instant = try Instant(rfc3339: "2021-08-04t16:59:59.999999z")
    #expect(instant.rfc3339 == "2021-08-04T16:59:59.999999Z")
    #expect(instant.rfc3339(offsetSeconds: 7 * 3_600) == "2021-08-04T23:59:59.999999+07:00")
    #expect(try Instant(rfc3339: "2021-08-05T00:00:00.5Z").rfc3339 == "2021-08-05T00:00:00.5Z")
    #expect(try Instant(rfc3339: "1969-12-31T23:59:59.25Z").microseconds == -750_000)
    #expect(try Instant(rfc3339: "2021-08-05T00:00:00-00:00").rfc3339 == "2021-08-05T00:00:00Z")
  }

  @Test("random instants survive writing and reading in any offset")
  func roundTrip() throws {
    var generator = SeededGenerator(seed: 3339)
    for _ in 0..<2_000 {
      let instant = Instant(
        microseconds: Int64.random(
          in: Instant.earliest.microseconds...Instant.latest.microseconds, using: &generator))
      let offset = Int.random(in: -1_439...1_439, using: &generator) * 60
      guard (1...9_999).contains(CivilZone.utc.day(of: instant).civil.year) else { continue }
      let text = instant.rfc3339(offsetSeconds: offset)
      #expect(try Instant(rfc3339: text) == instant, "seed 3339: \(text)")
    }
  }

  @Test(
    "what is refused, and why",
    arguments: [
      ("", .malformed), ("2021-08-05", .malformed), ("2021-08-05 00:00:00Z", .malformed),
      ("2021-08-05T00:00Z", .malformed), ("2021-8-5T00:00:00Z", .malformed),
      ("2021-08-05T00:00:00", .missingOffset), ("2021-08-05T00:00:00Z ", .malformed),
      ("2021-08-05T00:00:00+0700", .malformed), ("2021-08-05T00:00:00+24:00", .noSuchTime),
      ("2021-08-05T24:00:00Z", .noSuchTime), ("2021-06-31T00:00:00Z", .noSuchTime),
      ("2021-08-05T23:60:00Z", .noSuchTime), ("0000-01-01T00:00:00Z", .noSuchTime),
      ("2021-08-05T23:59:60Z", .leapSecond), ("2021-08-05T00:00:00.1234567Z", .tooPrecise),
      ("2021-08-05T00:00:00.Z", .malformed), ("ngày 05/8/2021 hôm nay ạ", .malformed),
      ("２０21-08-05T00:00:00Z", .malformed),
    ] as [(String, InstantTextError)])
  func refused(_ text: String, _ error: InstantTextError) {
    #expect(throws: error) { try Instant(rfc3339: text) }
  }

  @Test("arithmetic stays inside years 1 to 9999")
  func arithmetic() {
    let instant = Instant(microseconds: 5)
    #expect(instant.adding(.hour)?.microseconds == 3_600_000_005)
    #expect(instant.adding(TimeSpan(microseconds: .max)) == nil)
    #expect(Instant.latest.adding(.second) == nil)
    #expect(Instant.latest.span(since: instant).microseconds > 0)
    #expect(
      Instant(microseconds: .max).span(since: Instant(microseconds: .min)).microseconds == .max)
    #expect(Instant(microseconds: .max).rfc3339.hasSuffix("Z"))
    #expect(Instant(microseconds: .min).rfc3339(offsetSeconds: -3_600).isEmpty == false)
  }
}

@Suite("Zones")
struct TimeZoneTests {
  private let berlin = CivilZone(identifier: "Europe/Berlin")
  private let saoPaulo = CivilZone(identifier: "America/Sao_Paulo")

  @Test("Viet Nam: the shortcut agrees with the zone data since 1975 and before")
  func vietnam() throws {
    let listed = try #require(TimeZone(identifier: "Asia/Ho_Chi_Minh"))
    for day in stride(from: -25_000, through: 60_000, by: 7) {
      let instant = Instant(microseconds: Int64(day) * 86_400_000_000)
      let date = Date(timeIntervalSince1970: Double(day) * 86_400)
      #expect(CivilZone.vietnam.offsetSeconds(at: instant) == listed.secondsFromGMT(for: date))
    }
    let midnight = try Instant(rfc3339: "2021-08-04T17:00:00Z")
    let fifth = try #require(Day(year: 2021, month: 8, day: 5))
    #expect(CivilZone.vietnam.start(of: fifth) == midnight)
    #expect(CivilZone.vietnam.day(of: midnight) == fifth)
    #expect(CivilZone.vietnam.day(of: Instant(microseconds: midnight.microseconds - 1)) < fifth)
    #expect(CivilZone.vietnam.rfc3339(midnight) == "2021-08-05T00:00:00+07:00")
    #expect(CivilZone.vietnam.isoText(midnight) == "2021-08-05 00:00")
    #expect(CivilZone.vietnam.vietnameseText(midnight) == "05/8/2021 00:00")
  }

  @Test("a time that is shown twice is the earlier instant")
  func overlap() throws {
    let berlin = try #require(berlin)
    let day = try #require(Day(year: 2021, month: 10, day: 31))
    let time = try #require(TimeOfDay(hour: 2, minute: 30))
    #expect(berlin.instant(of: day, at: time).rfc3339 == "2021-10-31T00:30:00Z")
    let later = try #require(TimeOfDay(hour: 3, minute: 30))
    #expect(berlin.instant(of: day, at: later).rfc3339 == "2021-10-31T02:30:00Z")
  }

  @Test("a time that is skipped is the end of the gap")
  func gap() throws {
    let berlin = try #require(berlin)
    let day = try #require(Day(year: 2021, month: 3, day: 28))
    for minute in [0, 1, 30, 59] {
      let time = try #require(TimeOfDay(hour: 2, minute: minute))
      #expect(berlin.instant(of: day, at: time).rfc3339 == "2021-03-28T01:00:00Z")
    }
    let before = try #require(TimeOfDay(hour: 1, minute: 59))
    #expect(berlin.instant(of: day, at: before).rfc3339 == "2021-03-28T00:59:00Z")
    let after = try #require(TimeOfDay(hour: 3, minute: 0))
    #expect(berlin.instant(of: day, at: after).rfc3339 == "2021-03-28T01:00:00Z")
  }

  @Test("a day without midnight starts at its first instant")
  func skippedMidnight() throws {
    let saoPaulo = try #require(saoPaulo)
    let day = try #require(Day(year: 2018, month: 11, day: 4))
    #expect(saoPaulo.start(of: day).rfc3339 == "2018-11-04T03:00:00Z")
    #expect(saoPaulo.day(of: saoPaulo.start(of: day)) == day)
  }

  @Test(
    "days follow one another without gap or overlap, and times come back",
    arguments: [
      "Europe/Berlin", "America/Sao_Paulo", "Asia/Ho_Chi_Minh", "Australia/Lord_Howe", "UTC",
      "America/Havana", "Pacific/Apia",
    ])
  func days(identifier: String) throws {
    let zone = try #require(CivilZone(identifier: identifier))
    for number in Int32(15_000)..<19_000 {
      let day = Day(number: number)
      let (start, end) = (zone.start(of: day), zone.end(of: day))
      #expect(end == zone.start(of: Day(number: number + 1)))
      // Samoa left out 30 December 2011: that day is empty.
      guard identifier != "Pacific/Apia" || number != 15_338 else { continue }
      #expect(start < end)
      #expect(zone.day(of: start) == day)
      #expect(zone.day(of: Instant(microseconds: end.microseconds - 1)) == day)
      let noon = zone.instant(of: day, microsecondOfDay: 43_200_000_000)
      #expect(zone.localTime(of: noon).microsecondOfDay == 43_200_000_000)
    }
  }

  @Test("names that are none")
  func names() {
    #expect(CivilZone(identifier: "Asia/Atlantis") == nil)
    #expect(CivilZone(identifier: "") == nil)
    #expect(CivilZone(offsetSeconds: -12_600)?.identifier == "-03:30")
    #expect(CivilZone(offsetSeconds: 86_400) == nil)
  }
}

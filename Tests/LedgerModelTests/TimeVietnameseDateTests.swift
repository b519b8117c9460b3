import LedgerModel
import TestSupport
import Testing

@Suite("Vietnamese dates")
struct TimeVietnameseDateTests {
  @Test(
    "reads as",
    arguments: [
      ("5/8/2021", "2021-08-05"), ("05/08/2021", "2021-08-05"), ("05/8/2021", "2021-08-05"),
      ("8/5/2021", "2021-05-08"), (" 05 / 8 / 2021 ", "2021-08-05"),
      ("ngày 05 tháng 8 năm 2021", "2021-08-05"), ("Ngày 5/8/2021", "2021-08-05"),
      ("NGÀY 05 THÁNG 8 NĂM 2021", "2021-08-05"), ("29/2/2020", "2020-02-29"),
      ("nga\u{300}y 05 tha\u{301}ng 8 na\u{306}m 2021", "2021-08-05"),
      ("05/8/2021 16:00", "2021-08-05T16:00"), ("05/8/2021 7:30", "2021-08-05T07:30"),
      ("05/8/2021 24:00", "2021-08-05T24:00"), ("05/8/2021 16h30", "2021-08-05T16:30"),
      ("ngày 05 tháng 8 năm 2021 16 giờ", "2021-08-05T16:00"),
      ("8/2021", "2021-08"), ("tháng 8/2021", "2021-08"), ("Tháng 8 năm 2021", "2021-08"),
      ("Tháng 7 - 8/2021", "2021-07..@2021-08"), ("tháng 7 – 8/2021", "2021-07..@2021-08"),
      ("Tháng 7 - tháng 8 năm 2021", "2021-07..@2021-08"),
      ("Tháng 12/2021 - 2/2022", "2021-12..@2022-02"), ("7-8/2021", "2021-07..@2021-08"),
      ("7/2021..8/2021", "2021-07..@2021-08"), ("7/2021 .. 8/2021", "2021-07..@2021-08"),
      ("01/7/2021..15/7/2021", "2021-07-01..@2021-07-15"),
    ])
  func reading(_ text: String, _ expected: String) throws {
    #expect(try CoarseDate(vietnamese: text).description == expected)
  }

  @Test("the window of the plan: both months whole, in the zone")
  func window() throws {
    let period = try CoarseDate(vietnamese: "7/2021..8/2021").period(in: .vietnam)
    #expect(CivilZone.vietnam.rfc3339(period.start) == "2021-07-01T00:00:00+07:00")
    #expect(period.end.map { CivilZone.vietnam.rfc3339($0) } == "2021-09-01T00:00:00+07:00")
  }

  @Test(
    "what is refused, and why",
    arguments: [
      ("", .empty), ("  ", .empty), ("hôm nay", .malformed), ("2021", .malformed),
      ("31/6/2021", .noSuchDay(day: 31, month: 6, year: 2021)),
      ("29/2/2021", .noSuchDay(day: 29, month: 2, year: 2021)),
      ("0/8/2021", .noSuchDay(day: 0, month: 8, year: 2021)),
      ("32/13/2021", .noSuchMonth(13)), ("13/2021", .noSuchMonth(13)),
      ("8/5", .missingYear), ("05/8", .missingYear), ("ngày 5 tháng 8", .missingYear),
      ("05/8/21", .shortYear), ("05/8/20211", .yearOutOfRange(20_211)),
      ("05/8/0000", .yearOutOfRange(0)), ("2021-08-05", .yearFirst), ("2021/08/05", .yearFirst),
      ("5-8-2021", .malformed), ("05/8/2021 25:00", .noSuchTime), ("05/8/2021 9", .noSuchTime),
      ("05/8/2021 16:", .noSuchTime), ("05/8/2021 24:01", .noSuchTime),
      ("05/8/2021 abc", .malformed), ("8/2021..7/2021", .reversed),
      ("15/8/2021..01/8/2021", .reversed), ("Tháng 8 - 7/2021", .reversed),
      ("5/8/99999999999999999999", .malformed), ("7/2021..", .malformed),
    ] as [(String, DateTextError)])
  func refused(_ text: String, _ error: DateTextError) {
    #expect(throws: error) { try CoarseDate(vietnamese: text) }
  }

  @Test("a date meant month first says what it would be")
  func monthFirst() throws {
    let meant = try #require(Day(year: 2021, month: 8, day: 13))
    let error = DateTextError.monthFirst(written: "8/13/2021", meant: meant)
    #expect(throws: error) { try CoarseDate(vietnamese: "8/13/2021") }
    #expect(
      error.description
        == "the day comes first, so 8/13/2021 has no such month; 13 August is written 13/8/2021")
    #expect(
      DateTextError.noSuchDay(day: 31, month: 6, year: 2021).description
        == "June 2021 has 30 days, not 31; the day comes first, as in 05/8/2021 for 5 August")
  }

  @Test("one day only, where a day is asked for")
  func singleDay() throws {
    #expect(try Day(vietnamese: "05/8/2021").iso8601 == "2021-08-05")
    for text in ["8/2021", "05/8/2021 16:00", "7/2021..8/2021"] {
      #expect(throws: DateTextError.malformed) { try Day(vietnamese: text) }
    }
  }

  @Test("random bytes are read or refused, never more")
  func noise() {
    var generator = SeededGenerator(seed: 99)
    let alphabet = Array("0123456789/-. :tháng nămgàyh2021..")
    for _ in 0..<20_000 {
      let length = Int.random(in: 0...15, using: &generator)
      let text = String((0..<length).compactMap { _ in alphabet.randomElement(using: &generator) })
      _ = try? CoarseDate(vietnamese: text)
      _ = try? CoarseDate(literal: text)
      _ = try? Instant(rfc3339: text)
      _ = TimeLength(reading: text)
    }
  }
}

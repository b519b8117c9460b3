import Testing
import Text

@Suite("Numbers in text")
struct NumberTextTests {
  @Test(
    "Vietnamese style",
    arguments: [
      ("77.447", 77_447, 0), ("77447", 77_447, 0), ("92,5%", 925, 3), ("92,5 %", 925, 3),
      ("1.234.567,89", 123_456_789, 2), (" 0 ", 0, 0), ("-3,0", -30, 1), ("\u{2212}5", -5, 0),
      ("+7", 7, 0), ("100%", 100, 2), ("007", 7, 0),
      ("9.223.372.036.854.775.807", Int64.max, 0), ("-9223372036854775808", Int64.min, 0),
    ])
  func vietnamese(_ text: String, _ mantissa: Int64, _ scale: Int) throws {
    let number = try NumberText(reading: text)
    #expect(number.mantissa == mantissa)
    #expect(number.scale == scale)
    #expect(number.isPercentage == text.contains("%"))
  }

  @Test(
    "what is refused, and why",
    arguments: [
      ("", .empty), ("  ", .empty), ("-", .empty), ("%", .empty), ("1.73", .grouping),
      ("1.7345", .grouping), ("1234.567", .grouping), ("1.", .grouping), ("1..234", .grouping),
      ("1,2,3", .secondFraction), ("1,5.000", .unexpected(".")), (",5", .missingDigits),
      ("5,", .missingDigits), (".5", .missingDigits), ("12a", .unexpected("a")),
      ("abc", .unexpected("a")), ("1 2", .unexpected(" ")), ("--1", .unexpected("-")),
      ("9223372036854775808", .tooLarge), ("0,0000000000000000001", .tooLarge),
      ("0,00000000000000001%", .tooLarge), ("१२", .unexpected("१")), ("1%%", .unexpected("%")),
    ] as [(String, NumberTextError)])
  func refused(_ text: String, _ error: NumberTextError) {
    #expect(throws: error) { try NumberText(reading: text) }
  }

  @Test("plain style has a point and no groups")
  func plain() throws {
    let number = try NumberText(reading: "92.5", style: .plain)
    #expect(number.mantissa == 925 && number.scale == 1)
    #expect(throws: NumberTextError.unexpected(",")) {
      try NumberText(reading: "92,5", style: .plain)
    }
    #expect(throws: NumberTextError.secondFraction) {
      try NumberText(reading: "1.2.3", style: .plain)
    }
  }

  @Test("every error words itself")
  func wording() {
    let all: [NumberTextError] = [
      .empty, .unexpected("x"), .grouping, .secondFraction, .missingDigits, .tooLarge,
    ]
    #expect(Set(all.map(\.description)).count == all.count)
  }
}

import Diagnostics
import LedgerModel
import TestSupport
import Testing

@Suite struct JSONParserTests {
  private func reason(_ text: String) -> JSONError.Reason? {
    reason(Array(text.utf8))
  }

  private func reason(_ bytes: [UInt8]) -> JSONError.Reason? {
    do {
      _ = try JSONParser.parse(bytes.span)
      return nil
    } catch {
      return error.reason
    }
  }

  @Test func keepsNumbersAndPlaces() throws {
    let node = try JSONParser.parse(#" {"a": [1.50, -0, 1e3, 123456789012345678901], "b": null}"#)
    let numbers = try #require(node["a"]?.elements)
    #expect(
      numbers.map(\.value) == [
        .number("1.50"), .number("-0"), .number("1e3"), .number("123456789012345678901"),
      ])
    #expect(node.span.start == 1 && numbers[0].span.start == 8 && numbers[0].span.end == 12)
    #expect(numbers[0].decimal?.description == "1.50")
    #expect(numbers[2].decimal == ExactDecimal(mantissa: 1000))
    #expect(numbers[3].decimal == nil)
    #expect(node["b"]?.isNull == true && node["c"] == nil)
  }

  @Test(arguments: [
    ("1.5e-3", "0.0015"), ("25e-1", "2.5"), ("-1E2", "-100"), ("0.1e1", "1"), ("1.50", "1.50"),
  ])
  func exactDecimals(text: String, expected: String) {
    #expect(ExactDecimal(jsonNumber: text)?.description == expected)
  }

  @Test func wholeNumbers() {
    #expect(ExactDecimal(jsonNumber: "5.0")?.whole == 5)
    #expect(ExactDecimal(jsonNumber: "5.1")?.whole == nil)
    #expect(ExactDecimal(jsonNumber: "1e99") == nil)
    #expect(ExactDecimal(jsonNumber: "9e18") == ExactDecimal(mantissa: 9_000_000_000_000_000_000))
    #expect(ExactDecimal(jsonNumber: "1e19") == nil)
  }

  @Test func readsEscapes() throws {
    let text = try JSONParser.parse(#""\u0110\u1eafk \"L\u1EAFk\" \ud83d\ude00 \/\b\f\n\r\t\\""#)
      .string
    #expect(text == "Đắk \"Lắk\" 😀 /\u{8}\u{C}\n\r\t\\")
  }

  @Test func refusesBadTexts() {
    #expect(reason(#""\ud83d""#) == .loneSurrogate)
    #expect(reason(#""\ude00""#) == .loneSurrogate)
    #expect(reason(#""\ud83dx""#) == .loneSurrogate)
    #expect(reason(#""\ud83d\u0041""#) == .loneSurrogate)
    #expect(reason(#""\x""#) == .invalidEscape)
    #expect(reason(#""\u12G4""#) == .invalidEscape)
    #expect(reason("\"a\u{1}\"") == .controlCharacter)
    #expect(reason("\"a\nb\"") == .controlCharacter)
    #expect(reason([0x22, 0xC3, 0x28, 0x22]) == .invalidUTF8)
    #expect(reason([0x22, 0xED, 0xA0, 0x80, 0x22]) == .invalidUTF8)
    #expect(reason("\"abc") == .unexpectedEnd)
  }

  @Test func refusesBadStructure() {
    #expect(reason("") == .unexpectedEnd)
    #expect(reason("{") == .unexpectedEnd)
    #expect(reason("[1,") == .unexpectedEnd)
    #expect(reason("[1,]") == .expected("a JSON value"))
    #expect(reason("{\"a\" 1}") == .expected("':' behind the name"))
    #expect(reason("{a: 1}") == .expected("a name in quotes"))
    #expect(reason("{\"a\":1,\"a\":2}") == .duplicateName("a"))
    #expect(reason("{\"ê\":1,\"e\u{302}\":2}") != nil)
    #expect(reason("1 2") == .trailingText)
    #expect(reason("tru") == .unexpectedEnd)
    #expect(reason("truE") == .expected("true"))
    #expect(reason("NaN") == .expected("a JSON value"))
    #expect(reason(String(repeating: "[", count: 100_000)) == .tooDeep)
  }

  @Test(arguments: ["01", "-", "1.", ".5", "1e", "1e+", "+1", "0x1", "--1", "1.e5"])
  func refusesBadNumbers(text: String) {
    #expect(reason(text) != nil)
  }

  @Test func writesWhatItReads() throws {
    let text = #"{"a":[1.50,-0,true,null,{"ữ":"\u0001\"\\\n"}],"b":{}}"#
    var writer = JSONWriter()
    writer.value(try JSONParser.parse(text).value)
    #expect(writer.text == text)
  }

  @Test func neverTraps() throws {
    let text = #"{"a":[1.5e3,"\ud83d\ude00\u0110",true,null,{"b":-0.0}],"ă":"ữ"}"#
    for seed in UInt64(0)..<20_000 {
      var random = SeededGenerator(seed: seed)
      var bytes = Array(text.utf8)
      for _ in 0..<Int.random(in: 1...5, using: &random) {
        let index = Int.random(in: 0..<bytes.count, using: &random)
        bytes[index] = UInt8.random(in: 0...255, using: &random)
        if Bool.random(using: &random) { bytes.removeLast(Int.random(in: 0...3, using: &random)) }
      }
      _ = reason(bytes)
    }
  }

  @Test(arguments: [
    ("PT20M", 1_200_000_000 as Int64), ("P1DT2H", 93_600_000_000), ("PT0.5S", 500_000),
    ("P2W", 1_209_600_000_000), ("-PT1S", -1_000_000), ("PT0S", 0), ("PT36H", 129_600_000_000),
  ])
  func readsDurations(text: String, microseconds: Int64) throws {
    let span = try #require(TimeSpan(iso8601: text))
    #expect(span.microseconds == microseconds)
    #expect(TimeSpan(iso8601: span.iso8601) == span)
  }

  @Test(arguments: [
    "", "P", "PT", "20M", "P1Y", "P1M", "PT1M1H", "PT1H1H", "P1.5D", "PT1.5M", "PT1", "1D",
    "PT9223372036854775807S", "PT1.1234567S", "P-1D", "PTS", "P1DT", "pt1s",
  ])
  func refusesOtherDurations(text: String) {
    #expect(TimeSpan(iso8601: text) == nil)
  }
}

import Diagnostics
import QuerySyntax
import Testing

@Suite("Syntax: literals")
struct SyntaxLiteralTests {
  private func value(_ text: String) -> LiteralValue? {
    let source = SourceText(name: "literal", text: text)
    let parsed = parseExpression(source, in: source.span)
    guard parsed.diagnostics.isEmpty, case .literal(let value) = parsed.node.kind else {
      return nil
    }
    return value
  }

  @Test("numbers")
  func numbers() {
    #expect(value("1_731") == .integer(1731))
    #expect(value("007") == .integer(7))
    #expect(value("9223372036854775807") == .integer(.max))
    #expect(value("9223372036854775808") == nil)
    #expect(value("1.731") == .decimal(DecimalLiteral(coefficient: 1731, scale: 3)))
    #expect(value("0.50") == .decimal(DecimalLiteral(coefficient: 50, scale: 2)))
    #expect(value("12.5%") == .percent(DecimalLiteral(coefficient: 125, scale: 1)))
    #expect(value("50%") == .percent(DecimalLiteral(coefficient: 50, scale: 0)))
    #expect(value("#412018") == .position(412_018))
    #expect(value("#0") == .position(0))
  }

  @Test("durations", arguments: DurationUnit.allCases)
  func durations(_ unit: DurationUnit) {
    #expect(
      value("48\(unit.rawValue)") == .duration(DurationLiteral(count: 48, unit: unit)))
    #expect(value("48 \(unit.rawValue)") == nil)
  }

  @Test("dates")
  func dates() {
    #expect(value("@2021") == .date(.year(2021)))
    #expect(value("@2021-08") == .date(.month(year: 2021, month: 8)))
    #expect(value("@2021-08-05") == .date(.day(year: 2021, month: 8, day: 5)))
    #expect(value("@2024-02-29") == .date(.day(year: 2024, month: 2, day: 29)))
    #expect(value("@2021-Q3") == .date(.quarter(year: 2021, quarter: 3)))
    #expect(value("@2021-W31") == .date(.week(year: 2021, week: 31)))
    let end = InstantLiteral(year: 2021, month: 8, day: 5, hour: 24, minute: 0)
    #expect(value("@2021-08-05T24:00") == .date(.instant(end)))
    let exact = InstantLiteral(
      year: 2021, month: 8, day: 5, hour: 7, minute: 30, second: 1, microsecond: 250_000,
      offsetMinutes: 420)
    #expect(value("@2021-08-05T07:30:01.25+07:00") == .date(.instant(exact)))
    #expect(
      value("@2021-07..@2021-08-15")
        == .period(.month(year: 2021, month: 7), .day(year: 2021, month: 8, day: 15)))
  }

  @Test(
    "what is no date",
    arguments: [
      "@0000", "@21-08-05", "@2021-00", "@2021-13", "@2021-08-00", "@2021-08-32", "@2100-02-29",
      "@2021-Q0", "@2021-W00", "@2021-W53", "@2021-W5", "@2021-08T10:00", "@2021-08-05T25:00",
      "@2021-08-05T7:30", "@2021-08-05T07:60", "@2021-08-05T24:00:01", "@2021-08-05T07",
      "@2021-08-05T07:30:00.1234567", "@2021-08-05T07:30+19:00", "@2021-08-05T07:30X",
    ])
  func notDates(_ text: String) {
    let source = SourceText(name: "literal", text: text)
    let codes = parseExpression(source, in: source.span).diagnostics.map(\.code)
    #expect(codes == ["K022"])
  }

  /// Years with 53 weeks, from the table of ISO years in the standard's own commentary: those
  /// that begin on a Thursday, and leap years that begin on a Wednesday.
  @Test("weeks of long years", arguments: [2004, 2009, 2015, 2020, 2026, 2032, 2037, 2043])
  func longYears(_ year: Int) {
    #expect(value("@\(year)-W53") == .date(.week(year: year, week: 53)))
    #expect(value("@\(year + 1)-W53") == nil)
  }

  @Test("writing a date and reading it again")
  func roundTrip() throws {
    for text in [
      "2021", "0001-01-01", "2021-12", "2021-Q4", "2020-W53", "2021-08-05T24:00",
      "2021-08-05T07:30Z", "2021-08-05T07:30:00.000001-05:30",
    ] {
      #expect(try DateLiteral(reading: text).description == text)
    }
  }

  @Test("strings")
  func strings() {
    #expect(value(#""a\"b\\c\nd\u{110}""#) == .string("a\"b\\c\nd\u{110}"))
    #expect(value("\"\"") == .string(""))
    #expect(StringQuoting.quoted("a\"b\\c\n") == #""a\"b\\c\n""#)
    #expect(value(StringQuoting.quoted("Ea H'leo \"\\\n")) == .string("Ea H'leo \"\\\n"))
  }

  @Test("true, false, none")
  func constants() {
    #expect(value("true") == .boolean(true))
    #expect(value("false") == .boolean(false))
    #expect(value("none") == LiteralValue.none)
  }
}

@Suite("Syntax: decomposed input")
struct SyntaxNormalFormTests {
  /// `Đắk Lắk` and `sức_khỏe` with every mark as a scalar of its own.
  private let decomposed = "Đa\u{306}\u{301}k La\u{306}\u{301}k"

  @Test("strings, names and patterns become NFC, spans stay bytes")
  func normalised() throws {
    let name = "su\u{301}c"
    let text = "a | where \(name) ~ \"\(decomposed)\" and $\(name) matches /\(decomposed)/"
    let file = parsed(text)
    #expect(file.diagnostics.isEmpty)
    #expect(covers(file))
    let dumped = Array(dump(file.file).utf8)
    let composed = Array("Đắk Lắk".utf8)
    #expect(dumped.contains(composed))
    #expect(dumped.contains(Array("s\u{FA}c".utf8)))
    #expect(!dumped.contains([0xCC, 0x81]))
    let string = try #require(file.tokens.first { $0.kind == .string })
    #expect(Array(file.source[string.span].utf8) == Array("\"\(decomposed)\"".utf8))
  }

  @Test("columns count characters, not scalars")
  func columns() throws {
    let file = parsed("a | where b == \"\(decomposed)\" take 1")
    let finding = try #require(file.diagnostics.first)
    #expect(file.source.location(of: finding.span.start) == SourceLocation(line: 1, column: 26))
  }

  @Test("unquoted units keep their meaning")
  func unquoted() {
    let file = parsed("a | under \(decomposed)")
    #expect(Array(dump(file.file).utf8).contains(Array("\"Đắk Lắk\"".utf8)))
  }
}

@Suite("Syntax: recovery")
struct SyntaxRecoveryTests {
  private func codes(_ text: String) -> [String] {
    parsed(text).diagnostics.map(\.code)
  }

  @Test("an error in one stage does not hide those of the next")
  func nextStage() {
    #expect(
      codes("a | where > | take x | sort = | where b = c") == ["K003", "K003", "K003", "K011"])
    #expect(codes("a | with (b | where >) on | take x") == ["K003", "K003", "K003"])
    #expect(codes("a | derive b = f(1 2), c = g(3 4) | take x") == ["K003", "K003", "K003"])
    #expect(codes("a | funnel { b = , c = d | take, e = f | where > } | take x").count == 4)
  }

  @Test("an error in one definition does not hide those of the next")
  func nextDefinition() {
    let text = "param a unit\nlet b c\nfn d( = 1\nstage e = where\nunits | take x"
    let lines = parsed(text).diagnostics.map {
      parsed(text).source.location(of: $0.span.start).line
    }
    #expect(Set(lines) == [1, 2, 3, 4, 5] || Set(lines) == [1, 2, 3, 5])
  }

  @Test("stages around a broken one are kept")
  func kept() {
    let file = parsed("a | take 1 | where > | take 2").file
    let kinds = file.pipeline?.stages.map { stage in dump(file).isEmpty ? nil : stage.kind }
    #expect(kinds?.count == 3)
  }

  @Test(
    "a shell can tell what is unfinished from what is wrong",
    arguments: [
      ("a |", true), ("a | where", true), ("a | where (b", true), ("a | with (b | where c", true),
      ("a | summarize n = count() by", true), ("a | where b >", true), ("let x =", true),
      ("a | where > 1", false), ("a | where b = 1", false), ("a", false), ("", false),
    ])
  func unfinished(_ text: String, _ expected: Bool) {
    #expect(parsed(text).isIncomplete == expected)
  }

  @Test("expectations name at most three things")
  func expectations() {
    for example in SyntaxCorpus.questions {
      let tokens = parsed(example.text).tokens
      for token in tokens.prefix(20) {
        let text = parsed(example.text).source[SourceSpan(0, token.span.start)]
        for finding in parsed(text + " ) ").diagnostics where finding.code == "K003" {
          let wanted = finding.message.split(separator: ", found").first ?? ""
          #expect(wanted.split(separator: ", ").count <= 3)
        }
      }
    }
  }

  @Test("fragments of a plan file keep the offsets of the whole text")
  func fragments() {
    let source = SourceText(
      name: "plan.yaml",
      text: "holder: units | at level upper | where a = b\nmet_by: x.y where z > 1")
    let holder = parsePipeline(source, in: SourceSpan(8, 44))
    #expect(holder.diagnostics.map { source[$0.span] } == ["="])
    #expect(holder.node.stages.count == 2)
    let pattern = parseEventPattern(source, in: SourceSpan(53, source.utf8.count))
    #expect(pattern.diagnostics.isEmpty)
    #expect(pattern.node.event.map(\.text) == ["x", "y"])
    #expect(pattern.node.condition.map { source[$0.span] } == "z > 1")
  }
}

extension Array where Element: Equatable {
  /// Whether `part` occurs somewhere, element after element.
  fileprivate func contains(_ part: [Element]) -> Bool {
    guard part.count <= count else { return false }
    return (0...(count - part.count)).contains { self[$0..<($0 + part.count)] == part[...] }
  }
}

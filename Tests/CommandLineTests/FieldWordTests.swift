import Catalog
import KiemCLI
import KiemREPL
import LedgerModel
import Testing

@Suite("Typed fields")
struct FieldWordTests {
  private func read(_ text: String, _ type: FieldType) -> (FieldValue?, [FieldProblem]) {
    var word = FieldWord(path: "data.x", zone: .vietnam)
    let value = word.read(text, as: type)
    return (value, word.reader.problems)
  }

  private static let day = Day(number: 18_844)
  /// 5 August 2021 16:00 at +07:00.
  private static let instant = Instant(microseconds: 1_628_154_000_000_000)

  @Test(
    "values of every type, as people type them",
    arguments: [
      ("text, with comma", FieldType.text, FieldValue.text("text, with comma")),
      ("1731", .integer(.person), .integer(1_731)),
      ("1_731", .integer(nil), .integer(1_731)),
      ("-5", .integer(nil), .integer(-5)),
      ("8.50", .decimal, .decimal(ExactDecimal(mantissa: 850, scale: 2))),
      ("yes", .bool, .bool(true)),
      ("false", .bool, .bool(false)),
      ("2021-08-05", .date, .date(day)),
      ("05/8/2021", .date, .date(day)),
      ("ngày 05 tháng 8 năm 2021", .date, .date(day)),
      ("2021-08-05T09:00:00Z", .instant, .instant(instant)),
      ("2021-08-05T16:00:00+07:00", .instant, .instant(instant)),
      ("2021-08-05T16:00", .instant, .instant(instant)),
      ("05/8/2021 16:00", .instant, .instant(instant)),
      ("PT20M", .duration, .duration(TimeSpan(microseconds: 1_200_000_000))),
      ("20min", .duration, .duration(TimeSpan(microseconds: 1_200_000_000))),
      ("#18422", .position, .position(Position(18_422))),
      ("a, b,c", .list(.text), .list([.text("a"), .text("b"), .text("c")])),
      ("[\"a,b\"]", .list(.text), .list([.text("a,b")])),
      ("{\"read\": 5}", .map(.integer(nil)), .record([NamedValue("read", .integer(5))])),
      ("system:crawler", .reference(.person), .text("system:crawler")),
      ("0901", .reference(.person), .account(Account(identifier: "0901"))),
      (
        "{\"issuer\":\"zalo\",\"id\":\"7\"}", .reference(.person),
        .account(Account(issuer: "zalo", identifier: "7"))
      ),
    ])
  func values(text: String, type: FieldType, expected: FieldValue) {
    let (value, problems) = read(text, type)
    #expect(value == expected)
    #expect(problems.isEmpty)
  }

  @Test(
    "what cannot be read is named with a remedy",
    arguments: [
      ("1.731", FieldType.integer(.person)), ("", .integer(nil)),
      ("99999999999999999999", .integer(nil)), ("8,5", .decimal), ("maybe", .bool),
      ("31/6/2021", .date), ("8/13/2021", .date), ("2021-06-31", .date), ("05/8", .date),
      ("05/8/2021", .instant), ("2021-08-05", .instant), ("2021-08-05T25:00", .instant),
      ("5 phút", .duration), ("1mo", .duration), ("#0", .position), ("{", .map(.text)),
      ("x", .list(.record([]))), ("1,x", .list(.integer(nil))),
    ])
  func refusals(text: String, type: FieldType) {
    let (value, problems) = read(text, type)
    #expect(value == nil)
    #expect(problems.count == 1)
    #expect(problems.first?.field.hasPrefix("data.x") == true)
  }

  @Test("parameters on the command line")
  func parameterWords() throws {
    #expect(
      try ParameterWords.read(["--root", "Đắk Lắk", "--days=-3", "--x", "--y"])
        == ["root": "Đắk Lắk", "days": "-3", "x": "--y"])
    for words in [["root"], ["--root"], ["--a", "1", "--a", "2"], ["--", "x"]] {
      #expect(throws: CommandFailure.self) { try ParameterWords.read(words) }
    }
  }

  @Test("help of a saved query is told from help of the command")
  func savedQueryHelp() {
    #expect(SavedQueryHelp.file(in: ["run", "a.kiem", "--help"]) == "a.kiem")
    #expect(SavedQueryHelp.file(in: ["--ledger", "x", "run", "a.kiem", "-h"]) == "a.kiem")
    #expect(SavedQueryHelp.file(in: ["--ledger=x", "run", "a.kiem", "-h"]) == "a.kiem")
    #expect(SavedQueryHelp.file(in: ["run", "--help"]) == nil)
    #expect(SavedQueryHelp.file(in: ["run", "a.kiem"]) == nil)
    #expect(SavedQueryHelp.file(in: ["query", "a", "--help"]) == nil)
  }
}

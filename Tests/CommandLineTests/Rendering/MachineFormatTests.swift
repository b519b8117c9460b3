import Catalog
import Foundation
import LedgerModel
import QueryEngine
import QueryPlan
import Rendering
import Testing

@Suite("Rendering: forms for programs")
struct MachineFormatTests {
  private let everything = table(
    [
      ("unit", .entity(.unit)), ("name", .string), ("on", .bool), ("day", .date),
      ("at", .instant), ("took", .duration), ("rate", .ratio), ("mean", .mean),
      ("seq", .position), ("tags", .set(.string)), ("gone", .string.optional),
    ],
    [
      [
        .entity("u1"), .string("Ea \"H'leo\", số 1"), .bool(true), .date(Day(number: 18_844)),
        .instant(Instant(microseconds: dueInstant.microseconds + 42)),
        .duration(TimeSpan(microseconds: 90_500_000)), ratio(18, 21), ratio(2, 4),
        .position(Position(7)), .set([.string("a"), .string("b")]), .none,
      ]
    ])

  @Test("csv quotes as RFC 4180 does and writes ids, not names")
  func csv() {
    #expect(
      rendered(everything, .csv) == """
        unit,name,on,day,at,took,rate,mean,seq,tags,gone
        u1,"Ea ""H'leo"", số 1",true,2021-08-05,2021-08-05T16:00:00.000042+07:00,90.5,18/21,2/4,7,a b,

        """)
  }

  @Test("csv quotes line ends of every kind")
  func csvLineEnds() {
    let answer = table(
      [("a", .string)], [[.string("x\ny")], [.string("x\r\ny")], [.string("x\ry")]])
    #expect(rendered(answer, .csv) == "a\n\"x\ny\"\n\"x\r\ny\"\n\"x\ry\"\n")
  }

  @Test("tsv escapes tabs, line ends and backslashes")
  func tsv() {
    let answer = table(
      [("a", .string), ("b", .string)], [[.string("x\ty"), .string("back\\slash\nend")]])
    #expect(rendered(answer, .tsv) == "a\tb\nx\\ty\tback\\\\slash\\nend\n")
  }

  @Test("ndjson is one object a line, keyed by column, values by type")
  func ndjson() throws {
    #expect(
      rendered(everything, .ndjson)
        == #"{"unit":"u1","name":"Ea \"H'leo\", số 1","on":true,"day":"2021-08-05","#
        + #""at":"2021-08-05T16:00:00.000042+07:00","took":90.5,"rate":{"num":18,"den":21},"#
        + #""mean":{"num":1,"den":2},"seq":7,"tags":["a","b"],"gone":null}"# + "\n")
  }

  @Test("json is an array that another reader takes", arguments: [0, 1, 3])
  func json(count: Int) throws {
    let answer = table(
      [("n", .integer(nil)), ("t", .string)],
      (0..<count).map { [.integer(Int64($0)), .string("dòng \($0)")] })
    let text = rendered(answer, .json)
    let decoded = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [[String: Any]]
    #expect(decoded?.count == count)
    #expect(decoded?.compactMap { $0["n"] as? Int } == Array(0..<count))
  }

  @Test("json escapes every control character, and another reader gets the text back")
  func jsonEscapes() throws {
    let text =
      (0..<0x20).map { String(UnicodeScalar(UInt8($0))) }.joined() + "\"\\/\u{7F}é\u{1F600}"
    let answer = table([("a", .string)], [[.string(text)]])
    let line = rendered(answer, .ndjson)
    #expect(line.utf8.filter { $0 < 0x20 }.count == 1, "only the line's own end")
    let decoded = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: String]
    #expect(decoded?["a"].map { Array($0.utf8) } == Array(text.utf8))
  }

  @Test("total rows are marked for programs")
  func totals() {
    let answer = table(
      [("k", .string.optional), ("n", .integer(nil))],
      [[.string("a"), .integer(1)], [.none, .integer(1)]], totalRows: [1])
    #expect(
      rendered(answer, .ndjson)
        == "{\"k\":\"a\",\"n\":1}\n{\"k\":null,\"n\":1,\"_total\":true}\n")
  }

  @Test("an answer without rows")
  func noRows() {
    let answer = table([("a", .string)], [])
    #expect(rendered(answer, .csv) == "a\n")
    #expect(rendered(answer, .json) == "[]\n")
    #expect(rendered(answer, .ndjson) == "")
  }

  @Test("hidden columns are in no form", arguments: OutputFormat.allCases)
  func hiddenColumns(format: OutputFormat) {
    let answer = table(
      [("a", .string), ("%at", .instant)], [[.string("x"), .instant(dueInstant)]])
    let text = rendered(answer, format)
    #expect(!text.contains("%at") && !text.contains("2021"))
  }

  @Test("whole numbers keep every digit", arguments: [Int64.min, -1, 0, 9_007_199_254_740_993])
  func wholeNumbers(number: Int64) {
    let answer = table([("n", .integer(nil))], [[.integer(number)]])
    #expect(rendered(answer, .ndjson) == "{\"n\":\(number)}\n")
    #expect(rendered(answer, .csv) == "n\n\(number)\n")
  }
}

import Diagnostics
import Foundation
import QuerySyntax
import Testing

@Suite("Diagnostics: the printed form")
struct SyntaxRenderingTests {
  @Test("first line, excerpt, carets, remedy, notes")
  func form() {
    let source = SourceText(
      name: "Queries/late.kiem", text: "query late\nobligations\n-- much\n| where latenes > 2d\n")
    let finding = Diagnostic(
      .error, "K104", "no column 'latenes' in obligations", at: SourceSpan(39, 46),
      remedy: "did you mean 'lateness'?", notes: ["columns here: unit, duty"])
    #expect(
      DiagnosticRenderer().render(finding, in: source) == """
        Queries/late.kiem:4:9: error[K104]: no column 'latenes' in obligations
          4 | | where latenes > 2d
            |         ^^^^^^^ did you mean 'lateness'?
            = columns here: unit, duty

        """)
  }

  /// The carets of a rendering: how many cells stand in front of them, and how many they are.
  private func carets(_ text: String, _ underlined: String) throws -> (before: Int, count: Int) {
    let start = try #require(text.range(of: underlined)).lowerBound
    let offset = text[..<start].utf8.count
    let source = SourceText(name: "q", text: text)
    let finding = Diagnostic(
      .error, "K003", "m", at: SourceSpan(offset, offset + underlined.utf8.count))
    let line = DiagnosticRenderer().render(finding, in: source).split(separator: "\n")[2]
    let cells = line.dropFirst("    | ".count)
    return (cells.prefix { $0 == " " }.count, cells.filter { $0 == "^" }.count)
  }

  @Test("carets count cells of graphemes")
  func width() throws {
    #expect(try carets("where \"Đắk Lắk\" xx", "xx") == (16, 2))
    #expect(try carets("where \"Đa\u{306}\u{301}k\" xx", "xx") == (12, 2))
    #expect(try carets("where \"漢字\" xx", "xx") == (13, 2))
    #expect(try carets("a 漢字 b", "漢字") == (2, 4))
    #expect(try carets("\tab xx", "xx") == (5, 2))
  }

  @Test("a span over several lines is underlined to the end of its first")
  func severalLines() {
    let source = SourceText(name: "q", text: "ab cd\r\nef")
    let finding = Diagnostic(.warning, "K210", "m", at: SourceSpan(3, 9))
    #expect(
      DiagnosticRenderer().render(finding, in: source)
        == "q:1:4: warning[K210]: m\n  1 | ab cd\n    |    ^^\n")
  }

  @Test("the end of the text has a caret of its own")
  func endOfText() {
    let source = SourceText(name: "q", text: "a |")
    let finding = Diagnostic(.error, "K003", "m", at: SourceSpan(3, 3))
    #expect(
      DiagnosticRenderer().render(finding, in: source)
        == "q:1:4: error[K003]: m\n  1 | a |\n    |    ^\n")
  }

  @Test("long lines are cut around the carets")
  func longLine() throws {
    let text = String(repeating: "a", count: 5_000) + " xx " + String(repeating: "b", count: 5_000)
    let source = SourceText(name: "q", text: text)
    let finding = Diagnostic(.error, "K003", "m", at: SourceSpan(5_001, 5_003))
    let lines = DiagnosticRenderer().render(finding, in: source).split(separator: "\n")
    #expect(lines[1].count < 180)
    let caret = try #require(lines[2].firstIndex(of: "^"))
    let column = lines[2].distance(from: lines[2].startIndex, to: caret)
    #expect(lines[1].dropFirst(column).prefix(2) == "xx")
  }

  @Test("text of a file cannot drive the terminal")
  func harmless() {
    let source = SourceText(name: "q", text: "a \u{1B}[31m \u{202E}b")
    let finding = Diagnostic(.error, "K003", "found '\u{1B}[0m\n'", at: SourceSpan(0, 1))
    let text = DiagnosticRenderer().render(finding, in: source)
    #expect(!text.unicodeScalars.contains { $0.value == 0x1B || $0.value == 0x202E })
    #expect(text.split(separator: "\n").count == 3)
  }

  @Test("a row cut out of a file keeps its line number and field")
  func importedRow() {
    let source = SourceText(name: "rows.csv", text: "x,31/6/2021", firstLine: 4711)
    let finding = Diagnostic(
      .error, "K022", "there is no such day", at: SourceSpan(2, 11), field: "due")
    let text = DiagnosticRenderer().render(finding, in: source)
    #expect(text.hasPrefix("rows.csv:4711:3: error[K022]: there is no such day\n  4711 | x,31"))
    #expect(text.hasSuffix("       = field: due\n"))
  }

  @Test("one JSON object a line")
  func json() {
    let file = parsed("a | where b = \"ă\"")
    #expect(
      DiagnosticRenderer().renderJSON(file.diagnostics, in: file.source)
        == #"{"file":"query","line":1,"column":13,"endLine":1,"endColumn":14,"code":"K011","#
        + #""severity":"error","message":"\"=\" names a column","#
        + #""remedy":"to compare write \"==\"","notes":[],"fixIts":[{"line":1,"column":13,"#
        + #""endLine":1,"endColumn":14,"startByte":12,"endByte":13,"replacement":"==","#
        + #""message":"write =="}]}"# + "\n")
  }

  @Test("near names")
  func nearNames() {
    let names = ["lateness", "status", "cutoff", "unit"]
    #expect(nearestName(to: "latenes", among: names) == "lateness")
    #expect(nearestName(to: "Untis", among: names) == "unit")
    #expect(nearestName(to: "satuts", among: names) == "status")
    #expect(nearestName(to: "cut", among: names) == nil)
    #expect(nearestName(to: "", among: names) == nil)
  }
}

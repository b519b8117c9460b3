import Diagnostics
import QueryAnalysis
import QuerySyntax
import Testing

/// The thirty things that newcomers type: each has its code, its place and its words, and what it
/// is told to write instead can be written.
@Suite("Analysis: thirty things that newcomers type")
struct NewcomerTableTests {
  @Test("code, place and words", arguments: NewcomerRow.all)
  func said(_ row: NewcomerRow) throws {
    let (_, diagnostics, source) = analysed(row.text)
    let rendered = DiagnosticRenderer().render(diagnostics, in: source)
    let finding = try #require(diagnostics.first { $0.code == row.code }, "\(rendered)")
    #expect(source[finding.span] == row.underlined, "\(rendered)")
    let words = ([finding.message, finding.remedy ?? ""] + finding.notes).joined(separator: "\n")
    for part in row.says { #expect(words.contains(part), "\(part) is not said in\n\(rendered)") }
    let others = diagnostics.filter { $0.code != row.code && $0.severity == .error }
    #expect(others.isEmpty, "one mistake, one error:\n\(rendered)")
  }

  @Test("what is told to be written can be written", arguments: NewcomerRow.all)
  func mended(_ row: NewcomerRow) {
    for text in row.mended {
      let (result, diagnostics, source) = analysed(text)
      let rendered = DiagnosticRenderer().render(diagnostics, in: source)
      #expect(!diagnostics.hasErrors && result.plan != nil, "\(rendered)")
      #expect(!diagnostics.map(\.code).contains(row.code), "\(rendered)")
    }
  }

  @Test("each fix-it leads on to a text without errors", arguments: NewcomerRow.all)
  func fixIts(_ row: NewcomerRow) throws {
    let (_, diagnostics, source) = analysed(row.text)
    let finding = try #require(diagnostics.first { $0.code == row.code })
    for fixIt in finding.fixIts {
      let text = mended(source.applying([fixIt]))
      let again = analysed(text).diagnostics
      #expect(!again.hasErrors, "\(text)\n\(again.map(\.code))")
    }
  }

  /// Applies the first fix-it of each finding until there is none.
  private func mended(_ text: String) -> String {
    var text = text
    for _ in 0..<4 {
      let (_, diagnostics, source) = analysed(text)
      let fixIts = diagnostics.compactMap(\.fixIts.first)
      if fixIts.isEmpty { break }
      text = source.applying(fixIts)
    }
    return text
  }

  @Test("no row of the thirty is left out")
  func complete() {
    #expect(Set(NewcomerRow.all.map(\.number)) == Set(1...30))
  }

  /// Everything between backticks in what a remedy says is a fragment that parses somewhere.
  @Test(
    "what stands between backticks parses in place",
    arguments: NewcomerRow.all.map(\.text) + FindingTests.cases.map(\.text)
      + NewcomerTests.cases.map(\.text))
  func fragments(text: String) {
    for finding in analysed(text).diagnostics {
      let words = ([finding.remedy ?? ""] + finding.notes).joined(separator: " ")
      for (index, part) in words.split(separator: "`", omittingEmptySubsequences: false)
        .enumerated()
      where index % 2 == 1 {
        #expect(Self.parsesSomewhere(String(part)), "\(finding.code) says `\(part)`")
      }
    }
  }

  private static func parsesSomewhere(_ fragment: String) -> Bool {
    if fragment.hasPrefix("--") || fragment.hasPrefix("kiem ") || fragment.hasPrefix(".") {
      return true
    }
    let texts = ["a", "a = count()"].map { fragment.replacing("…", with: $0) }
    let frames = [
      "%", "units | %", "units %", "units | % a", "units | where a % b", "units | where a == %",
      "units | where % == a", "units | late %", "units | derive %", "units | derive a = %",
      "units | lookup (a) %", "units | where %", "units | where % a", "units | where a %",
      "units | summarize n = count() %", "units | summarize n = count() % a", "%\nunits",
      "units | %", "diff units %",
    ]
    return frames.contains { frame in
      texts.contains { text in
        let source = SourceText(name: "fragment", text: frame.replacing("%", with: text))
        return parse(source).diagnostics.isEmpty
      }
    }
  }
}

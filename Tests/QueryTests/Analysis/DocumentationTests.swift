import Diagnostics
import Foundation
import QueryAnalysis
import QuerySyntax
import TestSupport
import Testing

/// What the documentation shows can be typed, and what it prints is what the program prints.
@Suite("Documentation: examples")
struct DocumentationTests {
  private static let articles = ProjectFiles.files(under: "Sources/Kiem/Kiem.docc", ending: ".md")

  /// Fenced blocks with the word behind the fence.
  private static func blocks(of path: String) throws -> [(language: String, text: String)] {
    let parts = try ProjectFiles.text(path).components(separatedBy: "```")
    return parts.enumerated().filter { $0.offset % 2 == 1 }.map { _, part in
      let lines = part.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
      return (String(lines[0]), lines.count > 1 ? String(lines[1]) : "")
    }
  }

  @Test("questions in the articles are free of errors and lints", arguments: articles)
  func questions(path: String) throws {
    for block in try Self.blocks(of: path) where block.language == "kiem" {
      let (result, diagnostics, source) = analysed(block.text)
      #expect(diagnostics.isEmpty, "\(DiagnosticRenderer().render(diagnostics, in: source))")
      #expect(result.plan != nil)
    }
  }

  @Test("the article about the language says of each block what it is")
  func languages() throws {
    let blocks = try Self.blocks(of: "Sources/Kiem/Kiem.docc/QueryLanguage.md")
    #expect(blocks.count > 5)
    #expect(blocks.allSatisfy { ["kiem", "text"].contains($0.language) })
  }

  @Test("errors in the articles are printed as the program prints them", arguments: articles)
  func errors(path: String) throws {
    for block in try Self.blocks(of: path) where block.text.contains("error[K") {
      let excerpt = try #require(
        block.text.split(separator: "\n").first { $0.hasPrefix("  1 | ") })
      let (_, diagnostics, source) = analysed(String(excerpt.dropFirst(6)))
      let rendered = DiagnosticRenderer().render(diagnostics, in: source)
      #expect(rendered.hasPrefix(block.text), "\(rendered)")
    }
  }

  @Test(
    "questions in README and in the help texts parse",
    arguments: ["README.md"] + ProjectFiles.files(under: "Sources/KiemCLI", ending: ".swift")
      + ProjectFiles.files(under: "Sources/KiemREPL", ending: ".swift"))
  func commands(path: String) throws {
    let text = try ProjectFiles.text(path).replacing("\\|", with: "|")
    for question in text.matches(of: /kiem query '([^'\\]*)'/).map({ String($0.1) }) {
      let diagnostics = analysed(question).diagnostics
      #expect(!diagnostics.hasErrors, "\(question): \(diagnostics.map(\.code))")
    }
  }

  /// Rows of the tables of codes: code, summary, example.
  private static func codes() throws -> [[String]] {
    try ProjectFiles.text("Sources/Kiem/Kiem.docc/ErrorCodes.md").split(separator: "\n")
      .filter { $0.hasPrefix("| K") }
      .map { row in
        row.replacing("\\|", with: "\u{0}").split(separator: "|")
          .map { $0.replacing("\u{0}", with: "|").trimmingCharacters(in: .whitespaces) }
      }
  }

  @Test("every code is listed with its meaning")
  func everyCode() throws {
    let listed = Dictionary(try Self.codes().map { ($0[0], $0[1]) }) { first, _ in first }
    for code in SyntaxCode.allCases { #expect(listed[code.rawValue] != nil, "\(code.rawValue)") }
    for code in AnalysisCode.allCases
    where SyntaxCode(rawValue: code.rawValue) == nil {
      #expect(listed[code.rawValue] == code.summary, "\(code.rawValue)")
    }
    for code in SyntaxCode.allCases { #expect(listed[code.rawValue] == code.summary) }
  }

  @Test("the example of a code brings it up")
  func examples() throws {
    for row in try Self.codes() where row[2].hasPrefix("`") && row[2].hasSuffix("`") {
      guard SyntaxCode(rawValue: row[0]) != nil || AnalysisCode(rawValue: row[0]) != nil,
        !row[2].hasPrefix("`[")
      else { continue }
      let isBehindWords = row[2].dropLast().contains("` ")
      if isBehindWords || row[2].contains("--") { continue }
      let text = row[2].dropFirst().dropLast().replacing("; ", with: "\n")
      let found = analysed(String(text)).diagnostics.map(\.code)
      #expect(found.contains(row[0]), "\(row[0]) \(text): \(found)")
    }
  }
}

import Diagnostics
import QueryAnalysis
import Testing

/// A text, and a finding that it must have: code, what the carets underline, what is said.
struct FindingCase: CustomTestStringConvertible, Sendable {
  let code: String
  let text: String
  /// The bytes under the carets.
  let underlined: String
  /// Occurs in the message, the remedy or the notes.
  let says: [String]
  let severity: Severity

  init(
    _ code: String, _ text: String, at underlined: String, says: String...,
    severity: Severity = .error
  ) {
    self.code = code
    self.text = text
    self.underlined = underlined
    self.says = says
    self.severity = severity
  }

  /// A lint: the text runs all the same.
  static func lint(
    _ code: String, _ text: String, at underlined: String, says: String...
  ) -> FindingCase {
    FindingCase(code, text, underlined, says, .warning)
  }

  private init(
    _ code: String, _ text: String, _ underlined: String, _ says: [String], _ severity: Severity
  ) {
    self.code = code
    self.text = text
    self.underlined = underlined
    self.says = says
    self.severity = severity
  }

  var testDescription: String { "\(code) \(text)" }

  /// Records an issue unless the text has exactly this finding.
  func check(options: AnalysisOptions = AnalysisOptions()) {
    let (result, diagnostics, source) = analysed(text, options: options)
    let rendered = DiagnosticRenderer().render(diagnostics, in: source)
    guard let finding = diagnostics.first(where: { $0.code == code }) else {
      Issue.record("no \(code) for\n\(text)\n\(rendered)")
      return
    }
    #expect(source[finding.span] == underlined, "\(rendered)")
    #expect(finding.severity == severity)
    let words = ([finding.message, finding.remedy ?? ""] + finding.notes).joined(separator: "\n")
    for part in says { #expect(words.contains(part), "\(part) is not said in\n\(rendered)") }
    let others = diagnostics.filter { $0.severity == .error && $0 != finding }
    #expect(others.isEmpty, "one mistake, one error:\n\(rendered)")
    #expect((result.plan == nil) == (severity == .error))
  }
}

/// Findings about one text, for functions that throw instead of returning them.
package struct DiagnosticError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What the spans of the diagnostics point into.
  package let source: SourceText
  package let diagnostics: [Diagnostic]

  package init(_ diagnostics: [Diagnostic], in source: SourceText) {
    self.diagnostics = diagnostics
    self.source = source
  }

  /// The plain rendering of all findings, without colours.
  package var description: String {
    DiagnosticRenderer().render(diagnostics, in: source)
  }
}

package import Diagnostics

/// Why a selector or a condition of a duty cannot be used. Plan files are checked before they
/// become events, so a reader meets this only on a log that another program wrote.
package struct RuleError: Error, Sendable, Hashable {
  package let message: String
  /// Bytes of the text of the rule.
  package let span: SourceSpan

  package init(_ message: String, at span: SourceSpan) {
    self.message = message
    self.span = span
  }
}

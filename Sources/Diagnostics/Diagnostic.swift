/// How much a finding weighs.
package enum Severity: String, Sendable, Hashable, CaseIterable {
  /// The text cannot be used as it stands.
  case error
  /// A lint: the text works, but probably does not mean what its author meant.
  case warning
  case note
}

/// A replacement that a person or an editor can apply without thinking.
package struct FixIt: Sendable, Hashable {
  /// The bytes to replace; empty to insert.
  package let span: SourceSpan
  package let replacement: String
  /// What applying it does, as an imperative: "write \"==\"".
  package let message: String

  package init(_ span: SourceSpan, _ replacement: String, _ message: String) {
    self.span = span
    self.replacement = replacement
    self.message = message
  }
}

/// One finding about a text, for queries, plan files and imported rows alike.
package struct Diagnostic: Sendable, Hashable {
  package let severity: Severity
  /// Stable identifier such as "K104"; what `kiem explain` takes and scripts match on.
  package let code: String
  /// One line without a final stop; type errors name both the expected and the found type.
  package let message: String
  /// Where in the text; what the carets underline.
  package let span: SourceSpan
  /// A short remedy printed behind the carets, such as "did you mean 'lateness'?".
  package let remedy: String?
  /// The field of a plan file or of an imported row, as a dotted path ("duties.O11.due").
  package let field: String?
  package let notes: [String]
  /// Alternatives, the most likely first; at most one is to be applied.
  package let fixIts: [FixIt]

  package init(
    _ severity: Severity, _ code: String, _ message: String, at span: SourceSpan,
    remedy: String? = nil, field: String? = nil, notes: [String] = [], fixIts: [FixIt] = []
  ) {
    self.severity = severity
    self.code = code
    self.message = message
    self.span = span
    self.remedy = remedy
    self.field = field
    self.notes = notes
    self.fixIts = fixIts
  }
}

extension Sequence<Diagnostic> {
  /// True when at least one finding is an error, so that the text must not be run.
  package var hasErrors: Bool { contains { $0.severity == .error } }
}

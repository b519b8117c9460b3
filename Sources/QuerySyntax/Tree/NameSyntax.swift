package import Diagnostics

/// A name where the grammar wants one.
package struct NameSyntax: Sendable, Hashable {
  /// NFC, without the grave accents; empty where a name is missing and an error was reported.
  package let text: String
  package let span: SourceSpan
  /// Written between grave accents, so that it is never taken for a word of the language.
  package let isQuoted: Bool

  package init(_ text: String, at span: SourceSpan, isQuoted: Bool = false) {
    self.text = text
    self.span = span
    self.isQuoted = isQuoted
  }
}

/// A level of the plan's tree: `upper`, `.upper`.
package struct LevelSyntax: Sendable, Hashable {
  /// Without the dot. A number that was typed for a level stands here too: which levels exist is
  /// known to the plan, not to the grammar.
  package let text: String
  package let span: SourceSpan

  package init(_ text: String, at span: SourceSpan) {
    self.text = text
    self.span = span
  }
}

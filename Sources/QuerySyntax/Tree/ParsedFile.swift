package import Diagnostics

/// What parsing one text yields; always a whole tree, however broken the text.
package struct ParsedFile: Sendable {
  package let source: SourceText
  package let file: FileSyntax
  /// In order of position.
  package let diagnostics: [Diagnostic]
  /// Every token, ended by `endOfFile`; with their trivia they cover the text byte for byte.
  package let tokens: [Token]
  /// True when an error lies in what is not there yet: an open bracket, a trailing `|`. A shell
  /// goes on reading then instead of complaining.
  package let isIncomplete: Bool

  package init(
    source: SourceText, file: FileSyntax, diagnostics: [Diagnostic], tokens: [Token],
    isIncomplete: Bool
  ) {
    self.source = source
    self.file = file
    self.diagnostics = diagnostics
    self.tokens = tokens
    self.isIncomplete = isIncomplete
  }
}

/// What parsing a fragment yields, such as a selector inside a plan file.
package struct ParsedFragment<Node: Sendable>: Sendable {
  package let node: Node
  package let diagnostics: [Diagnostic]

  package init(node: Node, diagnostics: [Diagnostic]) {
    self.node = node
    self.diagnostics = diagnostics
  }
}

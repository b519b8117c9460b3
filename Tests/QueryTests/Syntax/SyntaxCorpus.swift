import Diagnostics
import QuerySyntax
import Testing

/// One text that must parse.
struct SyntaxExample: Sendable, CustomTestStringConvertible {
  let name: String
  let text: String

  init(_ name: String, _ text: String) {
    self.name = name
    self.text = text
  }

  var testDescription: String { name }

  /// The same on one line, as it is typed at a prompt.
  var onOneLine: String {
    text.split(separator: "\n").map { $0.drop { $0 == " " } }.joined(separator: " ")
  }
}

/// The queries that answer the 66 questions of the domain, numbered as the questions are; a letter
/// tells several queries of one question apart.
enum SyntaxCorpus {
  static let questions: [SyntaxExample] = compliance + reach + quiz + feedback + exemplars + audit

  /// Everything that must parse.
  static let all: [SyntaxExample] = questions + grammar
}

/// Parses a text under the name that messages show.
func parsed(_ text: String, name: String = "query") -> ParsedFile {
  parse(SourceText(name: name, text: text))
}

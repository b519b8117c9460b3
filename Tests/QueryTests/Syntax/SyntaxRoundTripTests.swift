import Diagnostics
import QuerySyntax
import TestSupport
import Testing

@Suite("Syntax: what must parse, and nothing lost")
struct SyntaxRoundTripTests {
  @Test("parses without findings", arguments: SyntaxCorpus.all)
  func parses(_ example: SyntaxExample) {
    for text in [example.text, example.onOneLine] {
      // Definitions need their line breaks.
      if text != example.text, example.text.contains("param") || example.text.contains("fn ") {
        continue
      }
      if text != example.text, example.text.contains("--") { continue }
      let file = parsed(text)
      #expect(file.diagnostics.isEmpty, "\(DiagnosticError(file.diagnostics, in: file.source))")
      #expect(covers(file))
      #expect(!file.isIncomplete)
    }
  }

  @Test("saved queries parse", arguments: ProjectFiles.files(under: "Queries", ending: ".kiem"))
  func saved(_ path: String) throws {
    let file = parsed(try ProjectFiles.text(path), name: path)
    #expect(file.diagnostics.isEmpty, "\(DiagnosticError(file.diagnostics, in: file.source))")
    #expect(covers(file))
  }

  @Test("prints the same tree on one line", arguments: SyntaxCorpus.questions)
  func onOneLine(_ example: SyntaxExample) {
    #expect(dump(parsed(example.text).file) == dump(parsed(example.onOneLine).file))
  }

  @Test("the text under each expression is that expression", arguments: SyntaxCorpus.all)
  func spans(_ example: SyntaxExample) {
    let file = parsed(example.text)
    var pending = TreeWalk.expressions(of: file.file)
    while let expression = pending.popLast() {
      pending += expression.kind.children
      let again = parseExpression(file.source, in: expression.span)
      #expect(again.diagnostics.isEmpty)
      #expect(dump(again.node) == dump(expression), "\(file.source[expression.span])")
    }
  }

  @Test("every token dropped or doubled still round-trips", arguments: SyntaxCorpus.all)
  func droppedAndDoubled(_ example: SyntaxExample) {
    let bytes = Array(example.text.utf8)
    for token in parsed(example.text).tokens {
      let before = bytes[..<token.span.start]
      let text = bytes[token.span.start..<token.span.end]
      let after = bytes[token.span.end...]
      for mutant in [before + after, before + text + [0x20] + text + after] {
        let file = parsed(String(decoding: mutant, as: UTF8.self))
        #expect(covers(file))
        #expect(spansAreInside(file))
      }
    }
  }
}

/// Whether the tokens with their trivia are the text again, byte for byte.
func covers(_ file: ParsedFile) -> Bool {
  var position = 0
  for token in file.tokens {
    guard token.leadingTrivia.start == position, token.span.start == token.leadingTrivia.end,
      token.trailingTrivia.start == token.span.end
    else { return false }
    position = token.trailingTrivia.end
  }
  return position == file.source.utf8.count && file.tokens.last?.kind == .endOfFile
}

/// Whether every finding and fix-it points into the text.
func spansAreInside(_ file: ParsedFile) -> Bool {
  file.diagnostics.allSatisfy { diagnostic in
    ([diagnostic.span] + diagnostic.fixIts.map(\.span)).allSatisfy {
      $0.start >= 0 && $0.end <= file.source.utf8.count
    }
  }
}

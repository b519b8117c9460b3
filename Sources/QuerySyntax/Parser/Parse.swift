package import Diagnostics

/// Parses a saved query or one pipeline.
///
/// Always yields a tree and every finding; never throws and never traps, whatever the text. The
/// tokens of the result cover the text byte for byte. O(length) for ordinary texts.
package func parse(_ source: SourceText) -> ParsedFile {
  var parser = Parser(
    source, in: source.span, defined: DefinedNames(in: source, source.span))
  let file = parser.parseFile()
  parser.readToEnd()
  return ParsedFile(
    source: source, file: file, diagnostics: parser.sortedDiagnostics(), tokens: parser.tokens,
    isIncomplete: parser.isIncomplete)
}

/// Parses one pipeline that stands inside another text, such as the holder of a duty in a plan
/// file. Spans refer to the whole text.
package func parsePipeline(
  _ source: SourceText, in span: SourceSpan
) -> ParsedFragment<PipelineSyntax> {
  parseFragment(source, in: span) { $0.parsePipeline() }
}

/// Parses one expression that stands inside another text, such as the value of a parameter.
package func parseExpression(
  _ source: SourceText, in span: SourceSpan
) -> ParsedFragment<ExpressionSyntax> {
  parseFragment(source, in: span) { $0.parseExpression() }
}

/// Parses the pattern of an event, `report.submitted where unit == holder.unit`, that stands
/// inside a plan file.
package func parseEventPattern(
  _ source: SourceText, in span: SourceSpan
) -> ParsedFragment<EventPatternSyntax> {
  parseFragment(source, in: span) { $0.parseEventPattern() }
}

private func parseFragment<Node: Sendable>(
  _ source: SourceText, in span: SourceSpan, _ body: (inout Parser) -> Node
) -> ParsedFragment<Node> {
  var parser = Parser(source, in: span, defined: DefinedNames())
  let node = body(&parser)
  if !parser.at(.endOfFile) { parser.unexpected("the end") }
  parser.readToEnd()
  return ParsedFragment(node: node, diagnostics: parser.sortedDiagnostics())
}

extension Parser {
  /// Findings in order of position; of equal ones only the first.
  func sortedDiagnostics() -> [Diagnostic] {
    let ordered = diagnostics.enumerated().sorted {
      ($0.element.span.start, $0.offset) < ($1.element.span.start, $1.offset)
    }
    var seen: Set<Diagnostic> = []
    return ordered.map(\.element).filter { seen.insert($0).inserted }
  }

  mutating func parseEventPattern() -> EventPatternSyntax {
    let start = current.span.start
    var event = [takeName("an event such as report.submitted")]
    while take(.dot) {
      if let word = takeAnyWord() { event.append(word) } else { unexpected("a word") }
    }
    let condition = take(.reserved(.where)) ? parseExpression() : nil
    return EventPatternSyntax(event: event, condition: condition, at: span(from: start))
  }
}

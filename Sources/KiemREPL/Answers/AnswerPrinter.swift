package import Diagnostics
package import Kiem
import QueryEngine
package import Rendering

/// Prints answers the same way for single commands and for the shell: rows on the output; lints,
/// failed assertions and the footer on the messages.
package struct AnswerPrinter: Sendable {
  private let console: Console
  /// None chooses by the answer: a tree for a roll-up, else a table.
  package var format: OutputFormat?
  package var errorFormat: ErrorFormat
  package var showsFooter: Bool

  package init(
    console: Console, format: OutputFormat? = nil, errorFormat: ErrorFormat = .text,
    showsFooter: Bool = true
  ) {
    self.console = console
    self.format = format
    self.errorFormat = errorFormat
    self.showsFooter = showsFooter
  }

  /// Prints an answer.
  ///
  /// - Returns: false when an `assert` of the query did not hold; its rows were printed then
  ///   instead of an answer.
  package func print(_ answer: Answer) -> Bool {
    report(answer.warnings, in: answer.source)
    let context = RenderingContext(
      zone: answer.zone, width: console.output.width, usesColour: console.output.usesColour,
      name: answer.name)
    let failure = answer.table.failedAssertion
    write(failure.map(ResultTable.init) ?? answer.table, context)
    if let failure { console.say(sentence(about: failure)) }
    if showsFooter { console.say(quiet(answer.footer.text)) }
    return failure == nil
  }

  /// Findings about a text, in the form asked for.
  package func report(_ findings: [Diagnostic], in source: SourceText) {
    guard !findings.isEmpty else { return }
    let renderer = DiagnosticRenderer(colours: console.messages.usesColour)
    let text =
      errorFormat == .json
      ? renderer.renderJSON(findings, in: source) : renderer.render(findings, in: source)
    console.say(String(text.dropLast()))
  }

  private func write(_ table: ResultTable, _ context: RenderingContext) {
    var output = console.output
    table.render(as: format ?? table.naturalFormat, context: context, to: &output)
  }

  private func sentence(about failure: AssertionFailure) -> String {
    let count = failure.rows.count
    let rows = count == 1 ? "1 row breaks it" : "\(count) rows break it"
    return "assertion failed: \(failure.message.map { "\($0) (\(rows))" } ?? rows)"
  }

  private func quiet(_ text: String) -> String {
    console.messages.usesColour ? "\u{1B}[2m\(text)\u{1B}[0m" : text
  }
}

/// How findings about a text are written.
package enum ErrorFormat: String, CaseIterable, Sendable {
  /// With the line and carets, for people.
  case text
  /// One object a line, for editors and other programs.
  case json
}

extension ResultTable {
  fileprivate init(_ failure: AssertionFailure) {
    self.init(columns: failure.columns, rows: failure.rows)
  }

  /// The form in which a result reads best when nobody asked for another.
  fileprivate var naturalFormat: OutputFormat { depths == nil ? .table : .tree }
}

/// Words findings for a person: a first line that a machine can read too, the line of the text,
/// carets, and notes.
///
/// ```
/// Queries/late.kiem:4:9: error[K104]: no column 'latenes' in obligations
///   4 | | where latenes > 2d
///     |         ^^^^^^^ did you mean 'lateness'?
///     = columns here: unit, duty, cutoff
/// ```
package struct DiagnosticRenderer: Sendable {
  private let colours: Bool

  /// - Parameter colours: whether to use ANSI colours; the caller knows whether a terminal reads.
  package init(colours: Bool = false) {
    self.colours = colours
  }

  /// All findings in the order given, each ended by a line break.
  package func render(_ diagnostics: [Diagnostic], in source: SourceText) -> String {
    diagnostics.map { render($0, in: source) }.joined()
  }

  /// One finding, ended by a line break.
  package func render(_ diagnostic: Diagnostic, in source: SourceText) -> String {
    let location = source.location(of: diagnostic.span.start)
    let excerpt = Excerpt(of: diagnostic.span, in: source)
    let number = String(location.line)
    let gutter = String(repeating: " ", count: number.count + 3)
    var carets = String(repeating: "^", count: excerpt.caretCount)
    if let remedy = diagnostic.remedy { carets += " " + DisplayCells.visible(remedy) }
    var text = headline(diagnostic, at: location, in: source) + "\n"
    text += "  \(paint(number, .quiet)) \(paint("|", .quiet)) \(excerpt.line)\n"
    text += "\(gutter)\(paint("|", .quiet)) "
    text += String(repeating: " ", count: excerpt.indentation)
    text += paint(carets, colour(of: diagnostic.severity)) + "\n"
    for note in notes(of: diagnostic) {
      text += "\(gutter)\(paint("=", .quiet)) \(DisplayCells.visible(note))\n"
    }
    return text
  }

  private func headline(
    _ diagnostic: Diagnostic, at location: SourceLocation, in source: SourceText
  ) -> String {
    let place = "\(DisplayCells.visible(source.name)):\(location.line):\(location.column)"
    let kind = "\(diagnostic.severity.rawValue)[\(diagnostic.code)]"
    let message = DisplayCells.visible(Self.shortened(diagnostic.message))
    return "\(place): \(paint(kind, colour(of: diagnostic.severity))): \(message)"
  }

  /// Messages repeat names of the text, and a name may be as long as a file.
  private static func shortened(_ message: String) -> String {
    guard message.utf8.count > messageByteCountMax else { return message }
    return "\(message.prefix(240)) … \(message.suffix(120))"
  }

  /// Longer messages are cut: a line of a terminal is what a person reads.
  private static let messageByteCountMax = 1_000

  private func notes(of diagnostic: Diagnostic) -> [String] {
    (diagnostic.field.map { ["field: \($0)"] } ?? []) + diagnostic.notes
  }
}

extension DiagnosticRenderer {
  /// The ANSI parameters in use.
  private enum Colour: String {
    case red = "1;31"
    case yellow = "1;33"
    case blue = "1;34"
    case quiet = "2"
  }

  private func colour(of severity: Severity) -> Colour {
    switch severity {
    case .error: .red
    case .warning: .yellow
    case .note: .blue
    }
  }

  private func paint(_ text: String, _ colour: Colour) -> String {
    colours ? "\u{1B}[\(colour.rawValue)m\(text)\u{1B}[0m" : text
  }
}

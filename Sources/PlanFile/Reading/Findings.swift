import Diagnostics

/// Collects what is wrong with a plan, so that one run reports everything.
final class Findings {
  private(set) var items: [Finding] = []

  struct Finding {
    let source: SourceText
    let diagnostic: Diagnostic
  }

  func error(
    _ code: String, _ message: String, in source: SourceText, at span: SourceSpan,
    field: String? = nil, remedy: String? = nil
  ) {
    items.append(
      Finding(
        source: source,
        diagnostic: Diagnostic(.error, code, message, at: span, remedy: remedy, field: field)))
  }

  func warning(
    _ code: String, _ message: String, in source: SourceText, at span: SourceSpan,
    field: String? = nil
  ) {
    items.append(
      Finding(
        source: source, diagnostic: Diagnostic(.warning, code, message, at: span, field: field)))
  }

  func add(_ diagnostic: Diagnostic, in source: SourceText) {
    items.append(Finding(source: source, diagnostic: diagnostic))
  }

  var hasErrors: Bool { items.contains { $0.diagnostic.severity == .error } }
}

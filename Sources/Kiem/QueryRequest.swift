package import Diagnostics

/// A question as the command line, the shell or a test asks it.
package struct QueryRequest: Sendable {
  /// The text, named after its file, or `query` for text on the command line.
  package var source: SourceText
  /// `--name value`, read by each parameter's own type.
  package var parameters: [String: String]
  /// Pins the clock: an instant as the language writes it, without `@`; the zone is the
  /// campaign's when no offset is given. Knowledge stays whole.
  package var now: String?
  /// Position (`#18422`) or instant: what was known then, judged then.
  package var asOf: String?
  /// Campaign in scope when the ledger holds several.
  package var campaign: String?

  package init(
    source: SourceText, parameters: [String: String] = [:], now: String? = nil,
    asOf: String? = nil, campaign: String? = nil
  ) {
    self.source = source
    self.parameters = parameters
    self.now = now
    self.asOf = asOf
    self.campaign = campaign
  }

  /// Text from the command line.
  package init(_ text: String, now: String? = nil, asOf: String? = nil) {
    self.init(source: SourceText(name: "query", text: text), now: now, asOf: asOf)
  }
}

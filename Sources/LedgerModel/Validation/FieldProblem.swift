/// One reason why an event cannot be taken, by the field that has to be mended.
///
/// `found` and `message` never carry a personal value.
package struct FieldProblem: Sendable, Hashable {
  /// Path from the event: `id`, `campaign`, `data.figures.read.value`, `data.attendees[2]`.
  package let field: String
  package let rule: ProblemRule
  /// One clause without a final stop.
  package let message: String
  /// The value as it was found, shortened; none for personal fields and missing ones.
  package let found: String?
  /// What to do about it, as an imperative or a guess.
  package let remedy: String?

  package init(
    _ field: String, _ rule: ProblemRule, _ message: String, found: String? = nil,
    remedy: String? = nil
  ) {
    self.field = field
    self.rule = rule
    self.message = message
    self.found = found.map(FieldProblem.shortened)
    self.remedy = remedy
  }

  private static func shortened(_ text: String) -> String {
    text.count <= 60 ? text : text.prefix(59) + "…"
  }
}

extension FieldProblem: CustomStringConvertible {
  /// `data.version: must be 1 or more (found 0; count versions from 1)`.
  package var description: String {
    let extras = [found.map { "found '\($0)'" }, remedy].compactMap { $0 }
    return "\(field): \(message)" + (extras.isEmpty ? "" : " (\(extras.joined(separator: "; ")))")
  }
}

/// The rules that an event can break before it meets a ledger. The raw value is the stable word
/// that rejects files and machine-readable output carry.
package enum ProblemRule: String, Sendable, Hashable, CaseIterable {
  /// The text is not JSON, CSV or UTF-8.
  case syntax
  case duplicateKey = "duplicate_key"
  case invalidUTF8 = "invalid_utf8"
  case unknownType = "unknown_type"
  case unknownField = "unknown_field"
  case required
  case wrongType = "wrong_type"
  /// A text of the right type that cannot be read: a date like 31/6, a number out of range.
  case invalidValue = "invalid_value"
  case choice
  case oneOf = "one_of"
  case intervalOrder = "interval_order"
  case envelope
  case length
  case tooLarge = "too_large"
  case tooDeep = "too_deep"
  case negativeCount = "negative_count"
  case version
  /// The name fits several units.
  case ambiguous
  /// The name fits no unit.
  case unknownName = "unknown_name"
  /// A statement whose verb no mapping covers.
  case unmapped
  /// A row out of time order, or in the future, while history is moved in.
  case order
  /// Refused by a rule that needs the ledger; the message names it.
  case ledger
}

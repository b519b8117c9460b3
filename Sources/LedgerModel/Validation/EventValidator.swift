import Catalog
import Diagnostics
import Text

/// Checks an event against its type without looking at any ledger, and brings it into the one
/// form in which it is stored: texts in normal form C, fields in the order of the catalogue, maps
/// sorted, whole numbers widened where decimals belong, fields that hold null left out.
///
/// Works on drafts (accounts, clear text) and on stored events (pseudonyms, commitments) alike.
package struct EventValidator: Sendable {
  /// The longest `id` and `source` in bytes.
  package static let maximumIdentifierByteCount = 255

  package init() {}

  /// The normalised event and everything wrong with it; empty when it can be stored.
  package func validate(_ event: Event) -> (event: Event, problems: [FieldProblem]) {
    var pass = ValidationPass()
    var result = event.attributes
    result.id = pass.identifier(event.id, "id")
    result.source = pass.identifier(event.source, "source")
    result.subject = pass.attribute(event.subject, "subject")
    result.campaign = pass.attribute(event.campaign, "campaign")
    result.unit = pass.attribute(event.unit, "orgunit")
    result.provision = pass.attribute(event.provision, "provision")
    result.obligation = pass.attribute(event.obligation, "obligation")
    result.causation = pass.attribute(event.causation, "causationid")
    result.correlation = pass.attribute(event.correlation, "correlationid")
    result.actor = event.actor.flatMap { pass.person($0, path: "actor") }
    pass.checkEnvelope(of: result)
    result.data = pass.record(
      event.data, event.type.allFields, path: "data", depth: 0)
    let validated = Event(result)
    pass.checkRules(of: validated)
    if pass.problems.isEmpty { pass.checkSize(of: validated) }
    return (validated, pass.problems)
  }
}

/// One validation under way: the problems found so far.
struct ValidationPass {
  private(set) var problems: [FieldProblem] = []

  mutating func report(
    _ field: String, _ rule: ProblemRule, _ message: String, found: String? = nil,
    remedy: String? = nil
  ) {
    problems.append(FieldProblem(field, rule, message, found: found, remedy: remedy))
  }

  mutating func identifier(_ text: String, _ field: String) -> String {
    let text = nfc(text)
    let limit = EventValidator.maximumIdentifierByteCount
    if text.isEmpty {
      report(field, .required, "must be given")
    } else if text.utf8.count > limit {
      report(field, .length, "must not be longer than \(limit) bytes", found: text)
    }
    return text
  }

  mutating func attribute(_ text: String?, _ field: String) -> String? {
    guard let text else { return nil }
    if text.isEmpty { report(field, .required, "is empty", remedy: "leave it out") }
    return nfc(text)
  }

  mutating func checkEnvelope(of event: Event.Attributes) {
    for field in EnvelopeField.allCases {
      let isThere =
        switch field {
        case .campaign: event.campaign != nil
        case .orgunit: event.unit != nil
        case .provision: event.provision != nil
        case .obligation: event.obligation != nil
        case .actor: event.actor != nil
        }
      guard !isThere, event.type.envelope.contains(field) else { continue }
      report(field.rawValue, .envelope, "\(event.type.name) needs it", remedy: remedy(for: field))
    }
  }

  private func remedy(for field: EnvelopeField) -> String {
    switch field {
    case .campaign: "name the campaign it belongs to"
    case .orgunit: "name the unit that acts"
    case .provision: "name the provision of the plan"
    case .obligation: "give the key of the obligation, campaign/duty/unit"
    case .actor: "name who acts"
    }
  }

  mutating func checkSize(of event: Event) {
    let limit = EventCodec.maximumByteCount
    guard event.upperByteCount > limit else { return }
    guard let count = EventCodec.draftByteCount(event) else { return }
    guard count > limit else { return }
    report(
      "data", .tooLarge, "the event takes \(count) bytes, more than \(limit)",
      remedy: "keep long texts and files outside and refer to them")
  }
}

import Catalog
import Diagnostics
import LedgerModel
import Projections
import QuerySyntax

/// What counts as evidence, as `material.distributed where unit == holder.unit`: a type, a test of
/// the event alone, and the fields that must equal the row's holder and target.
struct EvidencePattern {
  let text: String
  let eventType: String
  /// True when the event alone fits.
  let test: (RecordedEvent) -> Bool
  /// Values that must be the row's own; none where the condition does not name them.
  let holderUnit: ((RecordedEvent) -> Value)?
  let holderPerson: ((RecordedEvent) -> Value)?
  let targetUnit: ((RecordedEvent) -> Value)?

  init(_ text: String, zone: CivilZone) throws(RuleError) {
    let source = SourceText(name: "met_by", text: text)
    let parsed = parseEventPattern(source, in: source.span)
    if let error = parsed.diagnostics.first(where: { $0.severity == .error }) {
      throw RuleError(error.message, at: error.span)
    }
    self.text = text
    eventType = parsed.node.event.map(\.text).joined(separator: ".")
    guard let type = EventCatalog.type(eventType) else {
      throw RuleError("there is no event type \(eventType)", at: parsed.node.span)
    }
    let compiler = EvidencePattern.compiler(for: type, zone: zone)
    var tests: [(RecordedEvent) -> Bool] = []
    var keys: [[String]: (RecordedEvent) -> Value] = [:]
    for conjunct in parsed.node.condition?.conjuncts ?? [] {
      if let (path, side) = EvidencePattern.tie(conjunct) {
        guard keys.updateValue(try compiler.reader(side), forKey: path) == nil else {
          throw RuleError("one equality with the holder or the target each", at: conjunct.span)
        }
      } else {
        tests.append(try compiler.test(conjunct))
      }
    }
    test = { event in tests.allSatisfy { $0(event) } }
    holderUnit = keys[["holder", "unit"]]
    holderPerson = keys[["holder", "person"]]
    targetUnit = keys[["target", "unit"]]
  }

  private static func tie(
    _ conjunct: ExpressionSyntax
  ) -> (path: [String], side: ExpressionSyntax)? {
    for path in [["holder", "unit"], ["holder", "person"], ["target", "unit"]] {
      if let side = conjunct.operand(equalTo: path) { return (path, side) }
    }
    return nil
  }

  /// Names of the envelope first, then fields of `data`; an own field of a name that the envelope
  /// has too is written `data.unit`.
  private static func compiler(
    for type: EventType, zone: CivilZone
  ) -> ConditionCompiler<RecordedEvent> {
    ConditionCompiler(
      zone: zone,
      column: { path in
        if path.count == 1, let reader = envelope(path[0]) { return reader }
        let name = path.count == 2 && path[0] == "data" ? path[1] : path[0]
        guard path.count == 1 || path[0] == "data", type.field(named: name) != nil else {
          return nil
        }
        return { $0.event.raw(name) }
      },
      function: { _, _, _ in nil })
  }

  private static func envelope(_ name: String) -> ((RecordedEvent) -> Value)? {
    switch name {
    case "unit": { .entity($0.event.unit) }
    case "campaign": { .entity($0.event.campaign) }
    case "actor": { .string($0.event.actorName) }
    case "provision": { .entity($0.event.provision) }
    case "obligation": { .entity($0.event.obligation) }
    case "subject": { .string($0.event.subject) }
    case "time": { .instant($0.event.time) }
    case "source": { .string($0.event.source) }
    case "id": { .string($0.event.id) }
    default: nil
    }
  }
}

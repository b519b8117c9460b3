import Catalog
import LedgerModel

/// `personal`: which fields of a person the vault was given, as far as the log tells. Erasing
/// destroys the person's key, so it ends every field given before.
struct PersonalFold: SourceFold {
  struct State: Sendable {
    let person: String
    var origins: [Origin] = []
    var consent: Event?
    var withdrawal: Event?
  }

  struct Origin: Sendable {
    let event: RecordedEvent
    let field: String
    var erasedAt: Instant?
  }

  let source = "personal"
  let events =
    EventCatalog.types.filter { !PersonalFold.personalFields(of: $0).isEmpty }.map(\.name)
    + ["consent.given", "consent.withdrawn", "subject.erased"]
  let columns = [
    "person", "field", "origin", "held", "erased_at", "purpose", "consent_at", "withdrawn_at",
  ]

  static func personalFields(of type: EventType) -> [String] {
    type.fields.filter { $0.privacy == .personal }.map(\.name)
  }

  private static let fields = Dictionary(
    EventCatalog.types.map { ($0, personalFields(of: $0)) }, uniquingKeysWith: { first, _ in first }
  )

  func entities(of event: RecordedEvent) -> [String] {
    event.event.text("person").map { [$0] } ?? []
  }

  func initial(_ entity: String) -> State { State(person: entity) }

  func apply(_ event: RecordedEvent, to state: inout State) {
    switch event.typeName {
    case "consent.given":
      state.consent = event.event
      state.withdrawal = nil
    case "consent.withdrawn": state.withdrawal = event.event
    case "subject.erased":
      for index in state.origins.indices where state.origins[index].erasedAt == nil {
        state.origins[index].erasedAt = event.event.time
      }
    default:
      for field in PersonalFold.fields[event.event.type] ?? []
      where event.event[field] != nil {
        state.origins.append(Origin(event: event, field: field))
      }
    }
  }

  func rows(of state: State) -> [FoldedRow] {
    state.origins.map { origin in
      origin.event.row(
        key: RowKey.join(state.person, origin.field, origin.event.positionKey),
        [
          .entity(state.person), .string(origin.field), .position(origin.event.position),
          .bool(origin.erasedAt == nil), .instant(origin.erasedAt),
          .string((state.consent ?? state.withdrawal)?.text("purpose")),
          .instant(state.consent?.time), .instant(state.withdrawal?.time),
        ])
    }
  }
}

import Catalog
import LedgerModel

/// `views`: a material opened, a session attended (one row a head), a content studied alone.
/// What the material holds, and who the person was at that time, is left to the reading.
struct ViewsFold: SourceFold {
  struct State: Sendable {
    var event: RecordedEvent?
    var isCancelled = false
  }

  let source = "views"
  let events = [
    "material.accessed", "study.session.held", "study.session.cancelled",
    "study.selfstudy.completed",
  ]
  let columns = [
    "view", "kind", "person", "session", "unit", "material", "post", "contents", "channel",
  ]

  func entities(of event: RecordedEvent) -> [String] {
    event.event.text("session").flatMap { event.typeName.hasPrefix("study.") ? [$0] : nil }
      ?? [event.positionKey]
  }

  var needsName: Bool { false }

  func standsAlone(_ event: RecordedEvent) -> Bool { row(of: event.event.type) != nil }

  /// A material opened, anonymously perhaps.
  private static let opened = EventRow([
    .name, .constant(.symbol("opened")), .entity("person"), .digest("session"), .unit,
    .entity("material"), .constant(.none), .constant(.set([])), .symbol("channel"),
  ])
  private static let studied = EventRow([
    .name, .constant(.symbol("self_study")), .entity("person"), .constant(.none), .unit,
    .constant(.none), .constant(.none), .strings("content"), .constant(.symbol("self")),
  ])

  func row(of type: EventType) -> EventRow? {
    switch type.name {
    case "material.accessed": ViewsFold.opened
    case "study.selfstudy.completed": ViewsFold.studied
    default: nil
    }
  }

  func initial(_ entity: String) -> State { State() }

  func apply(_ event: RecordedEvent, to state: inout State) {
    if event.typeName == "study.session.cancelled" {
      state.isCancelled = true
    } else {
      state = State(event: event)
    }
  }

  func rows(of state: State) -> [FoldedRow] {
    state.event.map { rows(of: $0, isCancelled: state.isCancelled) } ?? []
  }

  /// The same as through a state, which would be a copy of the event.
  func loneRows(of event: RecordedEvent) -> [FoldedRow] { rows(of: event, isCancelled: false) }

  private func rows(of event: RecordedEvent, isCancelled: Bool) -> [FoldedRow] {
    if let row = row(of: event.event.type) { return [row.row(of: event)] }
    return attended(event, isCancelled: isCancelled)
  }

  private func attended(_ event: RecordedEvent, isCancelled: Bool) -> [FoldedRow] {
    let channel = event.event.text("form") == "online" ? "online" : "meeting"
    return event.event.texts("attendees").enumerated().map { index, person in
      let key = "\(event.positionKey)/\(index + 1)"
      return event.row(
        key: key, stands: !isCancelled,
        [
          .string(key), .symbol("attended"), .entity(person), .none, .entity(event.event.unit),
          .none, .none, .set(strings: event.event.texts("contents")), .symbol(channel),
        ])
    }
  }
}

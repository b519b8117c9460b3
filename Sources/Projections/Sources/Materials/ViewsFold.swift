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

  func standsAlone(_ event: RecordedEvent) -> Bool { event.typeName == "material.accessed" }

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
    let said = event.event
    switch event.typeName {
    case "material.accessed":
      return [
        row(
          event, kind: "opened", person: said.text("person"), session: said.digest("session"),
          material: said.text("material"), contents: [], channel: said.text("channel"))
      ]
    case "study.selfstudy.completed":
      return [
        row(
          event, kind: "self_study", person: said.text("person"),
          contents: said.text("content").map { [$0] } ?? [], channel: "self")
      ]
    case "study.session.cancelled": return []
    default: return attended(event, isCancelled: isCancelled)
    }
  }

  private func attended(_ event: RecordedEvent, isCancelled: Bool) -> [FoldedRow] {
    let channel = event.event.text("form") == "online" ? "online" : "meeting"
    return event.event.texts("attendees").enumerated().map { index, person in
      row(
        event, key: "\(event.positionKey)/\(index + 1)", stands: !isCancelled, kind: "attended",
        person: person, contents: event.event.texts("contents"), channel: channel)
    }
  }

  private func row(
    _ event: RecordedEvent, key: String? = nil, stands: Bool = true, kind: String,
    person: String?, session: String? = nil, material: String? = nil, contents: [String],
    channel: String?
  ) -> FoldedRow {
    event.row(
      key: key, stands: stands,
      [
        .string(key ?? event.positionKey), .symbol(kind), .entity(person), .string(session),
        .entity(event.event.unit), .entity(material), .none, .set(strings: contents),
        .symbol(channel),
      ])
  }
}

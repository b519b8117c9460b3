import Catalog
import LedgerModel

/// `studies`: a session attended gives one row for each head and each content, self-study one.
struct StudiesFold: SourceFold {
  struct State: Sendable {
    var event: RecordedEvent?
    var isCancelled = false
  }

  let source = "studies"
  let events = ["study.session.held", "study.session.cancelled", "study.selfstudy.completed"]
  let columns = ["study", "person", "unit", "content", "activity", "method", "length"]

  func entities(of event: RecordedEvent) -> [String] {
    [event.event.text("session") ?? event.positionKey]
  }

  func standsAlone(_ event: RecordedEvent) -> Bool { row(of: event.event.type) != nil }

  private static let alone = EventRow([
    .name, .entity("person"), .unit, .text("content"), .constant(.none), .symbol("method"),
    .duration("length"),
  ])

  func row(of type: EventType) -> EventRow? {
    type.name == "study.selfstudy.completed" ? StudiesFold.alone : nil
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
    guard let event = state.event else { return [] }
    let said = event.event
    if let row = row(of: event.event.type) { return [row.row(of: event)] }
    let pairs = said.texts("attendees").flatMap { person in
      said.texts("contents").map { (person, $0) }
    }
    return pairs.enumerated().map { index, pair in
      let key = "\(event.positionKey)/\(index + 1)"
      return event.row(
        key: key, stands: !state.isCancelled,
        [
          .string(key), .entity(pair.0), .entity(said.unit), .string(pair.1),
          .entity(said.text("session")), .symbol("attended"), .duration(said.duration("length")),
        ])
    }
  }
}

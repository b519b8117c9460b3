import LedgerModel

/// `threads`: an opinion's way to an answer. Automatic replies never answer; a thread reopened is
/// open until a person answers again.
struct ThreadsFold: SourceFold {
  struct State: Sendable {
    let thread: String
    var received: RecordedEvent?
    var topic: String?
    var urgency: String?
    var routed: Event?
    var autos = 0
    var autoAt: Instant?
    var humans = 0
    var answer: Event?
    var resolved: Event?
    var reopened = 0
    var rating: ExactDecimal?
    var status = "open"
  }

  let source = "threads"
  let events = [
    "feedback.received", "feedback.classified", "feedback.routed", "feedback.answered",
    "feedback.resolved", "feedback.reopened", "feedback.rated",
  ]
  let columns = [
    "thread", "channel", "person", "unit", "topic", "urgency", "received_at", "routed_to",
    "routed_at", "auto_at", "autos", "answered_at", "answered_by", "humans", "resolved_at",
    "outcome", "reopened", "rating", "state",
  ]

  func entities(of event: RecordedEvent) -> [String] {
    event.event.text("thread").map { [$0] } ?? []
  }

  func initial(_ entity: String) -> State { State(thread: entity) }

  func apply(_ event: RecordedEvent, to state: inout State) {
    let said = event.event
    switch event.typeName {
    case "feedback.received":
      state.received = event
      state.topic = said.text("topic") ?? state.topic
    case "feedback.classified":
      state.topic = said.text("topic") ?? state.topic
      state.urgency = said.text("urgency") ?? state.urgency
    case "feedback.routed": state.routed = said
    case "feedback.answered": state.take(reply: said)
    case "feedback.resolved":
      state.resolved = said
      state.status = "resolved"
    case "feedback.reopened":
      state.reopened += 1
      state.resolved = nil
      state.status = "open"
    default: state.rating = said.decimal("score")
    }
  }

  func rows(of state: State) -> [FoldedRow] {
    guard let received = state.received else { return [] }
    let said = received.event
    return [
      received.row(
        key: state.thread,
        [
          .entity(state.thread), .symbol(said.text("channel")), .entity(said.text("person")),
          .entity(said.unit), .string(state.topic), .string(state.urgency), .instant(said.time),
          .entity(state.routed?.text("to_unit")), .instant(state.routed?.time),
          .instant(state.autoAt), .integer(Int64(state.autos)), .instant(state.answer?.time),
          .string(state.answer?.text("by_whom")), .integer(Int64(state.humans)),
          .instant(state.resolved?.time), .string(state.resolved?.text("outcome")),
          .integer(Int64(state.reopened)), .decimal(state.rating), .symbol(state.status),
        ])
    ]
  }
}

extension ThreadsFold.State {
  /// Counts a reply; paper may come in late, so the first answer is the earliest, not the first
  /// recorded.
  fileprivate mutating func take(reply: Event) {
    guard reply.text("kind") == "human" else {
      autos += 1
      autoAt = autoAt.map { min($0, reply.time) } ?? reply.time
      return
    }
    humans += 1
    if answer.map({ reply.time < $0.time }) ?? true { answer = reply }
    if status == "open" { status = "answered" }
  }
}

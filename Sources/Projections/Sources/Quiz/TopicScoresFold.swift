import LedgerModel

/// `topic_scores`: an attempt's right answers by topic; a regrade replaces the topics it states.
struct TopicScoresFold: SourceFold {
  struct State: Sendable {
    let attempt: String
    var submitted: RecordedEvent?
    var scores: [String: FieldValue] = [:]
    var isVoided = false
  }

  let source = "topic_scores"
  let events = ["quiz.attempt.submitted", "quiz.attempt.voided", "quiz.attempt.regraded"]
  let columns = ["attempt", "topic", "quiz", "person", "unit", "asked", "correct"]

  func entities(of event: RecordedEvent) -> [String] {
    event.event.text("attempt").map { [$0] } ?? []
  }

  func initial(_ entity: String) -> State { State(attempt: entity) }

  func apply(_ event: RecordedEvent, to state: inout State) {
    if event.typeName == "quiz.attempt.voided" {
      state.isVoided = true
      return
    }
    if event.typeName == "quiz.attempt.submitted" { state.submitted = event }
    for score in event.event["per_topic"]?.list ?? [] {
      if let topic = score["topic"]?.text { state.scores[topic] = score }
    }
  }

  func rows(of state: State) -> [FoldedRow] {
    guard let submitted = state.submitted else { return [] }
    let said = submitted.event
    return state.scores.map { topic, score in
      submitted.row(
        key: RowKey.join(state.attempt, topic), stands: !state.isVoided,
        [
          .entity(state.attempt), .string(topic), .entity(said.text("quiz")),
          .entity(said.text("person")), .entity(said.unitAtTime),
          .integer(score["asked"]?.integer), .integer(score["correct"]?.integer),
        ])
    }
  }
}

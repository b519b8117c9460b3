import LedgerModel

/// `answers`: the newest answer of an attempt to a question; given again with a later key, it
/// carries that key's verdict. Quiz, person and unit come from the attempt, at the reading.
struct AnswersFold: SourceFold {
  let source = "answers"
  let events = ["quiz.answer.given"]
  let columns = [
    "attempt", "question", "topic", "person", "unit", "response", "correct", "key_version",
  ]

  func entities(of event: RecordedEvent) -> [String] {
    guard let attempt = event.event.text("attempt"), let question = event.event.text("question")
    else { return [] }
    return [RowKey.join(attempt, question)]
  }

  func initial(_ entity: String) -> RecordedEvent? { nil }

  func apply(_ event: RecordedEvent, to state: inout RecordedEvent?) { state = event }

  func rows(of state: RecordedEvent?) -> [FoldedRow] {
    guard let given = state, let key = entities(of: given).first else { return [] }
    let said = given.event
    return [
      given.row(
        key: key,
        [
          .entity(said.text("attempt")), .string(said.text("question")),
          .string(said.text("topic")), .entity(said.text("person")), .entity(said.unit),
          .string(said.text("response") ?? ""), .bool(said.bool("correct")),
          .integer(said.integer("key_version")),
        ])
    ]
  }
}

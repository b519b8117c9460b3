import LedgerModel

/// `quizzes`: exams as published; published again, the later form stands.
struct QuizzesFold: SourceFold {
  let source = "quizzes"
  let events = ["quiz.published"]
  let columns = [
    "quiz", "title", "window", "opens", "closes", "sections", "topics", "points", "pass_mark",
    "attempts_max", "policy", "key_version",
  ]

  func entities(of event: RecordedEvent) -> [String] {
    event.event.text("quiz").map { [$0] } ?? []
  }

  func initial(_ entity: String) -> RecordedEvent? { nil }

  func apply(_ event: RecordedEvent, to state: inout RecordedEvent?) { state = event }

  func rows(of state: RecordedEvent?) -> [FoldedRow] {
    guard let published = state, let quiz = published.event.text("quiz"),
      let opens = published.event.instant("opens"), let closes = published.event.instant("closes")
    else { return [] }
    let said = published.event
    return [
      published.row(
        key: quiz,
        [
          .entity(quiz), .string(said.text("title") ?? ""),
          .period(Period(start: opens, end: closes)), .instant(opens), .instant(closes),
          .set(strings: said.texts("sections")), .set(strings: said.texts("topics")),
          .decimal(said.decimal("points")), .decimal(said.decimal("pass_mark")),
          .integer(said.integer("attempts_max")), .symbol(said.text("policy")),
          .integer(said.integer("key_version")),
        ])
    ]
  }
}

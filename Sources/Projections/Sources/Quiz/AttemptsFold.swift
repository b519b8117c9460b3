import LedgerModel

/// The facts of an attempt, for `attempts` and, through it, everything else about exams. Which
/// attempt counts, and what the exam makes of the marks, is left to the reading.
struct AttemptsFold: SourceFold {
  struct State: Sendable {
    let attempt: String
    var started: RecordedEvent?
    var submitted: RecordedEvent?
    var isVoided = false
    var regradings = 0
    var raw: ExactDecimal?
    var keyVersion: Int64?
  }

  let source = "attempts"
  let events = [
    "quiz.attempt.started", "quiz.attempt.submitted", "quiz.attempt.voided",
    "quiz.attempt.regraded",
  ]
  let columns = [
    "attempt", "quiz", "person", "unit", "state", "started_at", "submitted_at", "raw", "min",
    "max", "took", "key_version", "device", "regraded", "%position",
  ]

  func entities(of event: RecordedEvent) -> [String] {
    event.event.text("attempt").map { [$0] } ?? []
  }

  func initial(_ entity: String) -> State { State(attempt: entity) }

  func apply(_ event: RecordedEvent, to state: inout State) {
    switch event.typeName {
    case "quiz.attempt.started": state.started = event
    case "quiz.attempt.submitted":
      state.submitted = event
      state.raw = event.event.decimal("raw")
      state.keyVersion = event.event.integer("key_version")
    case "quiz.attempt.voided": state.isVoided = true
    default:
      state.regradings += 1
      state.raw = event.event.decimal("new_raw") ?? state.raw
      state.keyVersion = event.event.integer("key_version") ?? state.keyVersion
    }
  }

  func rows(of state: State) -> [FoldedRow] {
    guard let main = state.submitted ?? state.started else { return [] }
    let (said, started) = (state.submitted?.event, state.started?.event)
    let status = state.isVoided ? "voided" : said != nil ? "submitted" : "started"
    return [
      main.row(
        key: state.attempt, stands: status == "submitted",
        [
          .entity(state.attempt), .entity(main.event.text("quiz")),
          .entity(main.event.text("person")),
          .entity(said?.unitAtTime ?? started?.unitAtTime), .symbol(status),
          .instant(started?.time), .instant(said?.time),
          .decimal(said == nil ? nil : state.raw),
          .decimal(said?.decimal("min")), .decimal(said?.decimal("max")),
          .duration(took(started, said)), .integer(state.keyVersion),
          .string(said?.digest("device") ?? started?.digest("device")),
          .integer(Int64(state.regradings)), .position(main.position),
        ])
    ]
  }

  /// The length stated, else the time between start and submission.
  private func took(_ started: Event?, _ submitted: Event?) -> TimeSpan? {
    if let stated = submitted?.duration("duration") { return stated }
    guard let start = started?.time, let end = submitted?.time, start <= end else { return nil }
    return TimeSpan(microseconds: end.microseconds - start.microseconds)
  }
}

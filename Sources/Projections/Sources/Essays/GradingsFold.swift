import LedgerModel

/// `gradings`: one essay and one grader, from assignment to the newest grade.
struct GradingsFold: SourceFold {
  struct State: Sendable {
    var assigned: RecordedEvent?
    var graded: RecordedEvent?
  }

  let source = "gradings"
  let events = ["essay.assigned", "essay.graded"]
  let columns = ["grading", "essay", "grader", "assigned_at", "graded_at", "points", "max"]

  func entities(of event: RecordedEvent) -> [String] {
    guard let essay = event.event.text("essay"), let grader = event.event.text("grader")
    else { return [] }
    return ["\(essay)/\(grader)"]
  }

  func initial(_ entity: String) -> State { State() }

  func apply(_ event: RecordedEvent, to state: inout State) {
    if event.typeName == "essay.assigned" {
      state.assigned = state.assigned ?? event
    } else {
      state.graded = event
    }
  }

  func rows(of state: State) -> [FoldedRow] {
    guard let main = state.graded ?? state.assigned, let key = entities(of: main).first
    else { return [] }
    let grade = state.graded?.event
    return [
      main.row(
        key: key,
        [
          .string(key), .entity(main.event.text("essay")), .string(main.event.text("grader")),
          .instant(state.assigned?.event.time), .instant(grade?.time),
          .decimal(grade?.decimal("points")), .decimal(grade?.decimal("max")),
        ])
    ]
  }
}

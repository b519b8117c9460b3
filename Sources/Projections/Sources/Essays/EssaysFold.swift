import LedgerModel

/// `essays`: from the first version to adoption. Which essay of a writer counts is a reading of
/// the plan and left to the reading.
struct EssaysFold: SourceFold {
  struct State: Sendable {
    let essay: String
    var first: RecordedEvent?
    var versions = 0
    var words: Int64?
    var topics: [String] = []
    var withdrawn = false
    var graders: Set<String> = []
    /// The newest grade of each grader.
    var grades: [String: Event] = [:]
    var gradedAt: Instant?
    var shortlisted: Event?
    var adopted: Event?
  }

  let source = "essays"
  let events = [
    "essay.submitted", "essay.resubmitted", "essay.withdrawn", "essay.assigned", "essay.graded",
    "essay.shortlisted", "essay.adopted",
  ]
  let columns = [
    "essay", "person", "unit", "submitted_at", "versions", "state", "words", "topics", "graders",
    "graded_at", "points", "max", "shortlisted_at", "adopted_at", "adopted_level", "document",
    "%position",
  ]

  func entities(of event: RecordedEvent) -> [String] {
    event.event.text("essay").map { [$0] } ?? []
  }

  func initial(_ entity: String) -> State { State(essay: entity) }

  func apply(_ event: RecordedEvent, to state: inout State) {
    let said = event.event
    switch event.typeName {
    case "essay.submitted", "essay.resubmitted":
      state.first = state.first ?? event
      state.versions += 1
      state.words = said.integer("words") ?? state.words
      state.topics = said["topics"] == nil ? state.topics : said.texts("topics")
      state.withdrawn = false
    case "essay.withdrawn": state.withdrawn = true
    case "essay.assigned": state.graders.formUnion(said.text("grader").map { [$0] } ?? [])
    case "essay.graded":
      guard let grader = said.text("grader") else { return }
      state.graders.insert(grader)
      state.grades[grader] = said
      state.gradedAt = state.gradedAt.map { min($0, said.time) } ?? said.time
    case "essay.shortlisted": state.shortlisted = said
    default: state.adopted = said
    }
  }

  func rows(of state: State) -> [FoldedRow] {
    guard let first = state.first else { return [] }
    let grades = state.grades.values
    return [
      first.row(
        key: state.essay, stands: !state.withdrawn,
        [
          .entity(state.essay), .entity(first.event.text("person")),
          .entity(first.event.unitAtTime), .instant(first.event.time),
          .integer(Int64(state.versions)), .symbol(status(state)), .integer(state.words ?? 0),
          .set(strings: state.topics), .integer(Int64(state.graders.count)),
          .instant(state.gradedAt),
          .decimal(ExactDecimal.mean(of: grades.compactMap { $0.decimal("points") })),
          .decimal(grades.compactMap { $0.decimal("max") }.max()),
          .instant(state.shortlisted?.time), .instant(state.adopted?.time),
          .symbol(state.adopted?.text("level")),
          .entity((state.adopted ?? state.shortlisted)?.text("document")),
          .position(first.position),
        ])
    ]
  }

  private func status(_ state: State) -> String {
    if state.withdrawn { return "withdrawn" }
    if state.adopted != nil { return "adopted" }
    if state.shortlisted != nil { return "shortlisted" }
    return state.grades.isEmpty ? "submitted" : "graded"
  }
}

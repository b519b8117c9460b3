package import LedgerModel

/// `headcounts`: what a unit declared for a day; the last declaration for the day stands.
package struct HeadcountsFold: SourceFold {
  package struct State: Sendable {
    var last: RecordedEvent?
  }

  package init() {}

  package let source = "headcounts"
  package let events = ["headcount.declared"]
  package let columns = [
    "unit", "as_of", "officials", "members", "workers", "source", "document",
  ]

  package func entities(of event: RecordedEvent) -> [String] {
    guard let unit = event.event.unit, let day = event.event.date("as_of") else { return [] }
    return ["\(unit)/\(day.number)"]
  }

  package func initial(_ entity: String) -> State { State() }

  package func apply(_ event: RecordedEvent, to state: inout State) {
    state.last = event
  }

  package func rows(of state: State) -> [FoldedRow] {
    guard let event = state.last?.event, let unit = event.unit, let day = event.date("as_of")
    else { return [] }
    return [
      FoldedRow(
        key: "\(unit)/\(day.number)", at: .day(day), campaign: nil,
        values: [
          .entity(unit), .date(day), .integer(event.integer("officials")),
          .integer(event.integer("members")), .integer(event.integer("workers")),
          .string(event.text("source")), .entity(event.text("document")),
        ])
    ]
  }
}

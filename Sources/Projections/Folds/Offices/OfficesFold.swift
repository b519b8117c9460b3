package import LedgerModel

/// `offices`: who holds which office, from the first day held to the first day not held.
package struct OfficesFold: SourceFold {
  package struct State: Sendable {
    var office: String
    var assumed: RecordedEvent?
    var left: Day?
  }

  package init() {}

  package let source = "offices"
  package let events = ["office.assumed", "office.left"]
  package let columns = [
    "office", "person", "unit", "position", "full_time", "starts", "ends", "%gender",
  ]

  package func entities(of event: RecordedEvent) -> [String] {
    event.event.text("office").map { [$0] } ?? []
  }

  package func initial(_ entity: String) -> State { State(office: entity) }

  package func apply(_ event: RecordedEvent, to state: inout State) throws(FoldFailure) {
    if event.typeName == "office.assumed" {
      guard event.event.text("person") != nil, event.event.date("on") != nil else {
        throw FoldFailure("an office needs person and first day")
      }
      state.assumed = event
      state.left = nil
    } else {
      guard let day = event.event.date("on") else { throw FoldFailure("no last day") }
      state.left = day
    }
  }

  package func rows(of state: State) -> [FoldedRow] {
    guard let event = state.assumed?.event, let starts = event.date("on") else { return [] }
    return [
      FoldedRow(
        key: state.office, at: .day(starts), campaign: nil,
        values: [
          .string(state.office), .entity(event.text("person")), .entity(event.unit),
          .string(event.text("position")), .bool(event.bool("full_time")), .date(starts),
          .date(state.left), .symbol(event.text("gender")),
        ])
    ]
  }
}

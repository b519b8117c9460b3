package import LedgerModel

/// What events say about the tree of units, one row an event: the raw material of `UnitHistory`.
///
/// A merger tells of several units at once, so the entity is the event and not the unit; who
/// follows whom on which day is settled when a reading asks for it.
package struct UnitFactsFold: SourceFold {
  package struct State: Sendable {
    var event: RecordedEvent?
  }

  package init() {}

  package let source = "%unit_facts"
  package let events = [
    "orgunit.registered", "orgunit.renamed", "orgunit.moved", "orgunit.closed", "orgunit.merged",
    "orgunit.split",
  ]
  package let columns = [
    "%fact", "%origin", "%unit", "%on", "%name", "%old", "%kind", "%level", "%parent", "%code",
    "%sector", "%territory", "%departments", "%units", "%time",
  ]

  package func entities(of event: RecordedEvent) -> [String] { ["#\(event.position.number)"] }

  package func initial(_ entity: String) -> State { State() }

  package func apply(_ event: RecordedEvent, to state: inout State) throws(FoldFailure) {
    let isRegistered = event.typeName == "orgunit.registered"
    guard isRegistered || event.event.date("on") != nil else { throw FoldFailure("no day") }
    guard UnitFactsFold.unit(of: event) != nil else { throw FoldFailure("no unit") }
    state.event = event
  }

  package func rows(of state: State) -> [FoldedRow] {
    guard let recorded = state.event, let unit = UnitFactsFold.unit(of: recorded) else { return [] }
    let event = recorded.event
    let fact = String(recorded.typeName.dropFirst("orgunit.".count))
    let day = event.date(fact == "registered" ? "opened" : "on")
    return [
      FoldedRow(
        key: "#\(recorded.position.number)", at: .instant(event.time), campaign: nil,
        values: [
          .symbol(fact), .position(recorded.position), .entity(unit), .date(day),
          .string(event.text(fact == "renamed" ? "new" : "name")), .string(event.text("old")),
          .string(event.text("kind")), .symbol(event.text("level")),
          .entity(event.text("parent")), .string(event.text("code")),
          .string(event.text("sector")), .entity(event.text("territory")),
          event.raw("departments"), event.raw(fact == "split" ? "targets" : "sources"),
          .instant(event.time),
        ])
    ]
  }

  /// The unit that the fact is told of: a merger's target, a split's source.
  private static func unit(of event: RecordedEvent) -> String? {
    switch event.typeName {
    case "orgunit.registered": event.event.text("unit")
    case "orgunit.merged": event.event.text("target")
    case "orgunit.split": event.event.text("source")
    default: event.event.unit
    }
  }
}

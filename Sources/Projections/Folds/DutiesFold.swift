package import LedgerModel

/// `duties`: the rule in its newest declaration, and whether an amendment dropped it since.
package struct DutiesFold: SourceFold {
  package struct State: Sendable {
    var declared: RecordedEvent?
    var isDropped = false
  }

  package init() {}

  package let source = "duties"
  package let events = ["duty.declared", "plan.amended"]
  package let columns =
    [
      "duty", "title", "kind", "provision", "origin", "holder", "each", "opens", "boundary",
      "cardinality", "min", "judged", "active",
    ] + DutiesFold.raw.map { "%" + $0 } + ["%declared", "%time"]

  static let raw = [
    "to", "due", "due_time", "grace", "window_end", "parts", "met_by", "group", "via",
    "department", "evidence_kinds",
  ]

  package func entities(of event: RecordedEvent) -> [String] {
    guard let campaign = event.event.campaign else { return [] }
    if event.typeName == "duty.declared" {
      return event.event.text("duty").map { ["\(campaign)/\($0)"] } ?? []
    }
    let dropped = event.event["change"]?["dropped"]?.list ?? []
    return dropped.compactMap(\.text).map { "\(campaign)/\($0)" }
  }

  package func initial(_ entity: String) -> State { State() }

  package func apply(_ event: RecordedEvent, to state: inout State) throws(FoldFailure) {
    guard event.typeName == "duty.declared" else {
      state.isDropped = true
      return
    }
    guard event.event.date("opens") != nil, event.event.date("window_end") != nil else {
      throw FoldFailure("a duty needs the first and the last day of its window")
    }
    state.declared = event
    state.isDropped = false
  }

  package func rows(of state: State) -> [FoldedRow] {
    guard let recorded = state.declared, let duty = recorded.event.text("duty"),
      let campaign = recorded.event.campaign
    else { return [] }
    let event = recorded.event
    let own: [Value] = [
      .entity(duty), .string(event.text("title")), .symbol(event.text("kind")),
      .entity(event.text("provision")), .symbol(event.text("origin")),
      .string(event.text("holder")), .string(event.text("each")), .date(event.date("opens")),
      .symbol(event.text("boundary")), .symbol(event.text("cardinality")),
      .integer(event.integer("min") ?? 1), .bool(event.bool("judged") ?? true),
      .bool(!state.isDropped),
    ]
    return [
      FoldedRow(
        key: "\(campaign)/\(duty)", at: .instant(event.time), campaign: campaign,
        stands: !state.isDropped,
        values: own + DutiesFold.raw.map { event.raw($0) }
          + [.position(recorded.position), .instant(event.time)])
    ]
  }
}

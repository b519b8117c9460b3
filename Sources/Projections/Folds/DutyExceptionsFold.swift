package import LedgerModel

/// Waivers and extensions as they were ruled, one row a ruling: what `waivers` and the cutoffs of
/// obligations are made from.
package struct DutyExceptionsFold: SourceFold {
  package struct State: Sendable {
    var event: RecordedEvent?
  }

  package init() {}

  package let source = "%duty_exceptions"
  package let events = ["duty.waived", "duty.extended"]
  package let columns = [
    "%kind", "%duty", "%unit", "%person", "%target", "%part", "%new_due", "%new_due_time",
    "%reason", "%document", "%origin", "%time",
  ]

  package func entities(of event: RecordedEvent) -> [String] { ["#\(event.position.number)"] }

  package func initial(_ entity: String) -> State { State() }

  package func apply(_ event: RecordedEvent, to state: inout State) throws(FoldFailure) {
    guard event.event.text("duty") != nil, event.event.campaign != nil else {
      throw FoldFailure("a ruling names a duty of a campaign")
    }
    state.event = event
  }

  package func rows(of state: State) -> [FoldedRow] {
    guard let recorded = state.event, let duty = recorded.event.text("duty"),
      let campaign = recorded.event.campaign
    else { return [] }
    let event = recorded.event
    let kind = recorded.typeName == "duty.waived" ? "waived" : "extended"
    return [
      FoldedRow(
        key: "#\(recorded.position.number)", at: .instant(event.time), campaign: campaign,
        values: [
          .symbol(kind), .entity(duty), .entity(event.text("unit")),
          .entity(event.text("person")), .entity(event.text("target")),
          .string(event.text("part")), .date(event.date("new_due")),
          .string(event.text("new_due_time")), .string(event.text("reason")),
          .entity(event.text("document")), .position(recorded.position), .instant(event.time),
        ])
    ]
  }
}

import LedgerModel

/// `outlets`: registered pages and papers; an agreement with the press states the scope anew.
struct OutletsFold: SourceFold {
  struct State: Sendable {
    let outlet: String
    var registered: RecordedEvent?
    var agreed: RecordedEvent?
  }

  let source = "outlets"
  let events = ["outlet.registered", "press.agreed"]
  let columns = ["outlet", "name", "owner", "medium", "scope", "agreed_at", "document"]

  func entities(of event: RecordedEvent) -> [String] {
    event.event.text("outlet").map { [$0] } ?? []
  }

  func initial(_ entity: String) -> State { State(outlet: entity) }

  func apply(_ event: RecordedEvent, to state: inout State) {
    if event.typeName == "press.agreed" { state.agreed = event } else { state.registered = event }
  }

  func rows(of state: State) -> [FoldedRow] {
    guard let registered = state.registered else { return [] }
    let (said, agreement) = (registered.event, state.agreed?.event)
    return [
      FoldedRow(
        key: state.outlet, at: .instant(said.time), campaign: said.campaign ?? agreement?.campaign,
        values: [
          .entity(state.outlet), .string(said.text("name") ?? state.outlet),
          .entity(said.text("owner")), .symbol(said.text("medium")),
          .symbol(agreement?.text("scope") ?? said.text("scope")), .instant(agreement?.time),
          .entity(agreement?.text("document")),
        ])
    ]
  }
}

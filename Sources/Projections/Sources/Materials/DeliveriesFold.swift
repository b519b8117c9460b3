import LedgerModel

/// `deliveries`: one row for a material, its giver and its receiver, with the steps taken so far.
/// Quantities of repeated steps add up; times are those of the first.
struct DeliveriesFold: SourceFold {
  struct Step: Sendable {
    var quantity: Int64?
    var first: Instant?

    mutating func add(_ event: Event) throws(FoldFailure) {
      first = first.map { min($0, event.time) } ?? event.time
      guard let more = event.integer("quantity") else { return }
      let (sum, overflow) = (quantity ?? 0).addingReportingOverflow(more)
      if overflow { throw FoldFailure("the copies of this delivery outgrow 64 bits") }
      quantity = sum
    }
  }

  struct State: Sendable {
    var campaign: String?
    var material = ""
    var giver = ""
    var receiver = ""
    var newest: Instant?
    var allocated = Step()
    var sent = Step()
    var received = Step()
    var medium: String?
    var condition: String?
  }

  let source = "deliveries"
  let events = ["material.allocated", "material.distributed", "material.received"]
  let columns = [
    "material", "from_unit", "unit", "allocated", "allocated_at", "sent", "sent_at", "medium",
    "received", "received_at", "condition",
  ]

  func entities(of event: RecordedEvent) -> [String] {
    guard let (material, giver, receiver) = parties(event.event) else { return [] }
    return [RowKey.join(material, giver, receiver)]
  }

  func initial(_ entity: String) -> State { State() }

  func apply(_ event: RecordedEvent, to state: inout State) throws(FoldFailure) {
    guard let (material, giver, receiver) = parties(event.event) else { return }
    (state.material, state.giver, state.receiver) = (material, giver, receiver)
    state.campaign = event.event.campaign
    state.newest = state.newest.map { max($0, event.event.time) } ?? event.event.time
    switch event.typeName {
    case "material.allocated": try state.allocated.add(event.event)
    case "material.distributed":
      try state.sent.add(event.event)
      state.medium = event.event.text("medium")
    default:
      try state.received.add(event.event)
      state.condition = event.event.text("condition") ?? state.condition
    }
  }

  func rows(of state: State) -> [FoldedRow] {
    guard let newest = state.newest else { return [] }
    return [
      FoldedRow(
        key: RowKey.join(state.material, state.giver, state.receiver), at: .instant(newest),
        campaign: state.campaign,
        values: [
          .entity(state.material), .entity(state.giver), .entity(state.receiver),
          .integer(state.allocated.quantity), .instant(state.allocated.first),
          .integer(state.sent.quantity), .instant(state.sent.first), .symbol(state.medium),
          .integer(state.received.quantity), .instant(state.received.first),
          .string(state.condition),
        ])
    ]
  }

  private func parties(_ event: Event) -> (material: String, giver: String, receiver: String)? {
    guard let material = event.text("material"), let unit = event.unit else { return nil }
    if let receiver = event.text("to_unit") { return (material, unit, receiver) }
    return event.text("from_unit").map { (material, $0, unit) }
  }
}

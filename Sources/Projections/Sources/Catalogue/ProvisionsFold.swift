import LedgerModel

/// `provisions`: the sentences of a plan as issued, with what amendments made of them.
struct ProvisionsFold: SourceFold {
  struct State: Sendable {
    let entity: String
    var issued: RecordedEvent?
    var provision: FieldValue?
    var amended: RecordedEvent?
    var label: String?
    var text: String?
  }

  let source = "provisions"
  let events = ["plan.issued", "plan.amended"]
  let columns = [
    "provision", "document", "label", "anchor", "text", "parent", "amended_at", "amended_by",
  ]

  func entities(of event: RecordedEvent) -> [String] {
    guard let campaign = event.event.campaign else { return [] }
    let named: [String] =
      event.typeName == "plan.issued"
      ? (event.event["provisions"]?.list ?? []).compactMap { $0["provision"]?.text }
      : event.event.text("provision").map { [$0] } ?? []
    return named.map { RowKey.join(campaign, $0) }
  }

  func initial(_ entity: String) -> State { State(entity: entity) }

  func apply(_ event: RecordedEvent, to state: inout State) {
    if event.typeName == "plan.amended" {
      state.amended = event
      state.label = event.event["change"]?["label"]?.text ?? state.label
      state.text = event.event["change"]?["text"]?.text ?? state.text
      return
    }
    let mine = event.event["provisions"]?.list?.first { provision in
      provision["provision"]?.text.map {
        RowKey.join(event.event.campaign ?? "", $0) == state.entity
      } ?? false
    }
    state = State(entity: state.entity, issued: event, provision: mine)
  }

  func rows(of state: State) -> [FoldedRow] {
    guard let issued = state.issued, let provision = state.provision else { return [] }
    return [
      issued.row(
        key: state.entity,
        [
          .entity(provision["provision"]?.text), .entity(issued.event.text("document")),
          .string(state.label ?? provision["label"]?.text ?? ""),
          .string(provision["anchor"]?.text ?? ""),
          .string(state.text ?? provision["text"]?.text ?? ""),
          .entity(provision["parent"]?.text), .instant(state.amended?.event.time),
          .entity(state.amended?.event.text("document")),
        ])
    ]
  }
}

import LedgerModel

/// `targets`: a quantity asked for; set again under the same name, the later one stands.
struct TargetsFold: SourceFold {
  let source = "targets"
  let events = ["target.set"]
  let columns = ["target", "metric", "unit", "value", "starts"]

  func entities(of event: RecordedEvent) -> [String] {
    guard let target = event.event.text("target") else { return [] }
    return [RowKey.join(event.event.campaign ?? "", target)]
  }

  func initial(_ entity: String) -> RecordedEvent? { nil }

  func apply(_ event: RecordedEvent, to state: inout RecordedEvent?) { state = event }

  func rows(of state: RecordedEvent?) -> [FoldedRow] {
    guard let set = state, let target = set.event.text("target") else { return [] }
    return [
      set.row(
        key: RowKey.join(set.event.campaign ?? "", target),
        [
          .string(target), .string(set.event.text("metric") ?? ""),
          .entity(set.event.text("unit")), .decimal(set.event.decimal("value")),
          .date(set.event.date("starts")),
        ])
    ]
  }
}

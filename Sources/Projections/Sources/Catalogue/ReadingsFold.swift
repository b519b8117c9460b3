import LedgerModel

/// `readings`: how the open wordings of a plan are read; a plan issued again states them anew.
struct ReadingsFold: SourceFold {
  let source = "readings"
  let events = ["plan.issued"]
  let columns = ["reading", "setting", "value", "alternatives", "note"]

  func entities(of event: RecordedEvent) -> [String] {
    event.event.campaign.map { [$0] } ?? []
  }

  func initial(_ entity: String) -> RecordedEvent? { nil }

  func apply(_ event: RecordedEvent, to state: inout RecordedEvent?) { state = event }

  func rows(of state: RecordedEvent?) -> [FoldedRow] {
    guard let issued = state, let campaign = issued.event.campaign else { return [] }
    return (issued.event["readings"]?.list ?? []).compactMap { reading in
      guard let name = reading["reading"]?.text else { return nil }
      let alternatives = (reading["alternatives"]?.list ?? []).compactMap(\.text)
      return issued.row(
        key: RowKey.join(campaign, name),
        [
          .string(name), .string(reading["setting"]?.text ?? "none"),
          .string(reading["value"]?.text ?? ""), .set(strings: alternatives),
          .string(reading["note"]?.text ?? ""),
        ])
    }
  }
}

import LedgerModel

/// `rosters`: the units that a portal follows; its newest list replaces the former one.
struct RostersFold: SourceFold {
  let source = "rosters"
  let events = ["roster.published"]
  let columns = ["portal", "unit"]

  func entities(of event: RecordedEvent) -> [String] {
    guard let portal = event.event.text("portal") else { return [] }
    return [RowKey.join(event.event.campaign ?? "", portal)]
  }

  func initial(_ entity: String) -> RecordedEvent? { nil }

  func apply(_ event: RecordedEvent, to state: inout RecordedEvent?) { state = event }

  func rows(of state: RecordedEvent?) -> [FoldedRow] {
    guard let published = state, let portal = published.event.text("portal") else { return [] }
    return Set(published.event.texts("units")).map { unit in
      published.row(
        key: RowKey.join(published.event.campaign ?? "", portal, unit),
        [.string(portal), .entity(unit)])
    }
  }
}

import LedgerModel

/// `restrictions`: one row for every place inside the one declared, so that an activity finds the
/// restrictions of its own place by equality.
struct RestrictionsFold: SourceFold {
  struct State: Sendable {
    let restriction: String
    var declared: RecordedEvent?
    var lifted: Instant?
  }

  let source = "restrictions"
  let events = ["restriction.declared", "restriction.lifted"]
  let columns = [
    "restriction", "territory", "declared_for", "level", "starts", "lifted_at", "period",
    "document",
  ]

  func entities(of event: RecordedEvent) -> [String] {
    event.event.text("restriction").map { [$0] } ?? []
  }

  func initial(_ entity: String) -> State { State(restriction: entity) }

  func apply(_ event: RecordedEvent, to state: inout State) throws(FoldFailure) {
    if Territories.all.list.isEmpty { throw Territories.missing }
    if event.typeName == "restriction.declared" {
      state.declared = event
    } else {
      state.lifted = event.event.instant("lifted")
    }
  }

  func rows(of state: State) -> [FoldedRow] {
    guard let declared = state.declared, let place = declared.event.text("territory"),
      let starts = declared.event.instant("starts")
    else { return [] }
    let ends = [declared.event.instant("ends"), state.lifted].compactMap { $0 }.min()
    return Territories.all.places(inside: place).map { territory in
      declared.row(
        key: RowKey.join(state.restriction, territory), at: starts,
        [
          .string(state.restriction), .entity(territory), .entity(place),
          .string(declared.event.text("level") ?? ""), .instant(starts), .instant(state.lifted),
          .period(Period(start: starts, end: ends)),
          .entity(declared.event.text("document")),
        ])
    }
  }
}

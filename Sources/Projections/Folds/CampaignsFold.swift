package import LedgerModel

/// `campaigns`: what `campaign.created` says, settings and calendar as raw material.
package struct CampaignsFold: SourceFold {
  package struct State: Sendable {
    var created: RecordedEvent?
  }

  package init() {}

  package let source = "campaigns"
  package let events = ["campaign.created"]
  package let columns =
    [
      "title", "parent", "owner", "opens", "closes", "window", "zone", "plan",
    ] + CampaignsFold.raw

  /// Lists keep their order; they are raw material, not sets of the language.
  static let raw = [
    "%levels", "%kinds", "%calendar", "%settings", "%contents", "%figures",
  ]

  package func entities(of event: RecordedEvent) -> [String] {
    event.event.text("campaign").map { [$0] } ?? []
  }

  package func initial(_ entity: String) -> State { State() }

  package func apply(_ event: RecordedEvent, to state: inout State) throws(FoldFailure) {
    guard let opens = event.event.date("opens"), let closes = event.event.date("closes"),
      closes >= opens
    else { throw FoldFailure("a campaign opens before it closes") }
    guard event.event.text("zone").flatMap({ CivilZone(identifier: $0) }) != nil else {
      throw FoldFailure("the zone is not known here")
    }
    state.created = event
  }

  package func rows(of state: State) -> [FoldedRow] {
    guard let event = state.created?.event, let campaign = event.text("campaign"),
      let opens = event.date("opens"), let closes = event.date("closes")
    else { return [] }
    let end = Day(number: closes.number &+ 1)
    return [
      FoldedRow(
        key: campaign, at: .day(opens), campaign: campaign,
        values: [
          .string(event.text("title")), .entity(event.text("parent")),
          .entity(event.text("owner")), .date(opens), .date(end), .set([.date(opens), .date(end)]),
          .string(event.text("zone")), .entity(event.text("plan")),
        ]
          + ["levels", "kinds", "calendar", "settings", "contents", "figures"].map { event.raw($0) }
      )
    ]
  }
}

/// `campaigns.state`: draft before the first instant, closed from the first one after the last
/// day, at the clock.
package struct CampaignsReading: RowReading {
  package init() {}

  package let source = "campaigns"
  package let fills = ["state"]

  package func filler(
    for layout: TableLayout, in context: ReadingContext
  ) throws -> RowFiller {
    let clock = context.clock
    let columns = ["opens", "closes", "state"].compactMap { layout.index(of: $0) }
    guard columns.count == 3 else { return { _ in } }
    return { row in
      let opens = row.values[columns[0]].instant
      let closes = row.values[columns[1]].instant
      let isDraft = opens.map { clock < $0 } ?? false
      let isClosed = closes.map { clock >= $0 } ?? false
      row.values[columns[2]] = .symbol(isDraft ? "draft" : isClosed ? "closed" : "running")
    }
  }
}

import LedgerModel

/// A target without a first day holds from the day on which it was set.
struct TargetsReading: RowReading {
  let source = "targets"
  let fills = ["starts"]

  func filler(for layout: TableLayout, in context: ReadingContext) throws -> RowFiller {
    let campaigns = try context.campaigns
    let (starts, at) = (layout.column("starts"), layout.column("at"))
    let campaign = layout.column("campaign")
    return { row in
      guard row.values[starts].isNone, let time = row.values[at].instant else { return }
      let zone = campaigns.zone(of: row.values[campaign].text)
      row.values[starts] = .date(zone.day(of: time))
    }
  }
}

import LedgerModel

/// Where an activity took place: the place it names, else that of its unit, else that of the
/// nearest unit above which has one.
struct ActivitiesReading: RowReading {
  let source = "activities"
  let dependencies = UnitHistory.sources
  let fills = ["territory", "district"]

  func filler(for layout: TableLayout, in context: ReadingContext) throws -> RowFiller {
    let units = try context.units
    let campaigns = try context.campaigns
    let (place, territory) = (layout.column("%place"), layout.column("territory"))
    let (district, unit) = (layout.column("district"), layout.column("unit"))
    let (at, campaign) = (layout.column("at"), layout.column("campaign"))
    return { row in
      guard let time = row.values[at].instant else { return }
      let day = campaigns.zone(of: row.values[campaign].text).day(of: time)
      let known = row.values[place].text
      let found = known ?? row.values[unit].text.flatMap { units.territory(of: $0, on: day) }
      row.values[territory] = .entity(found)
      row.values[district] = .entity(found.flatMap { Territories.all.district(of: $0) })
    }
  }
}

extension UnitHistory {
  /// Units above one another that are searched for a place; a tree is never deeper.
  private static let depthMax = 32

  /// The place of the unit, else of the nearest unit above it on that day that has one.
  func territory(of unit: String, on day: Day) -> String? {
    var next: String? = unit
    for _ in 0..<UnitHistory.depthMax {
      guard let record = next.flatMap({ self[$0] }) else { return nil }
      if let territory = record.territory { return territory }
      next = record.parent(on: day)
    }
    return nil
  }
}

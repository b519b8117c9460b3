import Catalog
import LedgerModel

/// Fills in what every source has alike: times from days, `backdated`, `level`.
struct RowCompletion {
  private let instants: [Int]
  private let periods: [Int]
  private let campaign: Int?
  private let at: Int?
  private let recorded: Int?
  private let backdated: Int?
  private let unit: Int?
  private let level: Int?
  private let campaigns: CampaignList
  private let tree: TreeOfDay?

  init(_ schema: SourceSchema?, _ layout: TableLayout, _ context: ReadingContext) throws {
    let columns = schema?.columns ?? SourceSchema.commonColumns
    func indices(_ type: ValueType) -> [Int] {
      columns.filter { $0.type.wrapped == type }.compactMap { layout.index(of: $0.name) }
    }
    instants = indices(.instant)
    periods = indices(.period)
    campaign = layout.index(of: "campaign")
    at = layout.index(of: "at")
    recorded = layout.index(of: "recorded")
    backdated = layout.index(of: "backdated")
    unit = schema?.unitColumn.flatMap { layout.index(of: $0) }
    level = layout.index(of: "level")
    campaigns = try context.campaigns
    let needsTree = unit != nil && columns.contains { $0.name == "level" && $0.type == .level }
    tree = needsTree ? try context.tree() : nil
  }

  /// Days become instants, pairs of days periods, in the zone of the row's campaign.
  func settleTimes(_ row: inout SourceRow, campaign known: String? = nil) {
    let zone = campaigns.settings(of: known ?? campaign.flatMap { row.values[$0].text }).zone
    for index in instants {
      if case .date(let day) = row.values[index] {
        row.values[index] = .instant(zone.start(of: day))
      }
    }
    for index in periods {
      guard case .set(let bounds) = row.values[index], let start = bounds.first?.day else {
        continue
      }
      let end = bounds.count > 1 ? bounds[1].day : nil
      row.values[index] = .period(
        Period(start: zone.start(of: start), end: end.map { zone.start(of: $0) }))
    }
  }

  /// `backdated` and, where nothing else gave it, `level`.
  func fill(_ row: inout SourceRow) {
    if let backdated, let at, let recorded, let time = row.values[at].instant,
      let known = row.values[recorded].instant
    {
      let settings = campaigns.settings(of: campaign.flatMap { row.values[$0].text })
      let lag = known.microseconds.subtractingReportingOverflow(time.microseconds)
      row.values[backdated] = .bool(
        !lag.overflow && lag.partialValue > settings.backdatedAfter.microseconds)
    }
    if let level, let unit, let tree, row.values[level].isNone {
      row.values[level] = .symbol(row.values[unit].text.flatMap { tree.level(of: $0) })
    }
  }
}

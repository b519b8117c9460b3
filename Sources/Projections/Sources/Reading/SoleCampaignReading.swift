import LedgerModel

/// Rows of events that need not name a campaign belong to the ledger's only one, so that asking
/// for a campaign finds them. With several campaigns nothing is guessed.
struct SoleCampaignReading: RowReading {
  let source: String
  let fills = ["campaign"]

  func filler(for layout: TableLayout, in context: ReadingContext) throws -> RowFiller {
    let known = try context.campaigns.all
    guard known.count == 1 else { return { _ in } }
    let (campaign, only) = (layout.column("campaign"), Value.entity(known[0].campaign))
    return { row in
      if row.values[campaign].isNone { row.values[campaign] = only }
    }
  }

  static let outlets = SoleCampaignReading(source: "outlets")
  static let restrictions = SoleCampaignReading(source: "restrictions")
}

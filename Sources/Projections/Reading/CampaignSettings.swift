package import LedgerModel

/// What a campaign settles for all that belongs to it; values that it leaves out have the
/// defaults of plan files.
package struct CampaignSettings: Sendable {
  package var campaign: String
  package var title = ""
  package var owner: String?
  package var opens = Day(number: 0)
  /// The last day, inside.
  package var lastDay = Day(number: 0)
  package var calendar = CampaignCalendar.standard
  package var levels: [String] = []
  /// Kind of unit to its level.
  package var kinds: [String: String] = [:]
  package var instant = "submitted"
  package var counts = "first"
  package var resubmit = TimeLength.exact(TimeSpan(microseconds: 0))
  package var dueSoon = TimeLength.exact(TimeSpan(microseconds: 3 * TimeSpan.day.microseconds))
  package var backdatedAfter = TimeSpan.day
  /// False when what was filed before the duty opened is refused.
  package var earlyCounts = true
  package var suppressBelow: Int64 = 1
  package var figures: [Figure] = []

  /// A figure that reports state.
  package struct Figure: Sendable, Hashable {
    package let key: String
    package let title: String
    /// What it counts, `number` for nothing.
    package let kind: String
    package let isRequired: Bool
  }

  package var zone: CivilZone { calendar.zone }

  /// True for what was recorded later after it happened than the campaign tolerates.
  package func isBackdated(_ event: RecordedEvent) -> Bool {
    let (lag, overflow) = event.recorded.microseconds
      .subtractingReportingOverflow(event.event.time.microseconds)
    return !overflow && lag > backdatedAfter.microseconds
  }
}

/// The campaigns of a ledger in the order in which they were created.
package struct CampaignList: Sendable {
  package let all: [CampaignSettings]
  private let numbers: [String: Int]

  /// Reads the stored rows of `campaigns`.
  package init(_ table: SourceTable) {
    all = table.rows.map { CampaignSettings(row: $0, table) }
    numbers = Dictionary(
      all.enumerated().map { ($1.campaign, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// Those of the campaign; for none and for an unknown one those of the first campaign, and the
  /// defaults where there is no campaign at all.
  package func settings(of campaign: String?) -> CampaignSettings {
    if let number = campaign.flatMap({ numbers[$0] }) { return all[number] }
    return all.first ?? CampaignSettings(campaign: "")
  }

  /// The zone in which days are read that belong to no campaign.
  package var zone: CivilZone { all.first?.zone ?? .vietnam }

  /// The last day of the last campaign.
  package var lastDay: Day? { all.map(\.lastDay).max() }

  /// Level names of the first campaign from the root down, then those that only others have.
  package var levels: [String] {
    var names: [String] = []
    for name in all.flatMap(\.levels) where !names.contains(name) { names.append(name) }
    return names
  }
}

package import LedgerModel

/// One row as a fold gives it: its own columns and what the common columns are made from.
package struct FoldedRow: Sendable, Hashable {
  /// Unique in the entity as long as the row stands; orders rows of one event.
  package var key: String
  /// The source's own time, the column `at`.
  package var at: FoldedTime
  package var campaign: String?
  /// False for what only `SOURCE(all: true)` shows: withdrawn, cancelled, only started …
  package var stands: Bool
  /// One value per name in `SourceFold.columns`.
  package var values: [Value]

  package init(
    key: String, at: FoldedTime, campaign: String?, stands: Bool = true, values: [Value]
  ) {
    self.key = key
    self.at = at
    self.campaign = campaign
    self.stands = stands
    self.values = values
  }
}

/// A time that a fold can state without knowing a zone: days become instants at the reading, in
/// the zone of the row's campaign.
package enum FoldedTime: Sendable, Hashable {
  case instant(Instant)
  /// The start of the day.
  case day(Day)

  /// The time that the column `at` holds; none for values of other types.
  package init?(_ value: Value) {
    switch value {
    case .instant(let instant): self = .instant(instant)
    case .date(let day): self = .day(day)
    default: return nil
    }
  }

  package var value: Value {
    switch self {
    case .instant(let instant): .instant(instant)
    case .day(let day): .date(day)
    }
  }
}

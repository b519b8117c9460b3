package import LedgerModel

/// What the play knows of itself, written down as it happens: the oracle that answers are
/// checked against, independent of log, projections and queries.
package struct SimulationRecord: Sendable {
  /// One version of a report of an upper union for O11.
  package struct Filing: Sendable {
    package let unit: String
    package let version: Int
    /// When it is said to have been filed; a correction changes it.
    package let time: Instant
    package let recorded: Instant
    package var returned: (time: Instant, recorded: Instant)?
    /// When the entry was struck out.
    package var voidedAt: Instant?
    package var correction: (time: Instant, recorded: Instant)?
  }

  /// Every upper union that owes O11, in the order of the plan.
  package internal(set) var upperUnits: [String] = []
  package internal(set) var filings: [Filing] = []
  /// Union to the instant at which its waiver happened and was recorded.
  package internal(set) var waived: [String: (time: Instant, recorded: Instant)] = [:]
  /// Union to its extended cutoff and when that ruling happened and was recorded.
  package internal(set) var extended:
    [String: (cutoff: Instant, time: Instant, recorded: Instant)] =
      [:]
  /// Events recorded, by name of type.
  package internal(set) var counts: [String: Int] = [:]
  /// Drafts sent a second time.
  package internal(set) var repeated = 0
  /// Position and instant of the province's own report.
  package internal(set) var consolidatedAt: (position: UInt64, recorded: Instant)?

  package init() {}
}

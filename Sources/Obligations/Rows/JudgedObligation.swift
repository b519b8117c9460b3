package import LedgerModel
package import Projections

/// One row of `obligations` with everything from which its columns are made.
package struct JudgedObligation: Sendable {
  /// Number of the duty in the table.
  package var duty: Int
  package var key: ObligationKey
  /// Key text.
  package var text: String
  package var isApplicable: Bool
  /// The day asked for, extensions that have happened applied.
  package var due: DueDay
  package var cutoff: Cutoff
  package var isExtended: Bool
  package var waivedAt: Instant?
  package var ruling: String?
  package var judgement: Judgement
  package var reminders: Int
  package var version: RowVersion
  /// Positions of the evidence that serves it, ascending.
  package var evidence: [Position]
}

package import LedgerModel
import QueryPlan

/// What a clock makes of an obligation.
package struct Judgement: Sendable, Hashable {
  package var status: ObligationStatus
  /// With the time to hand in again, when a version was returned.
  package var cutoff: Instant
  package var isPastDue: Bool
  package var isDueSoon: Bool
  /// None while fewer pieces stand than are needed.
  package var filed: DecidedInstant?
  /// Deciding instant of what stands.
  package var standingAt: Instant?
  package var isInGrace: Bool
  package var isEarly: Bool
  /// Never negative.
  package var lateness: TimeSpan
  /// The lateness is still running.
  package var isCensored: Bool
  /// Versions of a report that have happened, and how many of them were sent back.
  package var rounds: Int
  package var returned: Int
  package var returnedAt: Instant?
  /// Pieces that stand, and their attachments.
  package var count: Int
  package var attachments: Int
  package var isInherited: Bool
  /// The newest report, standing or not: the code of its id in the index of evidence.
  package var report: Int32?

  /// The verb `missing`: nothing stands and the time is up.
  package var isMissing: Bool { status == .overdue || (status == .returned && isPastDue) }
  /// The verb `pending`: nothing stands and there is time left.
  package var isPending: Bool {
    status == .notOpen || status == .open || (status == .returned && !isPastDue)
  }
}

package import LedgerModel
package import QueryPlan

/// One piece of evidence for one obligation, as it is known at a position.
///
/// Whether it has happened by some clock is not settled here: the same filing serves every clock.
package struct Filing: Sendable, Hashable {
  package var position: Position
  /// When it is said to have been handed in.
  package var submitted: Instant
  package var recorded: Instant
  /// The earliest receipt, none while nobody confirmed one.
  package var receipt: Instant?
  /// When this version was sent back, ascending; only reports are.
  package var returns: [Instant]
  /// When it was withdrawn, removed, cancelled or voided by an event of the domain.
  package var takenBack: Instant?
  /// A version of a report: all versions of an obligation are one piece. The code of the
  /// report's id in the index of evidence.
  package var report: Int32?
  /// Handed in by a former holder of the pair.
  package var isInherited: Bool
  /// Attachments.
  package var attachments: Int

  package init(
    position: Position, submitted: Instant, recorded: Instant, receipt: Instant? = nil,
    returns: [Instant] = [], takenBack: Instant? = nil, report: Int32? = nil,
    isInherited: Bool = false, attachments: Int = 0
  ) {
    self.position = position
    self.submitted = submitted
    self.recorded = recorded
    self.receipt = receipt
    self.returns = returns
    self.takenBack = takenBack
    self.report = report
    self.isInherited = isInherited
    self.attachments = attachments
  }

  /// The instant that decides, and which one it is: without a receipt the ledger's own stands in.
  package func deciding(_ rule: DecidingInstant) -> DecidedInstant {
    switch rule {
    case .submitted: DecidedInstant(instant: submitted, used: .submitted)
    case .recorded: DecidedInstant(instant: recorded, used: .recorded)
    case .received:
      receipt.map { DecidedInstant(instant: $0, used: .received) }
        ?? DecidedInstant(instant: recorded, used: .recorded)
    }
  }
}

/// An instant that decides about being in time, and where it was taken from.
package struct DecidedInstant: Sendable, Hashable {
  package let instant: Instant
  package let used: DecidingInstant
}

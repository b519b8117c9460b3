package import LedgerModel
package import Projections

/// One row of `obligations`: what the clock makes of it, and ways to everything else that its
/// columns show. A view: what it does not hold it reads from the duty's evidence, which it keeps
/// alive.
package struct JudgedObligation {
  let facts: DutyEvidence
  /// Numbers of the holder in the duty's list, and of the part.
  let holder: Int
  let part: Int
  let deliveries: DutyEvidence.Deliveries
  /// T.
  let clock: Instant
  /// The day asked for, extensions that have happened applied.
  package let due: DueDay
  package let cutoff: Cutoff
  package let isExtended: Bool
  package let waivedAt: Instant?
  package let ruling: String?
  package let judgement: Judgement

  /// Number of the duty in the table.
  package var duty: Int { facts.number }
  package var rule: DutyRule { facts.route.duty.rule }
  var expected: ExpectedHolder { facts.route.list.holders[holder] }
  package var isApplicable: Bool { expected.isApplicable && rule.isJudged }
  package var key: ObligationKey { facts.route.key(holder: holder, part: part) }
  /// Key text.
  package var text: String { key.text(in: rule.key) }
  /// The newest event that it rests on.
  package var version: RowVersion { facts.version(holder, part, deliveries) }
  /// Reminders that have happened.
  package var reminders: Int { facts.reminderCount(text, at: clock) }
  /// Positions of the evidence that serves it, ascending.
  package var evidence: [Position] {
    deliveries.map { facts.index.records[Int($0.record)].origin }.sorted()
  }
}

package import LedgerModel
package import Projections

/// One row of `obligations`: what the clock makes of it, and ways to everything else that its
/// columns show. A view: what it does not hold it reads from the duty's evidence, which it keeps
/// alive. An object, so that a loop that judges many rows in the place of one copies none of them, see
/// `move`.
package final class JudgedObligation {
  private var judge: DutyJudge
  private let buckets: Buckets
  /// Number in `buckets`.
  private var place: Int
  /// Numbers of the holder in the duty's list and of the part.
  private var bearer: (holder: Int, part: Int)
  private var ruled: Ruled?
  // Private, so that the compiler sees that nobody else writes it.
  private var found: Judgement

  /// What rulings change of a row.
  final class Ruled {
    let due: DueDay
    let cutoff: Cutoff
    let isExtended: Bool
    let waivedAt: Instant?
    let ruling: String?

    init(due: DueDay, cutoff: Cutoff, isExtended: Bool, waivedAt: Instant?, ruling: String?) {
      self.due = due
      self.cutoff = cutoff
      self.isExtended = isExtended
      self.waivedAt = waivedAt
      self.ruling = ruling
    }
  }

  init(
    _ judge: DutyJudge, _ holder: Int, _ part: Int, _ buckets: Buckets, _ place: Int,
    _ records: [EvidenceRecord]
  ) {
    self.judge = judge
    self.buckets = buckets
    self.place = place
    bearer = (holder, part)
    var ruled: Ruled?
    found = judge.judgement(holder, part, buckets, place, records, &ruled)
    self.ruled = ruled
  }

  /// Becomes another row of the same table; what both rows share is not counted anew.
  func move(
    to judge: DutyJudge, _ holder: Int, _ part: Int, _ place: Int, _ records: [EvidenceRecord]
  ) {
    if judge !== self.judge { self.judge = judge }
    self.place = place
    bearer = (holder, part)
    var ruled: Ruled?
    found = judge.judgement(holder, part, buckets, place, records, &ruled)
    if ruled != nil || self.ruled != nil { self.ruled = ruled }
  }

  package var judgement: Judgement { found }
  var holder: Int { bearer.holder }
  var part: Int { bearer.part }
  var facts: DutyEvidence { judge.facts }
  var deliveries: DutyEvidence.Deliveries { buckets.deliveries(of: place) }
  /// T.
  var clock: Instant { judge.clock }
  /// The day asked for, extensions that have happened applied.
  package var due: DueDay { ruled?.due ?? judge.declared.due }
  package var cutoff: Cutoff { ruled?.cutoff ?? judge.declared.cutoff }
  package var isExtended: Bool { ruled?.isExtended ?? false }
  package var waivedAt: Instant? { ruled?.waivedAt }
  package var ruling: String? { ruled?.ruling }
  /// Number of the duty in the table.
  package var duty: Int { judge.number }
  package var rule: DutyRule { judge.rule }
  var expected: ExpectedHolder { facts.route.list.holders[holder] }
  /// Number of the unit in the history of units; −1 for one that nobody registered.
  var unitNumber: Int32 { judge.unitNumber(holder) }
  package var isApplicable: Bool { judge.isApplicable(holder) }
  package var key: ObligationKey { facts.route.key(holder: holder, part: part) }
  /// Key text.
  package var text: String { key.text(in: rule.key) }
  /// The newest event that it rests on.
  package var version: RowVersion { facts.version(holder, part, deliveries) }
  /// Reminders that have happened.
  package var reminders: Int { facts.reminderCount(text, at: clock) }
  /// The id of the newest report, standing or not.
  package var report: String? { judgement.report.map { facts.reportId($0) } }
  /// Positions of the evidence that serves it, ascending.
  package var evidence: [Position] {
    deliveries.map { facts.index.records[Int($0.record)].origin }.sorted()
  }
}

import LedgerModel
import Projections
import QueryPlan

/// Judges the rows of one duty under one reading; what all rows share is computed once.
final class DutyJudge {
  let facts: DutyEvidence
  let clock: Instant
  let rule: DutyRule
  let declared: (due: DueDay, cutoff: Cutoff)
  /// Of the duty in the table.
  let number: Int
  private let assumed: Assumptions
  private let terms: DutyTerms
  private let list: HolderList
  private let hasRulings: Bool
  /// Of rows that nothing was filed for: those that apply, and the others.
  private let untouched: (applicable: Judgement, other: Judgement)

  init(_ facts: DutyEvidence, _ reading: Reading) {
    self.facts = facts
    (clock, assumed) = (reading.clock, reading.assumptions)
    number = facts.number
    list = facts.route.list
    hasRulings = !facts.rulings.isEmpty
    let settings = facts.route.duty.settings
    rule = facts.route.duty.rule
    declared = (rule.due, DutyJudge.cutoff(rule.due, rule, settings, reading.assumptions))
    let terms = DutyJudge.terms(rule, settings, declared.cutoff, reading.assumptions)
    self.terms = terms
    let nothing = StandingPieces(terms)
    untouched = (
      judge(nothing, terms, Standing(), at: reading.clock),
      judge(nothing, terms, Standing(isApplicable: false), at: reading.clock)
    )
  }

  /// Whether the duty is judged and has that holder on its due day.
  func isApplicable(_ holder: Int) -> Bool { list.isApplicable[holder] && rule.isJudged }

  /// Number of a holder's unit in the history of units; −1 for one that nobody registered.
  func unitNumber(_ holder: Int) -> Int32 { list.holders[holder].number }

  /// The row of a holder and a part, by their numbers, at its place among the buckets. `ruled` says
  /// what rulings change of it.
  func judgement(
    _ holder: Int, _ part: Int, _ buckets: Buckets, _ place: Int, _ records: [EvidenceRecord],
    _ ruled: inout JudgedObligation.Ruled?
  ) -> Judgement {
    let isApplicable = isApplicable(holder)
    if hasRulings {
      let rulings = facts.rulings(on: holder, part)
      if !rulings.isEmpty {
        return judgement(rulings, isApplicable, buckets.deliveries(of: place), &ruled)
      }
    }
    let places = buckets.places(of: place)
    guard !places.isEmpty else { return isApplicable ? untouched.applicable : untouched.other }
    let standing =
      simplePieces(buckets, places, records)
      ?? Pieces(facts.filings(buckets.deliveries(of: place)), terms, at: clock).standing(terms)
    return judge(standing, terms, Standing(isApplicable: isApplicable), at: clock)
  }

  private func judgement(
    _ rulings: [DutyException], _ isApplicable: Bool, _ deliveries: DutyEvidence.Deliveries,
    _ ruled: inout JudgedObligation.Ruled?
  ) -> Judgement {
    let extended = newestExtension(rulings)
    let waiver = firstWaiver(rulings)
    var terms = terms
    if let extended { terms.cutoff = extended.cutoff }
    let hasWaived = waiver.map { $0.at <= clock } ?? false
    ruled = JudgedObligation.Ruled(
      due: extended?.due ?? declared.due, cutoff: terms.cutoff, isExtended: extended != nil,
      waivedAt: hasWaived ? waiver?.at : nil,
      ruling: hasWaived ? waiver?.document : extended?.document)
    return judge(
      Pieces(facts.filings(deliveries), terms, at: clock).standing(terms), terms,
      Standing(isApplicable: isApplicable, waivedAt: waiver?.at), at: clock)
  }

  /// The pieces of a row that one piece fulfils and no report serves, which are most rows: none of
  /// them has to be held beside another. None for any other row.
  private func simplePieces(
    _ buckets: Buckets, _ places: Range<Int>, _ records: [EvidenceRecord]
  ) -> StandingPieces? {
    guard terms.minimum == 1 else { return nil }
    let usesSubmitted = terms.instant == .submitted
    var pieces = StandingPieces(terms)
    for place in places {
      let delivery = buckets[place]
      let number = Int(delivery.record)
      if records[number].isReport { return nil }
      // What is no report is never received: the ledger's own instant stands in.
      let instant = usesSubmitted ? records[number].time : records[number].recorded
      guard instant <= clock, terms.earlyCounts || instant >= terms.opens else { continue }
      if facts.marks.hasWithdrawals, let end = facts.takenBack(records[number]), end <= clock {
        continue
      }
      pieces.add(
        DecidedInstant(instant: instant, used: usesSubmitted ? .submitted : .recorded),
        attachments: Int(records[number].attachments), isInherited: delivery.isInherited)
    }
    return pieces
  }

  // MARK: Rulings

  private func firstWaiver(_ rulings: [DutyException]) -> DutyException? {
    rulings.filter { $0.ruling == .waived }.min { ($0.at, $0.position) < ($1.at, $1.position) }
  }

  /// The newest extension that has happened; newest by position.
  private func newestExtension(
    _ rulings: [DutyException]
  ) -> (due: DueDay, cutoff: Cutoff, document: String?)? {
    var newest: (due: DueDay, ruling: DutyException)?
    for ruling in rulings where ruling.at <= clock {
      guard case .extended(let due) = ruling.ruling else { continue }
      if newest.map({ $0.ruling.position < ruling.position }) ?? true { newest = (due, ruling) }
    }
    guard let newest else { return nil }
    var due = newest.due
    // The boundary stays what it was, also for a window's end.
    due.isStated = declared.due.isStated
    let settings = facts.route.duty.settings
    let cutoff = DutyJudge.cutoff(due, rule, settings, assumed)
    return (due, cutoff, newest.ruling.document)
  }

  // MARK: Terms

  private static func cutoff(
    _ due: DueDay, _ rule: DutyRule, _ settings: CampaignSettings, _ assumed: Assumptions
  ) -> Cutoff {
    let boundary = due.boundary(declared: rule.boundary, assumed: assumed.boundary)
    let grace = assumed.grace.map { TimeLength($0) } ?? rule.grace
    let end = settings.zone.end(of: due.day)
    return Cutoff(due, boundary, grace: grace, settings.calendar)
      ?? Cutoff(instant: end, withoutGrace: end)
  }

  private static func terms(
    _ rule: DutyRule, _ settings: CampaignSettings, _ cutoff: Cutoff, _ assumed: Assumptions
  ) -> DutyTerms {
    DutyTerms(
      opens: settings.zone.start(of: rule.opens), cutoff: cutoff, minimum: rule.minimum,
      instant: assumed.instant ?? DecidingInstant(rawValue: settings.instant) ?? .submitted,
      counts: assumed.counts ?? CountsRule(rawValue: settings.counts) ?? .first,
      resubmit: assumed.resubmit.map { TimeLength($0) } ?? settings.resubmit,
      dueSoon: settings.dueSoon, earlyCounts: settings.earlyCounts,
      calendar: settings.calendar)
  }
}

extension TimeLength {
  init(_ grace: Grace) {
    switch grace {
    case .exact(let span): self = .exact(span)
    case .calendar(let span): self = .calendar(span)
    }
  }
}

import LedgerModel
import Projections
import QueryPlan

/// Judges the rows of one duty under one reading; what all rows share is computed once.
struct DutyJudge {
  private let route: DutyRoute
  private let number: Int
  private let exceptions: [DutyException]
  private let index: EvidenceIndex
  private let marks: MarkTable
  private let reading: Reading
  private let declared: (due: DueDay, cutoff: Cutoff)
  private let terms: DutyTerms

  init(
    _ route: DutyRoute, _ number: Int, _ exceptions: [DutyException], _ index: EvidenceIndex,
    _ marks: MarkTable, _ reading: Reading
  ) {
    self.route = route
    self.number = number
    self.exceptions = exceptions
    self.index = index
    self.marks = marks
    self.reading = reading
    let (rule, settings) = (route.duty.rule, route.duty.settings)
    declared = (rule.due, DutyJudge.cutoff(rule.due, rule, settings, reading.assumptions))
    terms = DutyJudge.terms(rule, settings, declared.cutoff, reading.assumptions)
  }

  func row(
    _ holder: ExpectedHolder, _ part: Int, _ deliveries: ArraySlice<EvidenceDispatch.Delivery>
  ) -> JudgedObligation {
    let rule = route.duty.rule
    let key = DutyRoute.key(holder, rule.parts[part].name)
    let rulings = exceptions.isEmpty ? [] : exceptions.filter { $0.covers(key) }
    let extended = newestExtension(rulings)
    let waiver = firstWaiver(rulings)
    var terms = terms
    if let extended { terms.cutoff = extended.cutoff }
    let evidence = gather(deliveries)
    let isApplicable = holder.isApplicable && rule.isJudged
    let judgement = judge(
      evidence.filings, terms, Standing(isApplicable: isApplicable, waivedAt: waiver?.at),
      at: reading.clock)
    let text = key.text(in: rule.key)
    let base = rulings.reduce(rule.version.merged(with: holder.version)) {
      $0.merged(with: $1.version)
    }
    let hasWaived = waiver.map { $0.at <= reading.clock } ?? false
    return JudgedObligation(
      duty: number, key: key, text: text, isApplicable: isApplicable,
      due: extended?.due ?? declared.due, cutoff: terms.cutoff, isExtended: extended != nil,
      waivedAt: hasWaived ? waiver?.at : nil,
      ruling: hasWaived ? waiver?.document : extended?.document, judgement: judgement,
      reminders: reminders(text), version: evidence.version.map { base.merged(with: $0) } ?? base,
      evidence: evidence.filings.map(\.position))
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
    for ruling in rulings where ruling.at <= reading.clock {
      guard case .extended(let due) = ruling.ruling else { continue }
      if newest.map({ $0.ruling.position < ruling.position }) ?? true { newest = (due, ruling) }
    }
    guard let newest else { return nil }
    var due = newest.due
    // The boundary stays what it was, also for a window's end.
    due.isStated = declared.due.isStated
    let cutoff = DutyJudge.cutoff(
      due, route.duty.rule, route.duty.settings, reading.assumptions)
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

  // MARK: Evidence

  private func gather(
    _ deliveries: ArraySlice<EvidenceDispatch.Delivery>
  ) -> (filings: [Filing], version: RowVersion?) {
    guard !deliveries.isEmpty else { return ([], nil) }
    var filings: [Filing] = []
    filings.reserveCapacity(deliveries.count)
    var newest: RowVersion?
    func note(_ position: Position, _ maker: EvidenceMaker) {
      let version = RowVersion(
        position: position, recorded: maker.recorded, actor: index.names[maker.actor],
        isCorrected: maker.isCorrected)
      newest = newest.map { $0.merged(with: version) } ?? version
    }
    for delivery in deliveries {
      let record = index.records[Int(delivery.record)]
      note(record.from, record.maker)
      var filing = Filing(
        position: record.origin, submitted: record.time, recorded: record.recorded,
        report: record.isReport ? reportId(record) : nil, isInherited: delivery.isInherited,
        attachments: Int(record.attachments))
      for mark in marks.receipts(of: record) {
        filing.receipt = min(filing.receipt ?? mark.at, mark.at)
        note(mark.from, mark.maker)
      }
      for mark in marks.returns(of: record) {
        filing.returns.append(mark.at)
        note(mark.from, mark.maker)
      }
      for mark in marks.withdrawals(of: record) {
        filing.takenBack = min(filing.takenBack ?? mark.at, mark.at)
        note(mark.from, mark.maker)
      }
      filing.returns.sort()
      filings.append(filing)
    }
    filings.sort { $0.position < $1.position }
    return (filings, newest)
  }

  private func reportId(_ record: EvidenceRecord) -> String {
    (index.names[record.subject] ?? "").split(separator: ":", maxSplits: 1).last
      .map { String($0) } ?? ""
  }

  private func reminders(_ text: String) -> Int {
    let code = index.names.known(text)
    return code < 0 ? 0 : marks.reminders(of: code).count { $0.at <= reading.clock }
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

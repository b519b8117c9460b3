package import LedgerModel
import QueryPlan

/// Judges one obligation from its filings at a clock. Filings may come in any order.
///
/// A report's versions are one piece: the last one that has happened stands unless it was
/// returned, and an earlier one never stands again. Every other piece stands until it is taken
/// back. The status is the first line that holds: not applicable, waived, filed, returned, overdue,
/// not open, open.
package func judge(
  _ filings: [Filing], _ terms: DutyTerms, _ standing: Standing, at clock: Instant
) -> Judgement {
  judge(Pieces(filings, terms, at: clock).standing(terms), terms, standing, at: clock)
}

/// The same from what stands of the filings.
func judge(
  _ pieces: StandingPieces, _ terms: DutyTerms, _ standing: Standing, at clock: Instant
) -> Judgement {
  let cutoff = pieces.cutoff
  let isPastDue = clock >= cutoff
  let status = status(pieces, isPastDue: isPastDue, terms, standing, at: clock)
  var judgement = Judgement(
    status: status, cutoff: cutoff, isPastDue: isPastDue, isDueSoon: false, filed: pieces.filed,
    standingAt: pieces.standingAt, isInGrace: false, isEarly: false,
    lateness: TimeSpan(microseconds: 0), isCensored: false, rounds: pieces.rounds,
    returned: pieces.returned, returnedAt: pieces.returnedAt, count: pieces.count,
    attachments: pieces.attachments, isInherited: pieces.isInherited, report: pieces.report)
  if let filed = pieces.filed {
    judgement.isEarly = filed.instant < terms.opens
    judgement.isInGrace =
      terms.cutoff.withoutGrace <= filed.instant && filed.instant < terms.cutoff.instant
  }
  if !isPastDue, status == .open || status == .returned {
    judgement.isDueSoon = isSoon(cutoff, terms, at: clock)
  }
  measureLateness(&judgement, at: clock)
  return judgement
}

private func status(
  _ pieces: StandingPieces, isPastDue: Bool, _ terms: DutyTerms, _ standing: Standing,
  at clock: Instant
) -> ObligationStatus {
  if !standing.isApplicable { return .notApplicable }
  if let waivedAt = standing.waivedAt, waivedAt <= clock { return .waived }
  if let filed = pieces.filed { return filed.instant < pieces.cutoff ? .onTime : .late }
  if pieces.isReturned { return .returned }
  if isPastDue { return .overdue }
  return clock < terms.opens ? .notOpen : .open
}

private func isSoon(_ cutoff: Instant, _ terms: DutyTerms, at clock: Instant) -> Bool {
  guard let from = terms.calendar.adding(terms.dueSoon.negated, to: cutoff) else { return true }
  return clock >= from
}

private func measureLateness(_ judgement: inout Judgement, at clock: Instant) {
  if judgement.status == .late, let filed = judgement.filed {
    judgement.lateness = filed.instant.span(since: judgement.cutoff)
  } else if judgement.isMissing {
    judgement.lateness = clock.span(since: judgement.cutoff)
    judgement.isCensored = true
  }
}

extension TimeLength {
  fileprivate var negated: TimeLength {
    switch self {
    case .exact(let span): .exact(TimeSpan(microseconds: 0 &- span.microseconds))
    case .calendar(let span): .calendar(CalendarSpan(count: 0 &- span.count, unit: span.unit))
    }
  }
}

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
  let pieces = Pieces(filings, terms, at: clock)
  let cutoff = pieces.cutoff(terms)
  let filed = pieces.filed(terms)
  let isPastDue = clock >= cutoff
  let status = status(
    pieces, filed, cutoff: cutoff, isPastDue: isPastDue, terms, standing, at: clock)
  var judgement = Judgement(
    status: status, cutoff: cutoff, isPastDue: isPastDue, isDueSoon: false, filed: filed,
    standingAt: pieces.standingAt(terms), isInGrace: false, isEarly: false,
    lateness: TimeSpan(microseconds: 0), isCensored: false, rounds: pieces.versions.count,
    returned: pieces.returnedCount, returnedAt: pieces.returnedAt, count: pieces.count,
    attachments: pieces.attachments, isInherited: pieces.isInherited,
    report: pieces.versions.last?.filing.report)
  if let filed {
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
  _ pieces: Pieces, _ filed: DecidedInstant?, cutoff: Instant, isPastDue: Bool,
  _ terms: DutyTerms, _ standing: Standing, at clock: Instant
) -> ObligationStatus {
  if !standing.isApplicable { return .notApplicable }
  if standing.waivedAt.map({ $0 <= clock }) ?? false { return .waived }
  if let filed { return filed.instant < cutoff ? .onTime : .late }
  if pieces.isLastReturned { return .returned }
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

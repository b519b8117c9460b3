import LedgerModel
import QueryPlan

/// The filings of an obligation that have happened at a clock, and what stands of them.
struct Pieces {
  struct Piece {
    let filing: Filing
    let decided: DecidedInstant
  }

  /// Versions of reports in log order, whatever their ids.
  private(set) var versions: [Piece] = []
  /// Other pieces that nobody took back, in log order.
  private(set) var others: [Piece] = []
  private(set) var isLastReturned = false
  private(set) var returnedCount = 0
  private(set) var returnedAt: Instant?

  init(_ filings: [Filing], _ terms: DutyTerms, at clock: Instant) {
    for filing in filings.sorted(by: { $0.position < $1.position }) {
      let decided = filing.deciding(terms.instant)
      guard decided.instant <= clock else { continue }
      guard terms.earlyCounts || decided.instant >= terms.opens else { continue }
      let piece = Piece(filing: filing, decided: decided)
      if filing.report != nil {
        take(version: piece, at: clock)
      } else if filing.takenBack.map({ $0 > clock }) ?? true {
        others.append(piece)
      }
    }
  }

  private mutating func take(version piece: Piece, at clock: Instant) {
    versions.append(piece)
    let happened = piece.filing.returns.filter { $0 <= clock }
    isLastReturned = !happened.isEmpty
    if let last = happened.max() {
      returnedCount += 1
      returnedAt = max(returnedAt ?? last, last)
    }
  }

  /// The report's version that stands.
  private var standingVersion: Piece? { isLastReturned ? nil : versions.last }

  /// Pieces that stand; all versions of the report are one.
  var count: Int { others.count + (standingVersion == nil ? 0 : 1) }

  var attachments: Int {
    others.reduce(standingVersion?.filing.attachments ?? 0) { $0 + $1.filing.attachments }
  }

  var isInherited: Bool {
    others.contains { $0.filing.isInherited } || (standingVersion?.filing.isInherited ?? false)
  }

  /// The instant of the m-th piece, m being the pieces needed; none while fewer stand.
  func filed(_ terms: DutyTerms) -> DecidedInstant? {
    guard count >= terms.minimum else { return nil }
    return nth(terms, report: terms.counts == .first ? firstVersion : standingVersion?.decided)
  }

  func standingAt(_ terms: DutyTerms) -> Instant? {
    guard count >= terms.minimum else { return nil }
    return nth(terms, report: standingVersion?.decided)?.instant
  }

  /// The cutoff with the time to hand a returned report in again.
  func cutoff(_ terms: DutyTerms) -> Instant {
    let declared = terms.cutoff.instant
    guard let returnedAt, terms.resubmit.isPositive, let first = firstVersion,
      first.instant < declared || terms.counts == .standing,
      let extended = terms.calendar.adding(terms.resubmit, to: returnedAt)
    else { return declared }
    return max(declared, extended)
  }

  /// The earliest deciding instant of any version, returned ones included.
  private var firstVersion: DecidedInstant? {
    versions.map(\.decided).min { $0.instant < $1.instant }
  }

  private func nth(_ terms: DutyTerms, report: DecidedInstant?) -> DecidedInstant? {
    if terms.minimum <= 1, others.isEmpty { return report }
    let instants = (others.map(\.decided) + [report].compactMap { $0 })
      .sorted { $0.instant < $1.instant }
    let index = max(terms.minimum, 1) - 1
    return index < instants.count ? instants[index] : nil
  }
}

extension TimeLength {
  fileprivate var isPositive: Bool {
    switch self {
    case .exact(let span): span.microseconds > 0
    case .calendar(let span): span.count > 0
    }
  }
}

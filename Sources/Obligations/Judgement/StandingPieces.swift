import LedgerModel

/// What has happened to an obligation by a clock, as far as its judgement asks.
struct StandingPieces {
  /// The declared cutoff, or the time to hand a returned report in again.
  var cutoff: Instant
  /// None while fewer pieces stand than are needed.
  var filed: DecidedInstant?
  /// Deciding instant of what stands.
  var standingAt: Instant?
  /// The last version of the report was sent back.
  var isReturned = false
  /// Versions of a report that have happened, and how many of them were sent back.
  var rounds = 0
  var returned = 0
  var returnedAt: Instant?
  /// Pieces that stand, and their attachments.
  var count = 0
  var attachments = 0
  var isInherited = false
  /// The newest report, standing or not: the code of its id in the index of evidence.
  var report: Int32?

  /// Nothing yet.
  init(_ terms: DutyTerms) { cutoff = terms.cutoff.instant }

  /// Adds a piece that is no report and stands, where one piece is enough.
  mutating func add(_ piece: DecidedInstant, attachments: Int, isInherited: Bool) {
    count += 1
    self.attachments += attachments
    self.isInherited = self.isInherited || isInherited
    guard filed.map({ piece.instant < $0.instant }) ?? true else { return }
    filed = piece
    standingAt = piece.instant
  }
}

extension Pieces {
  /// What stands, the instants of the piece that fulfils the duty among it.
  func standing(_ terms: DutyTerms) -> StandingPieces {
    var standing = StandingPieces(terms)
    standing.cutoff = cutoff(terms)
    standing.filed = filed(terms)
    standing.standingAt = standingAt(terms)
    standing.isReturned = isLastReturned
    (standing.rounds, standing.returned) = (versions.count, returnedCount)
    standing.returnedAt = returnedAt
    (standing.count, standing.attachments) = (count, attachments)
    standing.isInherited = isInherited
    standing.report = versions.last?.filing.report
    return standing
  }
}

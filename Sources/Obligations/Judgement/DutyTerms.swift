package import LedgerModel
package import QueryPlan

/// The terms on which one obligation is judged: the duty's own, those of an extension, and what
/// `assuming` puts in their place.
package struct DutyTerms: Sendable {
  package var opens: Instant
  package var cutoff: Cutoff
  /// Pieces needed, at least one.
  package var minimum: Int
  package var instant: DecidingInstant
  package var counts: CountsRule
  /// Time to hand a returned report in again; nothing when zero.
  package var resubmit: TimeLength
  package var dueSoon: TimeLength
  /// False when what was filed before the duty opened is refused.
  package var earlyCounts: Bool
  package var calendar: CampaignCalendar

  package init(
    opens: Instant, cutoff: Cutoff, minimum: Int = 1, instant: DecidingInstant = .submitted,
    counts: CountsRule = .first, resubmit: TimeLength = .exact(TimeSpan(microseconds: 0)),
    dueSoon: TimeLength = .exact(TimeSpan(microseconds: 3 * TimeSpan.day.microseconds)),
    earlyCounts: Bool = true, calendar: CampaignCalendar = .standard
  ) {
    self.opens = opens
    self.cutoff = cutoff
    self.minimum = max(1, minimum)
    self.instant = instant
    self.counts = counts
    self.resubmit = resubmit
    self.dueSoon = dueSoon
    self.earlyCounts = earlyCounts
    self.calendar = calendar
  }
}

/// Whether the row is judged at all, and since when its holder is let off.
package struct Standing: Sendable, Hashable {
  /// The duty is judged and has this holder on its due day.
  package var isApplicable: Bool
  /// When the first waiver happened; none when none has.
  package var waivedAt: Instant?

  package init(isApplicable: Bool = true, waivedAt: Instant? = nil) {
    self.isApplicable = isApplicable
    self.waivedAt = waivedAt
  }
}

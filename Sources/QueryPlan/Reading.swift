package import LedgerModel

/// How a deadline's day is read.
package enum Boundary: String, Sendable, Hashable, CaseIterable { case before, by }

/// Which instant of a piece of evidence decides whether it was in time.
package enum DecidingInstant: String, Sendable, Hashable, CaseIterable {
  case submitted, received, recorded
}

/// Which version of a report keeps the date.
package enum CountsRule: String, Sendable, Hashable, CaseIterable { case first, standing }

/// Which attempt of a person counts.
package enum AttemptPolicy: String, Sendable, Hashable, CaseIterable {
  case first, best, last, mean
}

/// Time added to a cutoff: an exact length or working days.
package enum Grace: Sendable, Hashable {
  case exact(TimeSpan)
  case calendar(CalendarSpan)
}

/// What `assuming` puts in place of the plan's own settings; none keeps the plan's.
package struct Assumptions: Sendable, Hashable {
  package var boundary: Boundary?
  package var instant: DecidingInstant?
  package var counts: CountsRule?
  package var grace: Grace?
  package var resubmit: Grace?
  package var attempts: AttemptPolicy?

  package init() {}
}

/// The three things that a question is asked at: what is known, what has happened, and where
/// rows are placed; and the settings re-read.
package struct Reading: Sendable, Hashable {
  /// K: events up to and including this one are known.
  package var position: Position
  /// T: what has happened by then has happened.
  package var clock: Instant
  /// V as written with `valid at`; none for the source's own default (the due day of each row
  /// for `obligations`, else the earlier of today and the campaign's last day).
  package var treeDay: Day?
  package var assumptions: Assumptions
  /// A history begins behind this position.
  package var after = Position.empty

  package init(
    position: Position, clock: Instant, treeDay: Day? = nil,
    assumptions: Assumptions = Assumptions()
  ) {
    self.position = position
    self.clock = clock
    self.treeDay = treeDay
    self.assumptions = assumptions
  }
}

/// A reading as the text asks for it: constant expressions, resolved when the run begins.
package struct ReadingRequest: Sendable, Hashable {
  /// Of type point, instant or position.
  package var asOf: PlanExpression?
  /// Of type date or instant.
  package var validAt: PlanExpression?
  /// Of type period; keeps rows whose `at` lies inside. Never inherited by inner pipelines.
  package var over: PlanExpression?
  /// `assuming (clock: …)`, of type instant.
  package var clock: PlanExpression?
  package var assumptions = Assumptions()
  /// Of a history: only what came behind it, of type point, instant or position.
  package var after: PlanExpression?

  package init() {}
}

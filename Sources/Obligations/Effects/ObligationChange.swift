package import QueryPlan

/// What one event did to one obligation: the row judged right before the event and right after it,
/// both at the moment at which it was recorded, so that nothing but the event makes the difference.
package struct ObligationChange {
  package let duty: DutyRule
  package let key: ObligationKey
  /// Key text.
  package let text: String
  /// None when the event made the row.
  package let before: JudgedObligation?
  /// None when the event took the row away.
  package let after: JudgedObligation?
  /// How the day asked for is read.
  package let boundary: Boundary
  /// The row after the event as the other reading of "before" and "by" judges it; none where the
  /// plan states no day.
  package let otherwise: Judgement?

  /// The event is what fulfilled it.
  package var isFulfilment: Bool {
    after?.judgement.status.isFiled == true && before?.judgement.status.isFiled != true
  }

  /// True when the row differs in what an answer would show.
  var isVisible: Bool {
    guard let before, let after else { return before != nil || after != nil }
    return before.judgement != after.judgement || before.reminders != after.reminders
      || before.due != after.due || before.key != after.key
  }
}

extension Boundary {
  /// The reading that a plan did not choose.
  package var other: Boundary { self == .before ? .by : .before }
}

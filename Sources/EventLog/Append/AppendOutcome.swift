package import LedgerModel

/// What became of one draft of an append.
package enum AppendOutcome: Hashable, Sendable {
  /// Stored and durable at this position.
  case appended(Position)
  /// The same event is there already, at this position; nothing was stored.
  case duplicate(Position)
  case rejected(Rejection)
  /// Valid in itself, but another event of its atomic batch was refused.
  case withheld

  /// Where the event is, now or before.
  package var position: Position? {
    switch self {
    case .appended(let position), .duplicate(let position): position
    case .rejected, .withheld: nil
    }
  }

  package var rejection: Rejection? {
    if case .rejected(let rejection) = self { rejection } else { nil }
  }
}

/// An event to append, with its own `recorded` where history or a simulation brings one.
package struct Draft: Hashable, Sendable {
  package var event: Event
  /// When it was taken in, for back-filled and simulated events; none means its `time`.
  package var recorded: Instant?
  /// What must not have happened for the event to be taken; none for nothing.
  package var condition: AppendCondition?
  /// Whether the event is the normalised one of a validation that found nothing.
  package var isValidated: Bool

  package init(
    _ event: Event, recorded: Instant? = nil, condition: AppendCondition? = nil,
    isValidated: Bool = false
  ) {
    self.event = event
    self.recorded = recorded
    self.condition = condition
    self.isValidated = isValidated
  }
}

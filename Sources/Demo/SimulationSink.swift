package import LedgerModel

/// One event of the play with the instant at which it is recorded.
package struct SimulatedEvent: Sendable, Hashable {
  package let event: Event
  package let recorded: Instant
  /// The same draft was handed over before: a ledger that keeps its promise writes nothing.
  package let isRepeated: Bool
}

/// Where the play goes: a ledger, or a list in a test.
package protocol SimulationSink: AnyObject {
  /// Takes the next events in the order of recording. Every one must be accepted.
  func append(_ events: [SimulatedEvent]) throws
  /// Root of the log over everything appended so far, in hexadecimal; a checkpoint states it.
  func root() throws -> String
}

/// What came of reading one event from a file.
package struct EventReading: Sendable, Hashable {
  /// The event, normalised; none when something is wrong with it.
  package let event: Event?
  /// The file's own `recordedtime`, which only moving in history may use.
  package let recorded: Instant?
  /// The row says which position it had: it comes out of a ledger's history.
  package var isReplayed = false
  /// Everything wrong with it, in the order of the text where that is known.
  package let problems: [FieldProblem]

  package init(event: Event?, recorded: Instant? = nil, problems: [FieldProblem] = []) {
    self.event = problems.isEmpty ? event : nil
    self.recorded = recorded
    self.problems = problems
  }
}

import LedgerModel

/// A source whose rows each come from one event that nothing later changes: an answer given, an
/// award, a metric observed.
struct EventFold: SourceFold {
  let source: String
  let events: [String]
  let columns: [String]
  private let row: @Sendable (RecordedEvent) -> FoldedRow?

  /// `row` yields none for an event that says nothing to the source.
  init(
    _ source: String, events: [String], columns: [String],
    row: @escaping @Sendable (RecordedEvent) -> FoldedRow?
  ) {
    self.source = source
    self.events = events
    self.columns = columns
    self.row = row
  }

  var needsName: Bool { false }

  func standsAlone(_ event: RecordedEvent) -> Bool { true }

  /// The same as through a state, which would be a copy of the event.
  func loneRows(of event: RecordedEvent) -> [FoldedRow] { row(event).map { [$0] } ?? [] }

  func entities(of event: RecordedEvent) -> [String] { [event.positionKey] }

  func initial(_ entity: String) -> RecordedEvent? { nil }

  func apply(_ event: RecordedEvent, to state: inout RecordedEvent?) { state = event }

  func rows(of state: RecordedEvent?) -> [FoldedRow] {
    state.flatMap { row($0) }.map { [$0] } ?? []
  }
}

import Catalog
import LedgerModel

/// Every event with what its envelope says and the fields that all types share, one row each in log
/// order, as stored: what `events` is read from. Nothing closes a row; voids and corrections are
/// applied by the reading, which knows them.
struct EntriesFold: SourceFold {
  let source = EntriesFold.name
  let events = EventCatalog.types.map(\.name)
  let columns = [
    "type", "source", "unit", "person", "obligation", "provision", "document", "target_seq",
    "evidence",
  ]

  static let name = "%events"

  var heedsAmendments: Bool { false }

  var needsName: Bool { false }

  func standsAlone(_ event: RecordedEvent) -> Bool { true }

  func entities(of event: RecordedEvent) -> [String] { [event.positionKey] }

  /// Every event has such a row, whatever its type.
  private static let row = EventRow([
    .typeIdentifier, .source, .unit, .entity("person"), .obligation, .provision,
    .entity("document"), .positionField("target"), .count("evidence"),
  ])

  func row(of type: EventType) -> EventRow? { EntriesFold.row }

  func initial(_ entity: String) -> RecordedEvent? { nil }

  func apply(_ event: RecordedEvent, to state: inout RecordedEvent?) { state = event }

  func rows(of state: RecordedEvent?) -> [FoldedRow] { state.map { loneRows(of: $0) } ?? [] }

  /// The same as through a state, which would be a copy of the event.
  func loneRows(of event: RecordedEvent) -> [FoldedRow] { [EntriesFold.row.row(of: event)] }
}

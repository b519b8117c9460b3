import Catalog
import LedgerModel

/// The row of an event that is an entity of its own, said once, column by column, for both ways in
/// which such a row is made: from the event's values, and from its stored bytes (`OutlinedRows`).
///
/// Its time is the event's, its campaign the event's, and it stands.
package struct EventRow: Sendable {
  /// One per column of the fold, in their order.
  let columns: [EventColumn]

  init(_ columns: [EventColumn]) { self.columns = columns }

  /// The row as values.
  func row(of event: RecordedEvent) -> FoldedRow { event.row(columns.map { $0.value(of: event) }) }
}

/// What an event says in one column.
enum EventColumn: Sendable {
  case constant(Value)
  /// `#` and the position.
  case name
  case typeIdentifier, source
  case unit, campaign, actor, provision, obligation
  case time, recorded, position
  /// The text of a field; none for fields of other types.
  case string(String)
  case symbol(String)
  case entity(String)
  /// The same, empty instead of none.
  case text(String)
  case positionField(String)
  case duration(String)
  /// How many elements a list has; 0 without one.
  case count(String)
  /// A hashed field as hexadecimal digits; its text when it was never hashed.
  case digest(String)
  /// The text of a field as a set of one; empty without one.
  case strings(String)

  /// The columns that every source has, of a row that needs no key; see `ColumnLayout.added`.
  static let added: [EventColumn] = [
    .constant(.string("")), .time, .campaign, .constant(.bool(true)), .constant(.bool(false)),
    .recorded, .position, .actor,
  ]

  func value(of event: RecordedEvent) -> Value {
    let said = event.event
    return switch self {
    case .constant(let value): value
    case .name: .string(event.positionKey)
    case .typeIdentifier: .string(said.type.identifier)
    case .source: .string(said.source)
    case .unit: .entity(said.unit)
    case .campaign: .entity(said.campaign)
    case .actor: .string(said.actorName)
    case .provision: .entity(said.provision)
    case .obligation: .entity(said.obligation)
    case .time: .instant(said.time)
    case .recorded: .instant(event.recorded)
    case .position: .position(event.position)
    case .string(let name): .string(said.text(name))
    case .symbol(let name): .symbol(said.text(name))
    case .entity(let name): .entity(said.text(name))
    case .text(let name): .string(said.text(name) ?? "")
    case .positionField(let name): .position(said.position(name))
    case .duration(let name): .duration(said.duration(name))
    case .count(let name): .integer(Int64(said[name]?.list?.count ?? 0))
    case .digest(let name): .string(said.digest(name))
    case .strings(let name): .set(strings: said.text(name).map { [$0] } ?? [])
    }
  }
}

import Columns
import LedgerModel

/// Entities that are one event and bear its position as their name: most rows of a ledger. No
/// record is kept of them; should an amendment name the event, the record is made from the rows.
extension Projection {
  /// Opens the rows of such an entity.
  func open(
    _ event: RecordedEvent, _ amendments: Amendments, _ log: any EventSource,
    _ changes: inout RowChanges
  ) throws {
    var state = fold.initial(event.positionKey)
    do throws(FoldFailure) {
      try fold.apply(event, to: &state)
    } catch {
      setAside(event.position, error)
      return
    }
    for row in fold.rows(of: state) {
      changes.openings.append(
        .init(entity: nil, key: row.key, values: stored(row, isCorrected: false)))
    }
  }

  /// The record of an entity of that kind which was folded before; none for others.
  func remembered(_ entity: String) throws -> EntityRecord? {
    guard entity.first == "#", let number = UInt64(entity.dropFirst()),
      Position(number) <= position
    else { return nil }
    var record = EntityRecord(entity: entity, state: nil)
    record.last = history.append(Position(number), after: EventChain.none)
    record.open = try openRows(Array(try rows.rows(openedAt: Position(number))))
    return record
  }

  /// Those of the rows named that stand open, with their keys.
  func openRows(_ numbers: [Int]) throws -> [OpenRow] {
    let rows = try rows
    return try numbers.compactMap { row in
      guard rows.lifetime(of: row).until == .never else { return nil }
      return try rows.value(row: row, column: layout.key).text
        .map { OpenRow(key: $0, number: row) }
    }
  }
}

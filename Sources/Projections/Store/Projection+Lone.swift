import Columns
import LedgerModel

/// Entities that are one event and bear its position as their name: most rows of a ledger. No
/// record is kept of them; should an amendment name the event, the record is made from the rows.
extension Projection {
  /// Opens the rows of such an entity.
  func open(_ event: RecordedEvent) throws {
    let rows: [FoldedRow]
    do throws(FoldFailure) {
      rows = try fold.loneRows(of: event)
    } catch {
      setAside(event.position, error)
      return
    }
    if rows.count == 1 {
      _ = try open(rows[0], isCorrected: false, RowOrigin(event), in: self.rows)
      return
    }
    var changes = RowChanges(event)
    for row in rows {
      changes.openings.append(.init(entity: nil, row: row, isCorrected: false))
    }
    try commit(changes)
  }

  /// The record of an entity of that kind which was folded before; none for others.
  func remembered(_ entity: String) throws -> EntityRecord? {
    guard entity.utf8.first == UInt8(ascii: "#"), let number = UInt64(entity.dropFirst()),
      Position(number) <= position
    else { return nil }
    var record = EntityRecord(state: nil)
    record.history = [Position(number)]
    record.open = try openRows(Array(try rows.rows(openedAt: Position(number))))
    return record
  }

  /// Those of the rows named that stand open, as their columns have them, in the order of their
  /// keys.
  func openRows(_ numbers: [Int]) throws -> [OpenRow] {
    let rows = try rows
    var open: [OpenRow] = []
    for number in numbers where rows.lifetime(of: number).until == .never {
      let values = try rows.row(number)
      guard let key = values[layout.key].text, let at = FoldedTime(values[layout.at]) else {
        throw ColumnDamage("a row of \(fold.source) without a key or a time")
      }
      let row = FoldedRow(
        key: key, at: at, campaign: values[layout.campaign].text,
        stands: values[layout.stands].bool ?? true, values: Array(values[..<layout.ownCount]))
      open.append(
        OpenRow(
          row: row, isCorrected: values[layout.corrected].bool ?? false, number: number))
    }
    return open.sorted { $0.row.key.precedesInBytes($1.row.key) }
  }
}

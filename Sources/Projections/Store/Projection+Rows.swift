import Columns
import LedgerModel

extension Projection {
  /// Notes closings and openings that turn the entity's open rows into `new`. `corrected` holds
  /// the keys of the rows that a live correction made what they are.
  func compare(
    _ index: Int, with new: [FoldedRow], corrected: Set<String>, _ changes: inout RowChanges
  ) throws {
    var kept: [OpenRow] = []
    var old = records[index].open
    for row in new {
      let values = stored(row, isCorrected: corrected.contains(row.key))
      if let at = old.firstIndex(where: { $0.key == row.key }) {
        let open = old.remove(at: at)
        if try isUnchanged(open.number, values) {
          kept.append(open)
          continue
        }
        changes.closings.append(open.number)
      }
      changes.openings.append(.init(entity: index, key: row.key, values: values))
    }
    changes.closings += old.map(\.number)
    records[index].open = kept
  }

  /// Writes the changes at the position of their event.
  func commit(_ changes: RowChanges) throws {
    guard !(changes.closings.isEmpty && changes.openings.isEmpty) else { return }
    let event = changes.event
    let rows = try rows
    for row in changes.closings.sorted() { rows.close(row, at: event.position) }
    let version: [Value] = [
      .instant(event.recorded), .position(event.position), .string(event.event.actorName),
    ]
    for opening in changes.openings.sorted(by: { Projection.precedes($0.key, $1.key) }) {
      let number = try rows.open(opening.values + version, at: event.position)
      if let entity = opening.entity {
        records[entity].open.append(OpenRow(key: opening.key, number: number))
      }
    }
  }

  func stored(_ row: FoldedRow, isCorrected: Bool) -> [Value] {
    precondition(
      row.values.count == layout.ownCount, "\(fold.source): a row has one value per column")
    return row.values + [
      .string(row.key), row.at.value, .entity(row.campaign), .bool(row.stands),
      .bool(isCorrected),
    ]
  }

  private func isUnchanged(_ number: Int, _ values: [Value]) throws -> Bool {
    let rows = try rows
    for (column, value) in values.enumerated()
    where try rows.value(row: number, column: column) != value { return false }
    return true
  }

  private static func precedes(_ first: String, _ second: String) -> Bool {
    first.utf8.lexicographicallyPrecedes(second.utf8)
  }
}

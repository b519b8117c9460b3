import Columns
import LedgerModel

extension Projection {
  /// Notes closings and openings that turn the entity's open rows into `new`. `corrected` holds
  /// the keys of the rows that a live correction made what they are.
  func compare(
    _ index: Int, with new: [FoldedRow], corrected: Set<String>, _ changes: inout RowChanges
  ) {
    var kept: [OpenRow] = []
    var old = records[index].open
    records[index].open = []
    for row in new {
      let isCorrected = !corrected.isEmpty && corrected.contains(row.key)
      if let at = old.firstIndex(where: { $0.row.key == row.key }) {
        let open = old.remove(at: at)
        if open.isCorrected == isCorrected, open.row == row {
          kept.append(open)
          continue
        }
        changes.closings.append(open.number)
      }
      changes.openings.append(.init(entity: index, row: row, isCorrected: isCorrected))
    }
    for open in old { changes.closings.append(open.number) }
    records[index].open = kept
  }

  /// Writes the changes at the position of their event.
  func commit(_ changes: RowChanges) throws {
    guard !(changes.closings.isEmpty && changes.openings.isEmpty) else { return }
    let event = changes.event
    let rows = try rows
    let closings = changes.closings.count > 1 ? changes.closings.sorted() : changes.closings
    for row in closings { rows.close(row, at: event.position) }
    let isSingle = changes.openings.count == 1
    let openings =
      isSingle
      ? changes.openings
      : changes.openings.sorted { Projection.precedes($0.row.key, $1.row.key) }
    for opening in openings {
      let number = try open(opening.row, isCorrected: opening.isCorrected, event, in: rows)
      guard let entity = opening.entity else { continue }
      records[entity].open.append(
        OpenRow(row: opening.row, isCorrected: opening.isCorrected, number: number))
    }
  }

  /// Opens a row, with the columns that every source has, and returns its number.
  func open(
    _ row: FoldedRow, isCorrected: Bool, _ event: RecordedEvent, in rows: RowStore
  ) throws -> Int {
    precondition(
      row.values.count == layout.ownCount, "\(fold.source): a row has one value per column")
    workload += layout.names.count / 10
    return try rows.open(
      row.values,
      [
        .string(row.key), row.at.value, .entity(row.campaign), .bool(row.stands),
        .bool(isCorrected), .instant(event.recorded), .position(event.position),
        .string(event.event.actorName),
      ], at: event.position)
  }

  private static func precedes(_ first: String, _ second: String) -> Bool {
    first.utf8.lexicographicallyPrecedes(second.utf8)
  }

  /// The rows in the order of their keys.
  static func ordered(_ rows: [FoldedRow]) -> [FoldedRow] {
    rows.count < 2 ? rows : rows.sorted { precedes($0.key, $1.key) }
  }
}

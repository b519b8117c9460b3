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

  /// Puts `new` in the place of the one row that the entity has open, if it has one and another one.
  func replace(_ index: Int, by new: FoldedRow?, _ origin: RowOrigin) throws {
    let rows = try rows
    if let old = records[index].open.first {
      if let new, !old.isCorrected, old.row == new { return }
      rows.close(old.number, at: origin.position)
    }
    guard let new else {
      records[index].open = []
      return
    }
    let number = try open(new, isCorrected: false, origin, in: rows)
    let open = OpenRow(row: new, isCorrected: false, number: number)
    if records[index].open.isEmpty {
      records[index].open.append(open)
    } else {
      records[index].open[0] = open
    }
  }

  /// Writes the changes at the position of their event.
  func commit(_ changes: RowChanges) throws {
    guard !(changes.closings.isEmpty && changes.openings.isEmpty) else { return }
    let origin = changes.origin
    let rows = try rows
    let closings = changes.closings.count > 1 ? changes.closings.sorted() : changes.closings
    for row in closings { rows.close(row, at: origin.position) }
    var order = Array(changes.openings.indices)
    if order.count > 1 {
      order.sort { precedes(changes.openings[$0], changes.openings[$1]) }
    }
    for place in order {
      let opening = changes.openings[place]
      let number = try open(opening.row, isCorrected: opening.isCorrected, origin, in: rows)
      guard let entity = opening.entity else { continue }
      records[entity].open.append(
        OpenRow(row: opening.row, isCorrected: opening.isCorrected, number: number))
    }
  }

  /// Opens a row, with the columns that every source has, and returns its number.
  func open(
    _ row: FoldedRow, isCorrected: Bool, _ origin: RowOrigin, in rows: RowStore
  ) throws -> Int {
    precondition(
      row.values.count == layout.ownCount, "\(fold.source): a row has one value per column")
    let common: InlineArray<8, Value> = [
      .string(row.key), row.at.value, .entity(row.campaign), .bool(row.stands),
      .bool(isCorrected), .instant(origin.recorded), .position(origin.position),
      .string(origin.actor),
    ]
    return try rows.open(row.values.span, common.span, at: origin.position)
  }

  /// By key, and rows of one key by the name of their entity.
  private func precedes(_ first: RowChanges.Opening, _ second: RowChanges.Opening) -> Bool {
    if first.row.key != second.row.key { return first.row.key.precedesInBytes(second.row.key) }
    guard let left = first.entity, let right = second.entity else { return false }
    return name(of: left).precedesInBytes(name(of: right))
  }

  /// The rows in the order of their keys.
  static func ordered(_ rows: [FoldedRow]) -> [FoldedRow] {
    rows.count < 2 ? rows : rows.sorted { $0.key.precedesInBytes($1.key) }
  }
}

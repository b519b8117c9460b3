import Catalog
import Columns
import LedgerModel

/// The rows of a fold that are made from stored bytes, column by column and without a value for each
/// field: most rows of a ledger.
struct OutlinedRows {
  /// By the number of the type, for each column; types that are folded otherwise have none.
  private var columns: [[OutlinedColumn]]
  private var constants: [Value] = []

  init(_ fold: any SourceFold) {
    columns = Array(repeating: [], count: EventCatalog.types.count)
    for type in Set(fold.events).compactMap({ EventCatalog.type($0) }) {
      guard let row = fold.row(of: type) else { continue }
      let all = row.columns + EventColumn.added
      let made = all.compactMap { OutlinedColumn($0, of: type, &constants) }
      if made.count == all.count { columns[type.number] = made }
    }
  }

  /// Whether events of that type are rows of their own that bytes suffice for.
  func take(_ type: EventType) -> Bool { !columns[type.number].isEmpty }

  /// Opens a row for each of the events, which are of such types. O(events · columns).
  func open(_ events: [Int], of outlines: EventOutlines, in rows: RowStore) throws {
    try rows.open(events.map { outlines.position(of: $0) }) { column, range, builder in
      var place = range.lowerBound
      while place < range.upperBound {
        let rule = columns[outlines.type(of: events[place])][column]
        guard case .constant(let number) = rule else {
          try builder.append(rule, events[place], of: outlines, constants)
          place += 1
          continue
        }
        let first = place
        repeat {
          place += 1
        } while place < range.upperBound
          && columns[outlines.type(of: events[place])][column].isConstant(number)
        builder.append(constants[number], count: place - first)
      }
    }
  }
}

import Columns
import LedgerModel

/// `offices`: those held on the tree day stand. The unit is the one where the office was taken;
/// the level is that of its place on the tree day.
package struct OfficesReading: RowReading {
  package init() {}

  package let source = "offices"
  package let fills: [String] = []
  package let decidesStanding = true
  package let madeOfColumns = ["%stands": ["starts", "ends"]]

  package func columnFiller(in context: ReadingContext) throws -> (any ColumnFiller)? {
    HeldOffices(day: try context.treeDay)
  }

  package func filler(
    for layout: TableLayout, in context: ReadingContext
  ) throws -> RowFiller {
    let day = try context.treeDay
    guard let starts = layout.index(of: "starts"), let ends = layout.index(of: "ends") else {
      return { _ in }
    }
    return { row in
      let hasBegun = row.values[starts].day.map { $0 <= day } ?? false
      row.stands = hasBegun && (row.values[ends].day.map { day < $0 } ?? true)
    }
  }
}

/// Which offices are held on a day.
private final class HeldOffices: ColumnFiller {
  private let day: Day

  init(day: Day) { self.day = day }

  func column(_ name: String, of rows: StoredColumns) throws -> Column { try rows[name] }

  func standing(of rows: StoredColumns) throws -> [UInt8] {
    let (starts, ends) = (try rows["starts"], try rows["ends"])
    return (0..<rows.rowCount).map { row in
      guard let start = starts.value(at: row).day, start <= day else { return 0 }
      return ends.value(at: row).day.map { day < $0 } ?? true ? 1 : 0
    }
  }
}

import Columns
import LedgerModel

/// Some rows of some columns, in order: stages that drop or reorder rows hand on the same columns
/// with other row numbers.
struct RowBatch {
  let columns: [Column]
  /// Which rows of the columns, in the order of the batch.
  let rows: [Int32]
  /// A row made by `total`: it stands below the others, is never counted, sorted or cut off.
  let isTotal: Bool

  init(columns: [Column], rows: [Int32], isTotal: Bool = false) {
    self.columns = columns
    self.rows = rows
    self.isTotal = isTotal
  }

  /// All rows of the columns.
  init(columns: [Column], rowCount: Int, isTotal: Bool = false) {
    self.init(columns: columns, rows: (0..<Int32(rowCount)).map { $0 }, isTotal: isTotal)
  }

  /// The same columns with other rows.
  func selecting(_ rows: [Int32]) -> RowBatch {
    RowBatch(columns: columns, rows: rows, isTotal: isTotal)
  }

  /// The values of one column in the order of the batch.
  func values(of index: Int) -> Column { columns[index].gathered(rows) }
}

/// Takes what a stage yields.
typealias Sink = (RowBatch) throws -> Void

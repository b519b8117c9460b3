import Columns
import LedgerModel

/// Some rows of some columns, in order: stages that drop or reorder rows hand on the same columns
/// with other row numbers.
struct RowBatch {
  let columns: [Column]
  /// Which rows of the columns, in the order of the batch.
  let rows: RowList
  /// A row made by `total`: it stands below the others, is never counted, sorted or cut off.
  let isTotal: Bool
  /// Where columns that nobody has asked for come from; they read as none until then.
  private let late: LateScan?

  init(columns: [Column], rows: RowList, isTotal: Bool = false, late: LateScan? = nil) {
    self.columns = columns
    self.rows = rows
    self.isTotal = isTotal
    self.late = late
  }

  init(columns: [Column], rows: [Int32], isTotal: Bool = false) {
    self.init(columns: columns, rows: RowList(rows), isTotal: isTotal)
  }

  /// All rows of the columns.
  init(columns: [Column], rowCount: Int, isTotal: Bool = false) {
    self.init(columns: columns, rows: RowList.all(rowCount), isTotal: isTotal)
  }

  /// The same columns with other rows.
  func selecting(_ rows: RowList) -> RowBatch {
    RowBatch(columns: columns, rows: rows, isTotal: isTotal, late: late)
  }

  /// The same rows with these columns read, where they were left for later. Throws what reading them
  /// throws.
  func loading(_ wanted: some Sequence<Int>) throws -> RowBatch {
    guard let late else { return self }
    var columns = columns
    for index in wanted { columns[index] = try late.column(index) }
    return RowBatch(columns: columns, rows: rows, isTotal: isTotal, late: late)
  }

  func selecting(_ rows: [Int32]) -> RowBatch { selecting(RowList(rows)) }

  /// The batch in pieces of at most that many rows.
  func parts(of size: Int) -> [RowBatch] {
    stride(from: 0, to: rows.count, by: size).map {
      selecting(rows.part($0..<min($0 + size, rows.count)))
    }
  }

  /// One column in the order of the batch.
  func vector(_ index: Int) -> Vector { Vector(columns[index], rows: rows) }

  /// The values of one column in the order of the batch.
  func values(of index: Int) -> Column { columns[index].gathered(rows) }
}

/// Takes what a stage yields.
///
/// An object and not a closure: a closure handed from stage to stage would let the optimizer make
/// every stage anew for every stage that can stand behind it.
final class Sink {
  private let take: (RowBatch) throws -> Void

  init(_ take: @escaping (RowBatch) throws -> Void) { self.take = take }

  func callAsFunction(_ batch: RowBatch) throws { try take(batch) }
}

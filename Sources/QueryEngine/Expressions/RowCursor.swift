import Columns
import LedgerModel

/// Where an expression reads: a row of a batch and, for predicates over two rows, one of another.
struct RowCursor {
  let columns: [Column]
  var row: Int
  let rightColumns: [Column]
  var rightRow: Int

  init(_ columns: [Column], row: Int = 0, right: [Column] = [], rightRow: Int = 0) {
    self.columns = columns
    self.row = row
    rightColumns = right
    self.rightRow = rightRow
  }
}

/// Yields an expression's value on a row.
typealias Evaluator = (RowCursor) throws -> Value

/// Says whether a condition holds on a row.
typealias Predicate = (RowCursor) throws -> Bool

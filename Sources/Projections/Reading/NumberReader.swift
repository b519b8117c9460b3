import Columns
import LedgerModel

/// The numbers of a column's values (days, instants, positions, whole numbers), without making values of
/// them where the column has them as such; none for a row without a number.
struct NumberReader {
  private let numbers: NumberColumn?
  private let column: Column

  init(_ column: Column) {
    self.column = column
    if case .numbers(let numbers) = column { self.numbers = numbers } else { numbers = nil }
  }

  subscript(row: Int) -> Int64? {
    guard let numbers else { return column.value(at: row).numbered?.number }
    if let present = numbers.isPresent, present[row] == 0 { return nil }
    return numbers.numbers[row]
  }
}

import LedgerModel

/// Rows of one source found by an identifier while the rows of another are read.
struct RowLookup {
  let table: SourceTable
  private let numbers: [String: Int]

  init(_ table: SourceTable, by column: String) {
    self.table = table
    numbers = table.index(by: column)
  }

  func row(_ id: Value) -> SourceRow? {
    id.text.flatMap { numbers[$0] }.map { table.rows[$0] }
  }

  /// The value of a column of the row with that identifier; none without such a row.
  func value(_ id: Value, _ column: Int) -> Value {
    row(id)?.values[column] ?? .none
  }
}

extension TableLayout {
  /// The number of a column that the schema is known to have.
  func column(_ name: String) -> Int {
    guard let index = index(of: name) else {
      preconditionFailure("the source has no column \(name)")
    }
    return index
  }
}

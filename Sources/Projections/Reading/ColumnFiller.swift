package import Columns

/// What a reading adds to whole blocks of stored rows: the same as its `RowFiller` says of each row, for
/// the columns that `RowReading.madeOfColumns` names. Confined to one thread.
package protocol ColumnFiller: AnyObject {
  /// Looks up what those columns need, before any of them is asked for; may be called again with others
  /// in a context of the same reading, whatever its clock.
  func prepare(for columns: Set<String>, in context: ReadingContext) throws

  /// The column of that name, a value a row, closed rows included.
  func column(_ name: String, of rows: StoredColumns) throws -> Column

  /// Which rows stand, 1 or 0 a row, for a reading that decides it.
  func standing(of rows: StoredColumns) throws -> [UInt8]
}

extension ColumnFiller {
  package func prepare(for columns: Set<String>, in context: ReadingContext) throws {}

  package func standing(of rows: StoredColumns) throws -> [UInt8] {
    preconditionFailure("a reading that decides which rows stand says so")
  }
}

/// The stored columns of a block by name, as a row would show them: linked persons are one, days in
/// `at` are instants.
package struct StoredColumns {
  package let rowCount: Int
  private let columns: (String) throws -> Column

  init(rowCount: Int, _ columns: @escaping (String) throws -> Column) {
    self.rowCount = rowCount
    self.columns = columns
  }

  /// Read when it is first asked for.
  package subscript(name: String) -> Column {
    get throws { try columns(name) }
  }
}

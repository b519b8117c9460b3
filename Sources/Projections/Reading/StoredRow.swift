import Columns
package import LedgerModel

/// One row of a stored block; a value is made when it is asked for. It keeps its block in memory.
package struct StoredRow: Sendable {
  let columns: [Column]
  let row: Int

  /// The value in a column, by its place among those that were asked for.
  package subscript(place: Int) -> Value { columns[place].value(at: row) }

  /// Columns from which `version(at:)` is made, in their order.
  static let versionColumns = ["seq", "recorded", "actor", "corrected"]

  /// The version of the row, whose columns begin at that place.
  func version(at place: Int) -> RowVersion {
    RowVersion(
      position: self[place].position ?? .empty,
      recorded: self[place + 1].instant ?? Instant(microseconds: 0),
      actor: self[place + 2].text, isCorrected: self[place + 3].bool ?? false)
  }
}

import Columns
import LedgerModel

/// Whose answer it is, and whether the attempt counts; answers of a voided attempt do not stand.
struct AnswersReading: RowReading {
  let source = "answers"
  let dependencies = ["attempts"]
  let fills = ["quiz", "person", "unit", "key_version", "counted"]
  let reads: [String]? = ["attempt"]
  let decidesStanding = true
  let madeOfColumns = [
    "quiz": ["attempt", "quiz"], "person": ["attempt", "person"], "unit": ["attempt", "unit"],
    "key_version": ["attempt", "key_version"], "counted": ["attempt"], "%stands": ["attempt"],
  ]

  func columnFiller(in context: ReadingContext) throws -> (any ColumnFiller)? { AnswerColumns() }

  func filler(for layout: TableLayout, in context: ReadingContext) throws -> RowFiller {
    let attempts = RowLookup(try context.table("attempts"), by: "attempt")
    let state = attempts.table.column("state")
    let taken = ["quiz", "person", "unit", "key_version"].map { name in
      (own: layout.column(name), other: attempts.table.column(name))
    }
    let counts = attempts.table.column("counted")
    let (attempt, counted) = (layout.column("attempt"), layout.column("counted"))
    return { row in
      let sitting = attempts.row(row.values[attempt])
      for (own, other) in taken where own != taken[3].own || row.values[own].isNone {
        row.values[own] = sitting?.values[other] ?? row.values[own]
      }
      row.values[counted] = sitting?.values[counts] ?? .bool(false)
      if sitting?.values[state] == .symbol("voided") { row.stands = false }
    }
  }
}

/// The same for whole blocks.
private final class AnswerColumns: ColumnFiller {
  private static let taken = ["quiz", "person", "unit", "key_version", "counted", "state"]

  private var attempts: ColumnLookup?

  func prepare(for columns: Set<String>, in context: ReadingContext) throws {
    if attempts == nil {
      attempts = try ColumnLookup("attempts", by: "attempt", AnswerColumns.taken, in: context)
    }
  }

  func column(_ name: String, of rows: StoredColumns) throws -> Column {
    guard let attempts else { return .constant(.none) }
    let found = attempts.places(of: try rows["attempt"], rows.rowCount)
    if name == "counted" { return attempts.column(name, at: found, otherwise: .bool(false)) }
    let taken = attempts.column(name, at: found, otherwise: .none)
    let own = try rows[name]
    if name != "key_version", !found.contains(ColumnLookup.missing) { return taken }
    return .values(
      found.indices.map { row in
        let isOwn =
          name == "key_version" ? !own.isNone(at: row) : found[row] == ColumnLookup.missing
        return isOwn ? own.value(at: row) : taken.value(at: row)
      })
  }

  func standing(of rows: StoredColumns) throws -> [UInt8] {
    guard let attempts else { return [UInt8](repeating: 1, count: rows.rowCount) }
    let found = attempts.places(of: try rows["attempt"], rows.rowCount)
    let states = attempts.column("state", at: found, otherwise: .none)
    let isVoided = RowMemo(states) { $0 == .symbol("voided") }
    return (0..<rows.rowCount).map { isVoided[$0] ? 0 : 1 }
  }
}

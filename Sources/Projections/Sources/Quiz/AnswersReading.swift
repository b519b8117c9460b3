import LedgerModel

/// Whose answer it is, and whether the attempt counts; answers of a voided attempt do not stand.
struct AnswersReading: RowReading {
  let source = "answers"
  let dependencies = ["attempts"]
  let fills = ["quiz", "person", "unit", "key_version", "counted"]
  let reads: [String]? = ["attempt"]
  let decidesStanding = true

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

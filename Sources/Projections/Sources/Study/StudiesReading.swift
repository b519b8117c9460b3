import LedgerModel

/// Who studied, at that time.
struct StudiesReading: RowReading {
  let source = "studies"
  let dependencies = PersonColumns.dependencies
  let fills = ["unit", "role"]
  let reads: [String]? = ["person", "method"]
  let persons: PersonRule? = PersonRule(manner: "method")

  func filler(for layout: TableLayout, in context: ReadingContext) throws -> RowFiller {
    let persons = try PersonColumns(layout, context)
    let method = layout.column("method")
    return { row in
      persons.fill(&row, prefersOffice: row.values[method] == .symbol("attended"))
    }
  }
}

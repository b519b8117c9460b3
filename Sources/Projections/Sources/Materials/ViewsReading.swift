import LedgerModel

/// Who the viewer was at that time, and what the material holds.
struct ViewsReading: RowReading {
  let source = "views"
  let dependencies = PersonColumns.dependencies + ["materials"]
  let fills = ["unit", "role", "contents"]
  let reads: [String]? = ["person", "kind", "material"]
  let persons: PersonRule? = PersonRule(manner: "kind")

  func filler(for layout: TableLayout, in context: ReadingContext) throws -> RowFiller {
    let persons = try PersonColumns(layout, context)
    let materials = RowLookup(try context.stored("materials"), by: "material")
    let held = materials.table.column("contents")
    let (kind, material) = (layout.column("kind"), layout.column("material"))
    let contents = layout.column("contents")
    return { row in
      persons.fill(&row, prefersOffice: row.values[kind] == .symbol("attended"))
      if !row.values[material].isNone {
        row.values[contents] = materials.row(row.values[material])?.values[held] ?? .set([])
      }
    }
  }
}

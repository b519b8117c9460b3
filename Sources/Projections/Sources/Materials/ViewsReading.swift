import Columns
import LedgerModel

/// Who the viewer was at that time, and what the material holds.
struct ViewsReading: RowReading {
  let source = "views"
  let dependencies = PersonColumns.dependencies + ["materials"]
  let fills = ["unit", "role", "contents"]
  let reads: [String]? = ["person", "kind", "material"]
  let persons: PersonRule? = PersonRule(manner: "kind")
  let madeOfColumns = ["contents": ["material", "contents"]]

  func columnFiller(in context: ReadingContext) throws -> (any ColumnFiller)? {
    HeldContents()
  }

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

/// What the material of a view holds; a view of none says it itself.
private final class HeldContents: ColumnFiller {
  private var held: MappedColumn?

  func prepare(for columns: Set<String>, in context: ReadingContext) throws {
    guard columns.contains("contents"), held == nil else { return }
    let materials = RowLookup(try context.stored("materials"), by: "material")
    let contents = materials.table.column("contents")
    held = MappedColumn { material in
      material.isNone ? .none : materials.row(material)?.values[contents] ?? .set([])
    }
  }

  func column(_ name: String, of rows: StoredColumns) throws -> Column {
    let (material, own) = (try rows["material"], try rows["contents"])
    guard let held = held?.column(material, rows.rowCount) else { return own }
    if case .constant(.none) = own { return held }
    return .values(
      (0..<rows.rowCount).map { row in
        material.value(at: row).isNone ? own.value(at: row) : held.value(at: row)
      })
  }
}

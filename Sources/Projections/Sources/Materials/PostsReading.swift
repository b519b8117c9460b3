import LedgerModel

/// What a post takes from its outlet and its material.
struct PostsReading: RowReading {
  private static let newMedia: Set<String> = ["website", "facebook", "zalo"]

  let source = "posts"
  let dependencies = ["outlets", "materials"]
  let fills = ["outlet_scope", "own", "new_medium", "contents"]

  func filler(for layout: TableLayout, in context: ReadingContext) throws -> RowFiller {
    let outlets = RowLookup(try context.stored("outlets"), by: "outlet")
    let (owner, scope) = (outlets.table.column("owner"), outlets.table.column("scope"))
    let materials = RowLookup(try context.stored("materials"), by: "material")
    let held = materials.table.column("contents")
    let columns = ["outlet", "outlet_scope", "own", "unit", "medium", "new_medium"]
      .map { layout.column($0) }
    let (material, contents) = (layout.column("material"), layout.column("contents"))
    return { row in
      let page = outlets.row(row.values[columns[0]])
      if row.values[columns[1]].isNone { row.values[columns[1]] = page?.values[scope] ?? .none }
      let unit = row.values[columns[3]]
      row.values[columns[2]] = .bool(!unit.isNone && page?.values[owner] == unit)
      if row.values[columns[5]].isNone {
        let medium = row.values[columns[4]].text ?? ""
        row.values[columns[5]] = .bool(PostsReading.newMedia.contains(medium))
      }
      if !row.values[material].isNone {
        row.values[contents] = materials.row(row.values[material])?.values[held] ?? .set([])
      }
    }
  }
}

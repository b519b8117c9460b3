import LedgerModel

/// `offices`: those held on the tree day stand. The unit is the one where the office was taken;
/// the level is that of its place on the tree day.
package struct OfficesReading: RowReading {
  package init() {}

  package let source = "offices"
  package let fills: [String] = []
  package let decidesStanding = true

  package func filler(
    for layout: TableLayout, in context: ReadingContext
  ) throws -> RowFiller {
    let day = try context.treeDay
    guard let starts = layout.index(of: "starts"), let ends = layout.index(of: "ends") else {
      return { _ in }
    }
    return { row in
      let hasBegun = row.values[starts].day.map { $0 <= day } ?? false
      row.stands = hasBegun && (row.values[ends].day.map { day < $0 } ?? true)
    }
  }
}

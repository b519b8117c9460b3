import LedgerModel
import QueryPlan
import Text

/// A roll-up with its units indented by depth; a result without depths is printed as a table.
struct TreeRenderer {
  let context: RenderingContext

  func render(_ table: VisibleTable, to output: inout some TextOutputStream) {
    guard let depths = table.depths,
      let unit = table.columns.firstIndex(where: { $0.name == "unit" })
    else { return TableRenderer(context: context).render(table, to: &output) }
    let shown = table.columns.indices.filter {
      $0 != unit && table.columns[$0].name != "level" && table.columns[$0].name != "depth"
    }
    let cells = CellText(context: context)
    var lines: [[String]] = [["unit"] + shown.map { table.columns[$0].name }]
    for index in 0..<table.rowCount {
      let row = table.row(index)
      let texts = table.texts(index, cells)
      let indent = String(repeating: "  ", count: depths[index])
      // The first column may be another key of the grouping, so the total has no cell of its own.
      let nobody = table.isTotal(index) ? "total" : "no unit"
      lines.append([indent + (row[unit].isNone ? nobody : texts[unit])] + shown.map { texts[$0] })
    }
    write(lines, to: &output)
  }

  private static let nameWidthMin = 12

  /// Names give way to a narrow terminal, numbers do not.
  private func write(_ lines: [[String]], to output: inout some TextOutputStream) {
    let count = lines.first?.count ?? 0
    var widths = (0..<count).map { column in
      lines.map { cellWidth(of: $0[column]) }.max() ?? 0
    }
    if let limit = context.width, count > 0 {
      let surplus = widths.reduce(0, +) + 2 * (count - 1) - limit
      if surplus > 0 { widths[0] = max(min(widths[0], Self.nameWidthMin), widths[0] - surplus) }
    }
    for line in lines {
      var text = line[0].truncated(toCells: widths[0]).padded(toCells: widths[0])
      for column in 1..<max(count, 1) {
        text += "  " + line[column].padded(toCells: widths[column], alignment: .trailing)
      }
      if let limit = context.width { text = text.truncated(toCells: limit) }
      output.write(text + "\n")
    }
  }
}

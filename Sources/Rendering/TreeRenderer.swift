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
      let indent = String(repeating: "  ", count: depths[index])
      let name =
        row[unit].isNone ? "no unit" : cells.text(row[unit], type: table.columns[unit].type)
      lines.append(
        [indent + name] + shown.map { cells.text(row[$0], type: table.columns[$0].type) })
    }
    write(lines, to: &output)
  }

  private func write(_ lines: [[String]], to output: inout some TextOutputStream) {
    let count = lines.first?.count ?? 0
    let widths = (0..<count).map { column in
      lines.map { cellWidth(of: $0[column]) }.max() ?? 0
    }
    for line in lines {
      var text = line[0].padded(toCells: widths[0])
      for column in 1..<max(count, 1) {
        text += "  " + line[column].padded(toCells: widths[column], alignment: .trailing)
      }
      if let limit = context.width { text = text.truncated(toCells: limit) }
      output.write(text + "\n")
    }
  }
}

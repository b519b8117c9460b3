import QueryPlan
import Text

/// One value a line, rows apart by a rule: for wide rows and narrow terminals.
struct VerticalRenderer {
  let context: RenderingContext

  func render(_ table: VisibleTable, to output: inout some TextOutputStream) {
    let cells = CellText(context: context)
    let width = table.columns.map { cellWidth(of: $0.name) }.max() ?? 0
    for index in 0..<table.rowCount {
      output.write("── \(index + 1) of \(table.rowCount) ──\n")
      for (text, column) in zip(table.texts(index, cells), table.columns) {
        let label = column.name.padded(toCells: width, alignment: .trailing)
        output.write("\(label)  \(text)\n")
      }
    }
  }
}

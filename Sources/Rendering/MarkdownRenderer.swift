import QueryPlan

/// A GitHub-flavoured table; `|` and backslashes in cells are escaped.
struct MarkdownRenderer {
  let context: RenderingContext

  func render(_ table: VisibleTable, to output: inout some TextOutputStream) {
    guard !table.columns.isEmpty else { return }
    let cells = CellText(context: context)
    output.write(row(table.columns.map(\.name)))
    output.write(row(table.columns.map { CellText.isNumeric($0.type) ? "---:" : "---" }))
    for index in 0..<table.rowCount {
      output.write(row(table.texts(index, cells).map(escaped)))
    }
  }

  private func row(_ cells: [String]) -> String {
    "| " + cells.joined(separator: " | ") + " |\n"
  }

  private func escaped(_ text: String) -> String {
    String(text.flatMap { $0 == "|" || $0 == "\\" ? ["\\", $0] : [$0] })
  }
}

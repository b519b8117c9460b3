import LedgerModel
import QueryPlan
import Text

/// Columns side by side under a header; on a terminal too narrow for all of them the widest text
/// columns are cut with `…`, and columns that still do not fit are named below.
struct TableRenderer {
  let context: RenderingContext
  private let gap = "  "
  private let columnWidthMin = 6

  func render(_ table: VisibleTable, to output: inout some TextOutputStream) {
    guard !table.columns.isEmpty else { return }
    let cells = CellText(context: context)
    let header = table.columns.map(\.name)
    let body = (0..<table.rowCount).map { table.texts($0, cells) }
    var widths = header.map { cellWidth(of: $0) }
    for row in body {
      for (column, cell) in row.enumerated() {
        widths[column] = max(widths[column], cellWidth(of: cell))
      }
    }
    let fitted = fit(widths, numeric: table.columns.map { CellText.isNumeric($0.type) })
    let right = table.columns.map { CellText.isNumeric($0.type) }
    output.write(emphasised(line(header, fitted, right: right)))
    output.write(line(fitted.map { String(repeating: "─", count: $0) }, fitted, right: right))
    for (index, row) in body.enumerated() {
      let text = line(row, fitted, right: right)
      output.write(table.isTotal(index) ? emphasised(text) : text)
    }
    let hidden = header[fitted.count...]
    if !hidden.isEmpty {
      output.write(
        "(not shown for want of width: \(hidden.joined(separator: ", ")); --format vertical "
          + "shows all)\n")
    }
  }

  /// Widths that fit the terminal; fewer than given when even the narrowest form is too wide.
  private func fit(_ widths: [Int], numeric: [Bool]) -> [Int] {
    guard let limit = context.width else { return widths }
    var fitted = widths
    func total() -> Int { fitted.reduce(0, +) + gap.count * (fitted.count - 1) }
    while total() > limit {
      let shrinkable = fitted.indices.filter { !numeric[$0] && fitted[$0] > columnWidthMin }
      if let widest = shrinkable.max(by: { fitted[$0] < fitted[$1] }) {
        fitted[widest] = max(columnWidthMin, fitted[widest] - (total() - limit + 1) / 2 - 1)
      } else if fitted.count > 1 {
        fitted.removeLast()
      } else {
        break
      }
    }
    return fitted
  }

  private func line(_ cells: [String], _ widths: [Int], right: [Bool]) -> String {
    let parts = widths.indices.map { index in
      let cell = cells[index].truncated(toCells: widths[index])
      return cell.padded(toCells: widths[index], alignment: right[index] ? .trailing : .leading)
    }
    return Self.withoutTrailingSpaces(parts.joined(separator: gap)) + "\n"
  }

  private static func withoutTrailingSpaces(_ text: String) -> Substring {
    var text = Substring(text)
    while text.last == " " { text.removeLast() }
    return text
  }

  private func emphasised(_ line: String) -> String {
    guard context.usesColour else { return line }
    return "\u{1B}[1m" + line.dropLast() + "\u{1B}[0m\n"
  }
}

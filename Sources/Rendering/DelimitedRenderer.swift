import LedgerModel
import QueryPlan

/// CSV as RFC 4180 has it (with line feeds), or tab-separated with tabs and line ends in values
/// escaped. Ids, not names: what is written can be read back.
struct DelimitedRenderer {
  let zone: CivilZone
  let delimiter: Character

  func render(_ table: VisibleTable, to output: inout some TextOutputStream) {
    guard !table.columns.isEmpty else { return }
    let plain = PlainText(zone: zone)
    output.write(line(table.columns.map(\.name)))
    for index in 0..<table.rowCount { output.write(line(table.row(index).map(plain.text))) }
  }

  private func line(_ fields: [String]) -> String {
    fields.map(escaped).joined(separator: String(delimiter)) + "\n"
  }

  private func escaped(_ field: String) -> String {
    if delimiter == "\t" {
      return field.reduce(into: "") { text, character in
        switch character {
        case "\t": text += "\\t"
        case "\\": text += "\\\\"
        case _ where character.isNewline: text += "\\n"
        default: text.append(character)
        }
      }
    }
    guard field.contains(where: { $0 == delimiter || $0 == "\"" || $0.isNewline }) else {
      return field
    }
    return "\"" + field.reduce(into: "") { $0 += $1 == "\"" ? "\"\"" : String($1) } + "\""
  }
}

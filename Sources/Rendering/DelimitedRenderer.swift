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

  func escaped(_ field: String) -> String {
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
    // Readers of tables look at bytes: a comma under a combining mark parts fields all the same.
    guard field.utf8.contains(where: DelimitedRenderer.isSpecial) else { return field }
    var quoted = "\"".unicodeScalars
    for scalar in field.unicodeScalars {
      if scalar == "\"" { quoted.append(scalar) }
      quoted.append(scalar)
    }
    quoted.append("\"")
    return String(quoted)
  }

  /// Comma, quotation mark and line ends: a field with one of them is quoted.
  private static func isSpecial(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\n")
      || byte == UInt8(ascii: "\r")
  }
}

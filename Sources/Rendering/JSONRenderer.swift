import Catalog
import LedgerModel
import QueryPlan

/// Objects keyed by column: enumerations without dot, instants ISO with offset, durations in
/// seconds, ratios as `{"num":…,"den":…}`, entities as ids, none as null.
struct JSONRenderer {
  let zone: CivilZone

  func renderArray(_ table: VisibleTable, to output: inout some TextOutputStream) {
    output.write("[")
    for index in 0..<table.rowCount {
      output.write(index == 0 ? "\n  " : ",\n  ")
      output.write(object(table, index))
    }
    output.write(table.rowCount == 0 ? "]\n" : "\n]\n")
  }

  func renderLines(_ table: VisibleTable, to output: inout some TextOutputStream) {
    for index in 0..<table.rowCount { output.write(object(table, index) + "\n") }
  }

  private func object(_ table: VisibleTable, _ index: Int) -> String {
    var fields = zip(table.columns, table.row(index)).map { column, value in
      "\(JSONRenderer.quoted(column.name)):\(text(value, type: column.type))"
    }
    if table.isTotal(index) { fields.append("\"_total\":true") }
    return "{" + fields.joined(separator: ",") + "}"
  }

  private func text(_ value: Value, type: ValueType) -> String {
    switch value {
    case .none: return "null"
    case .bool(let flag): return flag ? "true" : "false"
    case .integer(let number): return String(number)
    case .decimal(let number): return number.description
    case .ratio(let ratio):
      let parts = type.wrapped == .ratio ? ratio : ratio.reduced
      return "{\"num\":\(parts.numerator),\"den\":\(parts.denominator)}"
    case .duration(let span): return PlainText.seconds(span)
    case .position(let position): return String(position.number)
    case .period(let period):
      let end = period.end.map { JSONRenderer.quoted(zone.rfc3339($0)) } ?? "null"
      return "{\"start\":\(JSONRenderer.quoted(zone.rfc3339(period.start))),\"end\":\(end)}"
    case .set(let elements):
      return "[" + elements.map { text($0, type: .unknown) }.joined(separator: ",") + "]"
    case .record(let fields):
      return "{"
        + fields.sorted { $0.key < $1.key }
        .map { "\(JSONRenderer.quoted($0.key)):\(text($0.value, type: .unknown))" }
        .joined(separator: ",") + "}"
    default: return JSONRenderer.quoted(PlainText(zone: zone).text(value))
    }
  }

  /// A JSON string with everything escaped that RFC 8259 asks for.
  static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case _ where scalar.value < 0x20:
        let hex = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}

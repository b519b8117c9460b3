package import Catalog
package import LedgerModel

/// The forms of a neutral export.
package enum SourceFileFormat: String, CaseIterable, Sendable { case csv, ndjson }

/// Rows of a source as lines of a file for other programs: ids, ISO dates and instants with offset,
/// durations in seconds, ratios as `18/21` in CSV and with both parts in JSON.
///
/// In CSV a missing value is an empty field and an empty text `""`; sets and records are JSON.
package struct SourceFileText: Sendable {
  private let format: SourceFileFormat
  private let columns: [ColumnSchema]
  private let json: JSONRenderer
  private let csv: DelimitedRenderer

  package init(_ format: SourceFileFormat, columns: [ColumnSchema], zone: CivilZone) {
    self.format = format
    self.columns = columns
    json = JSONRenderer(zone: zone)
    csv = DelimitedRenderer(zone: zone, delimiter: ",")
  }

  /// What stands above the rows; empty where every line names its values.
  package var header: String {
    format == .csv ? columns.map(\.name).joined(separator: ",") + "\n" : ""
  }

  /// One row with its line break.
  package func line(_ values: [Value]) -> String {
    switch format {
    case .csv: values.map(field).joined(separator: ",") + "\n"
    case .ndjson: object(values) + "\n"
    }
  }

  private func field(_ value: Value) -> String {
    switch value {
    case .string(""): return "\"\""
    case .set, .record:
      var writer = JSONWriter()
      json.write(value, type: .unknown, &writer)
      return csv.escaped(writer.text)
    default: return csv.escaped(PlainText(zone: json.zone).text(value))
    }
  }

  private func object(_ values: [Value]) -> String {
    var writer = JSONWriter()
    writer.object { writer in
      for (column, value) in zip(columns, values) {
        writer.name(column.name)
        json.write(value, type: column.type, &writer)
      }
    }
    return writer.text
  }

  /// How values of a type are written, for whoever declares a table for them.
  package static func form(of type: ValueType) -> String {
    switch type.wrapped {
    case .integer, .position, .estimate: "integer"
    case .decimal: "decimal"
    case .ratio, .mean: "ratio"
    case .bool: "boolean"
    case .date: "date"
    case .instant: "instant"
    case .duration: "seconds"
    case .period: "period"
    case .set, .record: "json"
    default: "text"
    }
  }
}

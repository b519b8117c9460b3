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
    var json = JSONWriter()
    json.object { json in
      for (column, value) in zip(table.columns, table.row(index)) {
        json.name(column.name)
        write(value, type: column.type, &json)
      }
      if table.isTotal(index) {
        json.name("_total")
        json.bool(true)
      }
    }
    return json.text
  }

  func write(_ value: Value, type: ValueType, _ json: inout JSONWriter) {
    switch value {
    case .none: json.null()
    case .bool(let flag): json.bool(flag)
    case .integer(let number): json.integer(number)
    case .decimal(let number): json.decimal(number)
    case .ratio(let ratio): write(type.wrapped == .ratio ? ratio : ratio.reduced, &json)
    case .duration(let span): json.raw(PlainText.seconds(span))
    case .position(let position): json.integer(position.number)
    case .period(let period): write(period, &json)
    case .set(let elements):
      json.array { json in for element in elements { write(element, type: .unknown, &json) } }
    case .record(let fields):
      json.object { json in
        for (name, value) in fields.sorted(by: { $0.key < $1.key }) {
          json.name(name)
          write(value, type: .unknown, &json)
        }
      }
    default: json.string(PlainText(zone: zone).text(value))
    }
  }

  /// Both parts of a share as they were counted; of another quotient the smallest ones.
  private func write(_ ratio: Ratio, _ json: inout JSONWriter) {
    json.object { json in
      json.name("num")
      json.integer(ratio.numerator)
      json.name("den")
      json.integer(ratio.denominator)
    }
  }

  private func write(_ period: Period, _ json: inout JSONWriter) {
    json.object { json in
      json.name("start")
      json.string(zone.rfc3339(period.start))
      json.name("end")
      if let end = period.end { json.string(zone.rfc3339(end)) } else { json.null() }
    }
  }
}

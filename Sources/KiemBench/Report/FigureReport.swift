import Foundation
import LedgerModel
import Text

/// Figures as a table for people and as JSON for whoever follows them over time.
struct FigureReport {
  var figures: [Figure] = []

  var table: String {
    let heading = ["figure", "events", "value", "baseline", "ratio", "bar", ""]
    let rows = [heading] + figures.map(cells)
    let widths = heading.indices.map { column in
      rows.map { cellWidth(of: $0[column]) }.max() ?? 0
    }
    return rows.map { line($0, widths) + "\n" }.joined()
  }

  private func line(_ cells: [String], _ widths: [Int]) -> String {
    var text = ""
    for (column, cell) in cells.enumerated() {
      let gap = String(repeating: " ", count: widths[column] - cellWidth(of: cell))
      text += column == 0 || column > 3 ? cell + gap : gap + cell
      text += "  "
    }
    while text.hasSuffix(" ") { text.removeLast() }
    return text
  }

  private func cells(_ figure: Figure) -> [String] {
    [
      figure.name, Figure.text(Double(figure.events), digits: 0), figure.value.text,
      figure.baseline.map { "\($0.text) \(figure.against)" } ?? "",
      figure.ratio.map { Figure.text($0, digits: 2) + " ×" } ?? "", figure.bar,
      figure.isMet.map { $0 ? "met" : "MISSED" } ?? "",
    ]
  }

  var json: String {
    var writer = JSONWriter()
    writer.array { writer in
      for figure in figures {
        writer.object { write(figure, to: &$0) }
      }
    }
    return writer.text + "\n"
  }

  private func write(_ figure: Figure, to writer: inout JSONWriter) {
    writer.name("figure")
    writer.string(figure.name)
    writer.name("events")
    writer.integer(figure.events)
    measure(figure.value, "value", &writer)
    if let baseline = figure.baseline {
      measure(baseline, "baseline", &writer)
      writer.name("against")
      writer.string(figure.against)
    }
    if let ratio = figure.ratio {
      writer.name("ratio")
      number(ratio, digits: 4, &writer)
    }
    guard let isMet = figure.isMet else { return }
    writer.name("bar")
    writer.string(figure.bar)
    writer.name("met")
    writer.bool(isMet)
  }

  private func measure(_ measure: Figure.Measure, _ name: String, _ writer: inout JSONWriter) {
    writer.name(name)
    number(measure.number, digits: 3, &writer)
    writer.name("\(name)_unit")
    writer.string(measure.unit)
  }

  private func number(_ number: Double, digits: Int, _ writer: inout JSONWriter) {
    let text = Figure.text(number, digits: digits).replacing(",", with: "")
    if let decimal = ExactDecimal(text) { writer.decimal(decimal) } else { writer.null() }
  }

  /// Writes the JSON form to a file.
  func save(to path: String) throws {
    try json.write(toFile: path, atomically: true, encoding: .utf8)
  }
}

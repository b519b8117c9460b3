import LedgerModel
import Text

/// Figures of queries as a table for people and as JSON for scripts.
struct QueryReport {
  /// Events in the ledger.
  let events: Int
  /// Opening the ledger, in milliseconds.
  let opening: Double
  let figures: [QueryFigure]

  var table: String {
    let heading = [
      "query", "rows", "median ms", "cpu ms", "wait ms", "first ms", "first wait", "MiB",
    ]
    let rows = [heading] + figures.map(cells)
    let widths = heading.indices.map { column in
      rows.filter { $0.count == heading.count }.map { cellWidth(of: $0[column]) }.max() ?? 0
    }
    let size = Figure.text(Double(events), digits: 0)
    return "\(size) events, opened in \(Figure.text(opening, digits: 2)) ms\n"
      + rows.map { line($0, widths) + "\n" }.joined()
  }

  private func cells(_ figure: QueryFigure) -> [String] {
    if let failure = figure.failure { return [figure.query.name, "failed: \(failure)"] }
    return [
      figure.query.name, Figure.text(Double(figure.rowCount), digits: 0),
      Figure.text(figure.median, digits: 2), Figure.text(figure.processor, digits: 2),
      Figure.text(figure.wait, digits: 1), Figure.text(figure.first, digits: 2),
      Figure.text(figure.firstWait, digits: 1), Figure.text(figure.memory, digits: 0),
    ]
  }

  private func line(_ cells: [String], _ widths: [Int]) -> String {
    guard cells.count == widths.count else { return cells.joined(separator: "  ") }
    return zip(cells.indices, cells).map { column, cell in
      let gap = String(repeating: " ", count: max(0, widths[column] - cellWidth(of: cell)))
      return column == 0 ? cell + gap : gap + cell
    }.joined(separator: "  ")
  }

  var json: String {
    var writer = JSONWriter()
    writer.object { writer in
      writer.name("events")
      writer.integer(events)
      number("open_ms", opening, &writer)
      writer.name("queries")
      writer.array { writer in
        for figure in figures { writer.object { write(figure, to: &$0) } }
      }
    }
    return writer.text + "\n"
  }

  private func write(_ figure: QueryFigure, to writer: inout JSONWriter) {
    writer.name("name")
    writer.string(figure.query.name)
    writer.name("query")
    writer.string(figure.query.text)
    if let failure = figure.failure {
      writer.name("error")
      writer.string(failure)
      return
    }
    writer.name("rows")
    writer.integer(figure.rowCount)
    number("median_ms", figure.median, &writer)
    number("processor_ms", figure.processor, &writer)
    number("wait_ms", figure.wait, &writer)
    number("first_ms", figure.first, &writer)
    number("first_wait_ms", figure.firstWait, &writer)
    number("memory_mib", figure.memory, &writer)
  }

  private func number(_ name: String, _ number: Double, _ writer: inout JSONWriter) {
    writer.name(name)
    let text = Figure.text(number, digits: 3).replacing(",", with: "")
    if let decimal = ExactDecimal(text) { writer.decimal(decimal) } else { writer.null() }
  }
}

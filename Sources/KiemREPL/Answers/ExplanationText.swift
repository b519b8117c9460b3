package import Kiem
import LedgerModel
import QueryEngine
import Text

/// The stages of a question as text or JSON.
package struct ExplanationText {
  private let explanation: QueryExplanation

  package init(_ explanation: QueryExplanation) { self.explanation = explanation }

  /// One line a stage, in the order in which rows pass them; what they cost in columns before them.
  package var text: String {
    let lines = explanation.stages.map { stage in
      String(repeating: "  ", count: stage.depth) + stage.text
    }
    guard explanation.answer != nil else { return lines.map { $0 + "\n" }.joined() }
    let header = [
      "rows out", "batches", "blocks", "skipped", "columns", "held", "bytes", "threads", "ms",
    ]
    let cells = explanation.stages.map { stage in
      guard let cost = stage.cost else { return header.map { _ in "" } }
      return [
        String(cost.rowCount), String(cost.batchCount), String(cost.readBlockCount),
        String(cost.skippedBlockCount), String(cost.readColumnCount), String(cost.heldCount),
        String(cost.heldByteCount), String(cost.threadCount), String(milliseconds(cost.time)),
      ]
    }
    let widths = header.indices.map { column in
      ([header] + cells).map { $0[column].count }.max() ?? 0
    }
    func row(_ cells: [String], _ text: String) -> String {
      let padded = zip(cells, widths).map { cell, width in
        String(repeating: " ", count: width - cell.count) + cell
      }
      return padded.joined(separator: "  ") + "  " + text + "\n"
    }
    return row(header, "stage") + zip(cells, lines).map { row($0, $1) }.joined()
  }

  package var json: String {
    var writer = JSONWriter()
    writer.array { json in
      for stage in explanation.stages {
        json.object { json in
          json.name("stage")
          json.string(stage.text)
          json.name("depth")
          json.integer(stage.depth)
          guard explanation.answer != nil, let cost = stage.cost else { return }
          json.name("rows_out")
          json.integer(cost.rowCount)
          json.name("batches")
          json.integer(cost.batchCount)
          json.name("held")
          json.integer(cost.heldCount)
          json.name("held_bytes")
          json.integer(cost.heldByteCount)
          json.name("blocks_read")
          json.integer(cost.readBlockCount)
          json.name("blocks_skipped")
          json.integer(cost.skippedBlockCount)
          json.name("columns_read")
          json.integer(cost.readColumnCount)
          json.name("threads")
          json.integer(cost.threadCount)
          json.name("microseconds")
          json.integer(microseconds(cost.time))
        }
      }
    }
    return writer.text + "\n"
  }

  private func microseconds(_ time: Duration) -> Int64 {
    let (seconds, attoseconds) = time.components
    return seconds * 1_000_000 + attoseconds / 1_000_000_000_000
  }

  private func milliseconds(_ time: Duration) -> Int64 { microseconds(time) / 1_000 }
}

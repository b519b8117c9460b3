import Kiem
import KiemREPL
import LedgerModel
import Projections

/// A rebuild's report for people and as one JSON object.
struct RebuildWords {
  private let report: RebuildReport

  init(_ report: RebuildReport) { self.report = report }

  /// What was folded, then drift and what was set aside, each on a line.
  var text: String {
    var lines: [String] = []
    let rows = ProgressText.grouped(UInt64(report.rowCount))
    let events = ProgressText.grouped(report.eventCount)
    let rate = report.seconds > 0 ? Double(report.eventCount) / report.seconds : 0
    lines.append(
      "\(rows) rows of \(report.sources.count) sources at #\(report.position.number): \(events) "
        + "events in \(seconds) s (\(ProgressText.grouped(UInt64(rate)))/s)")
    if let generation = report.generation { lines.append("generation \(generation) is live") }
    if !report.removed.isEmpty {
      lines.append("removed generations \(report.removed.map(String.init).joined(separator: ", "))")
    }
    lines.append(comparison)
    lines += report.drifted.map { source in
      "drift: \(source.digest.source) was \(source.live?.hex.prefix(16) ?? "") with "
        + "\(source.live?.rowCount ?? 0) rows, is \(source.digest.hex.prefix(16)) with "
        + "\(source.digest.rowCount)"
    }
    lines += report.quarantined.map { entry in
      "set aside: #\(entry.position.number) by \(entry.source): \(entry.reason)"
    }
    return lines.map { $0 + "\n" }.joined()
  }

  private var comparison: String {
    let compared = report.sources.count { $0.agrees != nil }
    guard compared > 0 else { return "no live rows to compare with" }
    return report.drifted.isEmpty
      ? "the live rows were the same" : "\(report.drifted.count) of \(compared) sources had drifted"
  }

  private var seconds: String {
    let tenths = Int(report.seconds * 10)
    return "\(tenths / 10).\(tenths % 10)"
  }

  /// One object; `agrees` is null where nothing was compared.
  var json: String {
    var writer = JSONWriter()
    writer.object { json in
      json.name("generation")
      if let generation = report.generation { json.integer(generation) } else { json.null() }
      json.name("position")
      json.integer(report.position.number)
      json.name("events")
      json.integer(report.eventCount)
      json.name("milliseconds")
      json.integer(Int64(report.seconds * 1_000))
      json.name("sound")
      json.bool(report.isSound)
      json.name("sources")
      json.array { json in
        for source in report.sources { json.object { json in self.source(source, &json) } }
      }
      json.name("quarantined")
      json.array { json in
        for entry in report.quarantined {
          json.object { json in
            json.name("position")
            json.integer(entry.position.number)
            json.name("source")
            json.string(entry.source)
            json.name("reason")
            json.string(entry.reason)
          }
        }
      }
    }
    return writer.text
  }

  private func source(_ source: RebuildReport.Source, _ json: inout JSONWriter) {
    json.name("source")
    json.string(source.digest.source)
    json.name("rows")
    json.integer(source.digest.rowCount)
    json.name("closed")
    json.integer(source.digest.closedCount)
    json.name("digest")
    json.string(source.digest.hex)
    json.name("agrees")
    if let agrees = source.agrees { json.bool(agrees) } else { json.null() }
  }
}

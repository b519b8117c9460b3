import EventLog
package import Kiem
import KiemREPL
import LedgerModel
import Projections
import Text

/// A ledger's status as lines for people and as one JSON object for monitoring.
package struct StatusReport {
  private let status: LedgerStatus

  package init(_ status: LedgerStatus) { self.status = status }

  /// `name  value` lines; what does not apply is left out.
  package var text: String {
    var lines: [(String, String)] = [
      ("ledger", status.path), ("position", "#\(status.position.number)"), ("root", status.root),
      ("kind", head.mark.name),
    ]
    if let clock = status.clock { lines.append(("clock", zone.vietnameseText(clock))) }
    if let last = status.lastRecorded {
      lines.append(("last recorded", zone.vietnameseText(last)))
    }
    if !status.campaigns.isEmpty {
      lines.append(("campaigns", status.campaigns.joined(separator: ", ")))
    }
    lines.append(("format", "\(head.format), written by \(head.engine)"))
    lines.append(("index", indexText))
    lines.append(("rows", rowsText))
    lines += rows.quarantined.map { entry in
      ("set aside", "#\(entry.position.number) by \(entry.source): \(entry.reason)")
    }
    lines.append(
      ("size", parts.map { "\($0.name) \(bytes($0.byteCount))" }.joined(separator: ", ")))
    lines += parts.filter { $0.readerCount > 0 }.map { ("readers", readerText($0)) }
    if let progress = status.unfinishedImport {
      lines.append(("unfinished import", importText(progress)))
    }
    if status.log.unfinishedErasureCount > 0 {
      lines.append(
        (
          "unfinished erasures",
          "\(status.log.unfinishedErasureCount); run `kiem erase` again to finish"
        ))
    }
    let width = lines.map { cellWidth(of: $0.0) }.max() ?? 0
    return lines.map { "\($0.0.padded(toCells: width))  \($0.1)\n" }.joined()
  }

  /// Instants RFC 3339, sizes in bytes; absent values are null.
  package var json: String {
    var writer = JSONWriter()
    writer.object { json in
      member(&json, "path", status.path)
      json.name("position")
      json.integer(status.position.number)
      member(&json, "root", status.root)
      json.name("format")
      json.integer(head.format)
      member(&json, "engine", head.engine)
      json.name("unfinished_erasures")
      json.integer(status.log.unfinishedErasureCount)
      member(&json, "mark", head.mark.name)
      member(&json, "last_recorded", status.lastRecorded.map(zone.rfc3339))
      member(&json, "clock", status.clock.map(zone.rfc3339))
      json.name("campaigns")
      json.array { json in for campaign in status.campaigns { json.string(campaign) } }
      json.name("sizes")
      json.object { json in
        for part in parts {
          json.name(part.name)
          json.integer(part.byteCount)
        }
      }
      json.name("readers")
      json.integer(parts.map(\.readerCount).reduce(0, +))
      json.name("oldest_reader_lag")
      json.integer(parts.map(\.oldestReaderLag).max() ?? 0)
      json.name("index_position")
      json.integer(status.log.indexPosition?.number ?? 0)
      json.name("generation")
      json.integer(rows.generation ?? 0)
      json.name("rows_position")
      json.integer(rows.position?.number ?? 0)
      json.name("rows_lag")
      json.integer(rows.lag)
      json.name("quarantined")
      json.integer(rows.quarantined.count)
      member(&json, "last_rebuild", rows.lastRebuild)
      member(&json, "unfinished_import", status.unfinishedImport.map(importText))
    }
    return writer.text
  }

  private var zone: CivilZone { .vietnam }

  private var head: LogHead { status.log.head }

  private var parts: [LogStatus.Part] { status.log.parts }

  private var rows: ProjectionsStatus { status.projections }

  private var rowsText: String {
    guard let generation = rows.generation, let position = rows.position else {
      return "none stored; every question folds the log, until `kiem rebuild` stores them"
    }
    let lag = ProgressText.grouped(rows.lag)
    let behind = rows.lag == 0 ? "up to date" : "#\(position.number), \(lag) events behind"
    return "generation \(generation), \(behind)"
  }

  private var indexText: String {
    guard let position = status.log.indexPosition else { return "none; the next append makes it" }
    let lag = head.size - min(position.number, head.size)
    if lag == 0 { return "up to date" }
    return "#\(position.number), \(lag) events behind; the next append catches up"
  }

  private func readerText(_ part: LogStatus.Part) -> String {
    "\(part.readerCount) of \(part.name), the oldest \(part.oldestReaderLag) commits behind"
  }

  private func importText(_ progress: ImportProgress) -> String {
    "\(progress.file): \(progress.rowCount) rows read, \(progress.byteOffset) bytes; "
      + "import it again to go on"
  }

  private func member(_ json: inout JSONWriter, _ name: String, _ value: String?) {
    json.name(name)
    if let value { json.string(value) } else { json.null() }
  }

  private func bytes(_ count: Int) -> String {
    switch count {
    case ..<1_024: "\(count) B"
    case ..<1_048_576: "\(count / 1_024) KiB"
    default: "\(ProgressText.grouped(UInt64(count / 1_048_576))) MiB"
    }
  }
}

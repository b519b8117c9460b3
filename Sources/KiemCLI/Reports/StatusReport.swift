package import Kiem
import KiemREPL
import LedgerModel
import Text

/// A ledger's status as lines for people and as one JSON object for monitoring.
package struct StatusReport {
  private let status: LedgerStatus

  package init(_ status: LedgerStatus) { self.status = status }

  /// `name  value` lines; what does not apply is left out.
  package var text: String {
    var lines: [(String, String)] = [
      ("ledger", status.path), ("position", "#\(status.position.number)"), ("root", status.root),
      ("kind", status.mark),
    ]
    if let clock = status.clock { lines.append(("clock", zone.vietnameseText(clock))) }
    if let last = status.lastRecorded {
      lines.append(("last recorded", zone.vietnameseText(last)))
    }
    if !status.campaigns.isEmpty {
      lines.append(("campaigns", status.campaigns.joined(separator: ", ")))
    }
    lines.append(("format", "\(status.format), written by \(status.engine)"))
    lines.append(
      ("size", status.sizes.map { "\($0.name) \(bytes($0.bytes))" }.joined(separator: ", ")))
    if status.readers > 0 { lines.append(("readers", String(status.readers))) }
    if let unfinished = status.unfinishedImport {
      lines.append(("unfinished import", unfinished))
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
      json.integer(status.format)
      member(&json, "engine", status.engine)
      member(&json, "mark", status.mark)
      member(&json, "last_recorded", status.lastRecorded.map(zone.rfc3339))
      member(&json, "clock", status.clock.map(zone.rfc3339))
      json.name("campaigns")
      json.array { json in for campaign in status.campaigns { json.string(campaign) } }
      json.name("sizes")
      json.object { json in
        for (name, bytes) in status.sizes {
          json.name(name)
          json.integer(bytes)
        }
      }
      json.name("readers")
      json.integer(status.readers)
      json.name("index_position")
      json.integer(status.indexPosition.number)
      member(&json, "unfinished_import", status.unfinishedImport)
    }
    return writer.text
  }

  private var zone: CivilZone { .vietnam }

  private func member(_ json: inout JSONWriter, _ name: String, _ value: String?) {
    json.name(name)
    if let value { json.string(value) } else { json.null() }
  }

  private func bytes(_ count: Int64) -> String {
    switch count {
    case ..<1_024: "\(count) B"
    case ..<1_048_576: "\(count / 1_024) KiB"
    default: "\(ProgressText.grouped(UInt64(count / 1_048_576))) MiB"
    }
  }
}

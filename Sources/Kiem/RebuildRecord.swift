import Foundation
import LedgerModel
import Projections

/// The line that a rebuild leaves in `projections/rebuilds.log`, for whoever asks later.
struct RebuildRecord {
  private let line: String

  init(_ report: RebuildReport, at instant: Instant) {
    var writer = JSONWriter()
    writer.object { json in
      json.name("at")
      json.string(CivilZone.vietnam.rfc3339(instant))
      json.name("generation")
      json.integer(report.generation ?? 0)
      json.name("position")
      json.integer(report.position.number)
      json.name("events")
      json.integer(report.eventCount)
      json.name("milliseconds")
      json.integer(Int64(report.seconds * 1_000))
      json.name("drifted")
      json.array { json in for source in report.drifted { json.string(source.digest.source) } }
      json.name("quarantined")
      json.integer(report.quarantined.count)
    }
    line = writer.text
  }

  /// Appends the line. A record that cannot be written ends no rebuild.
  func append(to folder: String) {
    let path = RebuildRecord.path(in: folder)
    let before = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    let kept = before.split(separator: "\n").suffix(RebuildRecord.lineCountMax - 1)
    let text = (kept + [Substring(line)]).joined(separator: "\n") + "\n"
    try? Data(text.utf8).write(to: URL(filePath: path), options: .atomic)
  }

  /// The newest line; none when nothing was rebuilt.
  static func last(in folder: String) -> String? {
    let text = try? String(contentsOfFile: path(in: folder), encoding: .utf8)
    return text?.split(separator: "\n").last.map { String($0) }
  }

  /// Runs that are remembered.
  private static let lineCountMax = 400

  private static func path(in folder: String) -> String { "\(folder)/rebuilds.log" }
}

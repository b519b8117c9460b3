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
      json.name("compared")
      json.array { json in
        for source in report.sources where source.agrees != nil {
          json.string(source.digest.source)
        }
      }
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

  /// By source whether the run that made the generation found the rows before it equal; empty when
  /// no run is remembered or nothing was compared.
  static func agreement(of generation: Int, in folder: String) -> [String: Bool] {
    let text = (try? String(contentsOfFile: path(in: folder), encoding: .utf8)) ?? ""
    for line in text.split(separator: "\n").reversed() {
      guard let run = try? JSONDecoder().decode(Comparison.self, from: Data(line.utf8)),
        run.generation == generation
      else { continue }
      let drifted = Set(run.drifted)
      return Dictionary(
        (run.compared ?? []).map { ($0, !drifted.contains($0)) }, uniquingKeysWith: { $1 })
    }
    return [:]
  }

  /// What a line says of a comparison; lines of older programs do not name what was compared.
  private struct Comparison: Decodable {
    let generation: Int
    let compared: [String]?
    let drifted: [String]
  }

  /// Runs that are remembered.
  private static let lineCountMax = 400

  private static func path(in folder: String) -> String { "\(folder)/rebuilds.log" }
}

package import EventLog
import KiemREPL
import LedgerModel

/// What a verification found, as text and as one JSON object.
package struct VerificationWords {
  private let report: VerificationReport

  package init(_ report: VerificationReport) { self.report = report }

  /// What was compared when all is well, else a line for each thing that is wrong.
  package var text: String {
    let count = ProgressText.grouped(report.eventCount)
    let notes = report.notes.map { "note: \($0)" }
    guard !report.isSound else {
      let root = report.root.map { ": \(count) events, root \($0)" } ?? ""
      let lines = ["sound at level \(report.level.rawValue)\(root)"] + compared + notes
      return lines.map { $0 + "\n" }.joined()
    }
    var lines = report.problems.map { "\($0.kind.rawValue): \($0)" }
    if report.unlistedCount > 0 { lines.append("… and \(report.unlistedCount) more") }
    lines += notes
    let found = report.problems.count + report.unlistedCount
    let damage = found == 1 ? "1 problem" : "\(found) problems"
    lines.append("damaged: \(damage) found at level \(report.level.rawValue) in \(count) events")
    return lines.map { $0 + "\n" }.joined()
  }

  /// One line for each level that was reached: what was held against what.
  private var compared: [String] {
    VerificationLevel.allCases.filter { $0 <= report.level }.compactMap { level in
      guard let words = words(level) else { return nil }
      return "  \(level.rawValue) \(words)"
    }
  }

  private func words(_ level: VerificationLevel) -> String? {
    switch level {
    case .checkpoints:
      switch report.keptCheckpointCount {
      case 0: "checkpoints: none was ever signed"
      case 1: "checkpoints: 1 kept, signed by the key, the beginning of the log"
      default:
        "checkpoints: \(report.keptCheckpointCount) kept, each signed by the key, each the "
          + "beginning of the log"
      }
    case .bytes: "bytes: every record hashed again; tiles, head and root agree"
    case .index: "index: as a fold of the log gives it" + vault
    case .projections: projections
    case .held: held
    }
  }

  private var vault: String {
    guard let count = report.vaultValueCount else { return "" }
    return "; \(ProgressText.grouped(count)) personal values open and fit their commitments"
  }

  private var projections: String {
    let quarantined = report.sources.reduce(0) { $0 + $1.quarantinedCount }
    return "projections: \(report.sources.count) sources folded in one pass and in "
      + "\(report.cuts.count + 1) steps: equal rows, \(quarantined) events in quarantine"
  }

  private var held: String? {
    guard report.heldCheckpointCount > 0 else { return nil }
    return "held: \(report.heldCheckpointCount) of others, signed by the key, the beginning of "
      + "the log"
  }

  /// `sound`, `level`, `events`, `root`, what was compared, and the problems with their positions.
  package var json: String {
    var writer = JSONWriter()
    writer.object { json in
      json.name("sound")
      json.bool(report.isSound)
      json.name("level")
      json.integer(report.level.rawValue)
      json.name("events")
      json.integer(report.eventCount)
      json.name("root")
      if let root = report.root { json.string(root) } else { json.null() }
      writeCompared(&json)
      json.name("problems")
      json.array { json in for problem in report.problems { write(problem, &json) } }
      json.name("unlisted")
      json.integer(report.unlistedCount)
      json.name("notes")
      json.array { json in for note in report.notes { json.string(note) } }
    }
    return writer.text
  }

  private func writeCompared(_ json: inout JSONWriter) {
    json.name("checkpoints")
    json.integer(report.keptCheckpointCount)
    json.name("held_checkpoints")
    json.integer(report.heldCheckpointCount)
    json.name("personal_values")
    if let count = report.vaultValueCount { json.integer(count) } else { json.null() }
    json.name("cuts")
    json.array { json in for cut in report.cuts { json.integer(cut) } }
    json.name("sources")
    json.array { json in
      for source in report.sources {
        json.object { json in
          json.name("source")
          json.string(source.name)
          json.name("rows")
          json.integer(source.rowCount)
          json.name("quarantined")
          json.integer(source.quarantinedCount)
          json.name("digest")
          json.string(source.digest)
        }
      }
    }
  }

  private func write(_ problem: VerificationProblem, _ json: inout JSONWriter) {
    json.object { json in
      json.name("kind")
      json.string(problem.kind.rawValue)
      if let positions = problem.positions {
        json.name("first")
        json.integer(positions.lowerBound)
        json.name("last")
        json.integer(positions.upperBound)
      }
      json.name("message")
      json.string(problem.message)
    }
  }
}

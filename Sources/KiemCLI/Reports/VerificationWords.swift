package import EventLog
import KiemREPL
import LedgerModel

/// What a verification found, as text and as one JSON object.
package struct VerificationWords {
  private let report: VerificationReport

  package init(_ report: VerificationReport) { self.report = report }

  /// A line when all is well, else one for each thing that is wrong.
  package var text: String {
    let count = ProgressText.grouped(report.eventCount)
    guard !report.isSound else {
      let root = report.root.map { ", root \($0)" } ?? ""
      return "sound at level \(report.level.rawValue): \(count) events\(root)\n"
    }
    var lines = report.problems.map { "\($0.kind.rawValue): \($0)" }
    if report.unlistedCount > 0 { lines.append("… and \(report.unlistedCount) more") }
    let damage = lines.count == 1 ? "1 problem" : "\(lines.count) problems"
    lines.append("damaged: \(damage) found at level \(report.level.rawValue) in \(count) events")
    return lines.map { $0 + "\n" }.joined()
  }

  /// `sound`, `level`, `events`, `root` and the problems with their positions.
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
      json.name("problems")
      json.array { json in for problem in report.problems { write(problem, &json) } }
      json.name("unlisted")
      json.integer(report.unlistedCount)
    }
    return writer.text
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

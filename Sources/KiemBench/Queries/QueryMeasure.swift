import Diagnostics
import Kiem
import QueryEngine

/// What one query took.
struct QueryFigure {
  let query: NamedQuery
  var rowCount = 0
  /// The first run, which reads the rows from disk, in milliseconds.
  var first = 0.0
  /// Medians of the timed runs, in milliseconds: on the wall, and of the processor over all
  /// threads.
  var median = 0.0
  var processor = 0.0
  /// The longest time in which the first run would not have noticed Ctrl-C, and the longest of the
  /// timed ones, in milliseconds.
  var firstWait = 0.0
  var wait = 0.0
  /// Anonymous memory of the process after the runs, in MiB.
  var memory = 0.0
  /// Why there is no figure.
  var failure: String?
}

/// Runs queries on an open ledger.
struct QueryMeasure {
  let ledger: Ledger
  let runs: Int

  func time(_ query: NamedQuery) -> QueryFigure {
    var figure = QueryFigure(query: query)
    do {
      let watch = Stopwatch()
      (figure.rowCount, figure.firstWait) = try ask(query)
      figure.first = watch.seconds * 1_000
      var (walls, processors) = ([Double](), [Double]())
      for _ in 0..<runs {
        let watch = Stopwatch()
        figure.wait = max(figure.wait, try ask(query).wait)
        walls.append(watch.seconds * 1_000)
        processors.append(watch.processorSeconds * 1_000)
      }
      (figure.median, figure.processor) = (walls.median, processors.median)
    } catch let failure as QueryFailure {
      figure.failure = QueryMeasure.sentence(failure)
    } catch {
      figure.failure = "\(error)"
    }
    figure.memory = Double(Memory.anonymousByteCount) / 1_048_576
    return figure
  }

  /// Rows of the answer, and the longest time without a look at the cancellation, in milliseconds.
  private func ask(_ query: NamedQuery) throws -> (rowCount: Int, wait: Double) {
    let token = CancellationToken(timesLooks: true)
    let rowCount = try ledger.query(QueryRequest(query.text), cancellation: token).table.rows.count
    return (rowCount, (token.longestWait ?? .zero) / .milliseconds(1))
  }

  /// Code, place and message of the first finding, on one line.
  private static func sentence(_ failure: QueryFailure) -> String {
    switch failure {
    case .text(let findings, _):
      findings.first { $0.severity == .error }.map(sentence) ?? "the text is wrong"
    case .run(let finding, _): sentence(finding)
    case .cancelled: "cancelled"
    }
  }

  private static func sentence(_ finding: Diagnostic) -> String {
    "\(finding.code) at column \(finding.span.start + 1): \(finding.message)"
  }
}

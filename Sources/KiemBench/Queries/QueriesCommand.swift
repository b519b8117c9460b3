import ArgumentParser
import EventLog
import Foundation
import Kiem
import QueryEngine

/// Times questions inside one process, so that neither its start nor the first reading of the rows
/// is part of the figure.
struct QueriesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "queries",
    abstract: "Time queries on a ledger, each in this process after one warm-up.",
    discussion: """
      The file holds one query a line. Empty lines and lines that begin with '--' are passed over; \
      a line '-- name: count by type' names the query below it.

      Each query runs once to warm up, then as often as --runs says; the table gives the median. \
      'first' is the warm-up: with it, the rows are read from disk. 'wait' is the longest time in \
      which the query would not have noticed Ctrl-C. A query that fails is listed \
      with its error, the others still run, and the exit status is 1.

      EXAMPLES
        kiem-bench queries --ledger ledger --file queries.txt
        kiem-bench queries --ledger ledger --file queries.txt --runs 9 --json queries.json
      """)

  @Option(help: ArgumentHelp("The ledger to ask; nothing in it is written.", valueName: "dir"))
  var ledger: String

  @Option(help: ArgumentHelp("The queries, one a line.", valueName: "file"))
  var file: String

  @Option(help: "Timed runs of each query after the warm-up; the median is shown.")
  var runs = 5

  @Option(help: "Threads that a query may use; 2 where the machine has them.")
  var threads: Int?

  @Option(help: ArgumentHelp("Also write the figures as JSON.", valueName: "file"))
  var json: String?

  func validate() throws {
    guard threads ?? 1 >= 1 else { throw ValidationError("--threads: write 1 or more") }
    guard runs >= 1 else { throw ValidationError("--runs \(runs): write 1 or more") }
  }

  func run() throws {
    let queries = try QueryList(contentsOf: file).queries
    let watch = Stopwatch()
    let opened = try Ledger.open(at: ledger, access: .readOnly)
    if let threads { opened.threads = ExecutionThreads(countMax: threads) }
    let opening = watch.seconds * 1_000
    let measure = QueryMeasure(ledger: opened, runs: runs)
    let report = QueryReport(
      events: Int(try opened.log.head().size), opening: opening,
      figures: queries.map { query in
        FileHandle.standardError.write(Data("\(query.name)\n".utf8))
        return measure.time(query)
      })
    print(report.table, terminator: "")
    if let json { try report.json.write(toFile: json, atomically: true, encoding: .utf8) }
    if report.figures.contains(where: { $0.failure != nil }) { throw ExitCode(1) }
  }
}

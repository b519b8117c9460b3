import ArgumentParser

/// What rewritten rows and questions about the past cost.
struct LifetimesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lifetimes",
    abstract: "Measure what rewritten rows and questions about the past cost.",
    discussion: """
      One question is asked of rows that were never rewritten, and of as many rows each of which was \
      rewritten five times: in any order, so that no block of rows is closed as a whole, or round \
      by round; then also compacted, as a rebuild leaves them.

      EXAMPLES
        kiem-bench lifetimes --rows 1000000
      """)

  @Option(help: ArgumentHelp("Rows that stand.", valueName: "rows"))
  var rows = 1_000_000

  @Option(help: ArgumentHelp("Also write the figures as JSON.", valueName: "file"))
  var json: String?

  func validate() throws {
    guard rows > 0 else { throw ValidationError("--rows is a number above 0") }
  }

  func run() throws {
    let report = FigureReport(figures: try LifetimesMeasure(rowCount: rows).run())
    print(report.table, terminator: "")
    if let json { try report.save(to: json) }
  }
}

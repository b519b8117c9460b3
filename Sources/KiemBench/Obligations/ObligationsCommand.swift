import ArgumentParser

/// The figures of judging the obligations of many bearers.
struct ObligationsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "obligations",
    abstract: "Measure deriving and judging the obligations of many bearers, stage by stage.",
    discussion: """
      Five duties of every bearer and two facts for each bearer and duty, made as they are read; \
      no ledger is needed.

      EXAMPLES
        kiem-bench obligations --bearers 100000
      """)

  @Option(help: ArgumentHelp("How many units owe the five duties.", valueName: "n"))
  var bearers = 100_000

  @Option(help: ArgumentHelp("Also write the figures as JSON.", valueName: "file"))
  var json: String?

  func run() throws {
    let report = FigureReport(figures: try ObligationMeasure(bearerCount: bearers).run())
    print(report.table, terminator: "")
    if let json { try report.save(to: json) }
  }
}

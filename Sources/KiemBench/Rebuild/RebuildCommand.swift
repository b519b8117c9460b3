import ArgumentParser

/// The figures of folding all stored rows of a ledger anew.
struct RebuildCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rebuild",
    abstract: "Measure folding all stored rows of a ledger anew, stage by stage.",
    discussion: """
      The ledger gets a new generation of rows. Decoding alone is measured first, in a pass of its \
      own.

      EXAMPLES
        kiem-bench rebuild --ledger ledger
      """)

  @Option(help: ArgumentHelp("Folder of the ledger.", valueName: "dir"))
  var ledger: String

  @Option(help: ArgumentHelp("Also write the figures as JSON.", valueName: "file"))
  var json: String?

  func run() throws {
    let report = FigureReport(figures: try RebuildMeasure(ledger: ledger).run())
    print(report.table, terminator: "")
    if let json { try report.save(to: json) }
  }
}

import ArgumentParser
import Foundation

/// The figures of the log at one or more sizes.
struct LogCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "log",
    abstract: "Measure appending, importing, verifying and opening.",
    discussion: """
      Every figure stands beside a bare LMDB environment that stores the same bytes in the same \
      run. Sizes are measured one after the other, smallest first.

      EXAMPLES
        kiem-bench log --events 100000
        kiem-bench log --events 100000,1000000,10000000 --json log.json
      """)

  @Option(help: "Events in the ledger, one or more sizes with commas between.")
  var events = "100000"

  @Option(help: ArgumentHelp("Also write the figures as JSON.", valueName: "file"))
  var json: String?

  @Option(help: ArgumentHelp("Where ledgers are made and removed again.", valueName: "dir"))
  var folder = NSTemporaryDirectory()

  @Option(help: ArgumentHelp("Keep the imported lines there.", valueName: "file"))
  var keep: String?

  func run() throws {
    let sizes = try events.split(separator: ",").map { text throws(ValidationError) in
      guard let size = Int(text), size >= 1_000 else {
        throw ValidationError("'\(text)' is no size: write a number of 1000 or more")
      }
      return size
    }
    var report = FigureReport()
    for size in sizes.sorted() {
      report.figures += try LogBenchmark(events: size, parent: folder, keep: keep).run()
    }
    print(report.table, terminator: "")
    if let json { try report.save(to: json) }
  }
}

import ArgumentParser
import Diagnostics
import EventLog
import Foundation
import Kiem
import KiemREPL

struct CheckCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Compile saved queries without running them.",
    discussion: """
      Folders are searched for files that end in .kiem. With a ledger at hand, the units, duties \
      and materials that a query names are looked up too; without one, only names and types are \
      checked.

      EXAMPLES
        kiem check Queries
        kiem check Queries/reach/16-coverage.kiem --error-format json
      """)

  @OptionGroup var location: LedgerLocation

  @Argument(help: "Files or folders.", completion: .file(extensions: ["kiem"]))
  var paths: [String]

  @Option(help: "Form of errors.")
  var errorFormat: ErrorFormat = .text

  func perform(in context: CommandContext) throws -> ExitStatus {
    let files = try paths.flatMap(files)
    let ledger = try openLedger(in: context)
    let printer = AnswerPrinter(console: context.console, errorFormat: errorFormat)
    var errorCount = 0
    var warningCount = 0
    for path in files {
      let source = try TextInput.file(path)
      let findings = ledger.map { $0.check(source) } ?? Ledger.check(source)
      printer.report(findings, in: source)
      errorCount += findings.count { $0.severity == .error }
      warningCount += findings.count { $0.severity == .warning }
    }
    let summary = [
      CheckCommand.count(files.count, "query", "queries"),
      CheckCommand.count(errorCount, "error", "errors"),
      CheckCommand.count(warningCount, "warning", "warnings"),
    ]
    let without = ledger == nil ? " (without a ledger: names of units were not looked up)" : ""
    context.console.say(summary.joined(separator: ", ") + without)
    return errorCount == 0 ? .done : .wrongInput
  }

  private func files(at path: String) throws -> [String] {
    guard let files = SavedQueries.files(at: path) else {
      throw CommandFailure.argument("\(path): no such file or folder")
    }
    guard !files.isEmpty else {
      throw CommandFailure.argument(
        "\(path): no saved queries in it", remedy: "Saved queries end in \(SavedQueries.ending).")
    }
    return files
  }

  /// The ledger, if there is one; one that was asked for by name must be there.
  private func openLedger(in context: CommandContext) throws -> Ledger? {
    let path = location.path(in: context)
    if location.folder == nil, !FileManager.default.fileExists(atPath: path) { return nil }
    return try Ledger.open(at: path, access: .readOnly)
  }

  private static func count(_ number: Int, _ one: String, _ many: String) -> String {
    "\(number) \(number == 1 ? one : many)"
  }
}

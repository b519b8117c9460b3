import ArgumentParser
import Kiem
import KiemREPL
import LedgerModel

/// Forms of commands that describe a ledger instead of answering a question.
enum ReportFormat: String, CaseIterable, ExpressibleByArgument, Sendable {
  case text, json
}

struct StatusCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Say what state the ledger is in.",
    discussion: """
      Position and root name the content: two ledgers with the same root hold the same events.

      EXAMPLES
        kiem status
        kiem --ledger kh121 status --format json | jq -r .root
      """)

  @OptionGroup var location: LedgerLocation

  @Option(help: "Form of the answer.")
  var format: ReportFormat = .text

  func perform(in context: CommandContext) throws -> ExitStatus {
    let status = try Ledger.open(at: location.path(in: context), access: .readOnly).status()
    let report = StatusReport(status)
    context.console.output.write(format == .json ? report.json + "\n" : report.text)
    return .done
  }
}

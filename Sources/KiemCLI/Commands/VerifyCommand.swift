import ArgumentParser
import EventLog
import KiemREPL
import QueryEngine

struct VerifyCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Prove that the ledger still holds what was recorded.",
    discussion: """
      Level 2 hashes every stored byte again and compares it with the Merkle tree; level 3 also \
      folds the index anew from the log and compares the two. Damage is named with its place. The \
      exit status is 0 when all is well and 1 when something is wrong.

      EXAMPLES
        kiem verify
        kiem verify --level 2 --format json
      """)

  @OptionGroup var location: LedgerLocation

  @Option(help: "How deep to look: 2 bytes, 3 bytes and index.")
  var level: VerificationLevel = .index

  @Option(help: "Form of the answer.")
  var format: ReportFormat = .text

  func perform(in context: CommandContext) throws -> ExitStatus {
    let token = CancellationToken()
    let progress = ProgressLine(
      ProgressText(label: "verifying", unit: "events"), on: context.console.messages)
    let report = try Interruption.shared.whileHandling(token.cancel) {
      defer { progress.clear() }
      return try EventLog.verify(at: location.path(in: context), level: level) { done, total in
        progress.update(ProgressText.Measure(count: done, of: total))
        return !token.isCancelled
      }
    }
    let words = VerificationWords(report)
    context.console.output.write(format == .json ? words.json + "\n" : words.text)
    return report.isSound ? .done : .failed
  }
}

extension VerificationLevel: ExpressibleByArgument {
  public init?(argument: String) {
    guard let number = Int(argument) else { return nil }
    self.init(rawValue: number)
  }
}

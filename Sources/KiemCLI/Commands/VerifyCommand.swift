import ArgumentParser
import EventLog
import Kiem
import KiemREPL
import QueryEngine

struct VerifyCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Prove that the ledger still holds what was recorded.",
    discussion: """
      1  Every checkpoint that the ledger keeps is signed by its key, and what it signs is still the \
      beginning of the log.
      2  Every stored byte is hashed again and compared with tiles, head and root.
      3  The index is folded anew from the log and compared; every value in the vault opens and \
      fits its commitment.
      4  Every source is folded twice, in one pass and in steps, and the rows are compared by \
      digest, and the stored rows with both.
      5  Checkpoints that others hold, given with --checkpoint, are the beginning of the log too.

      Each level includes those before it. Damage is named with its place. Without --key the \
      signatures are checked with the ledger's own keys/signing.pub: an auditor gives the key that \
      they were told. The exit status is 0 when all is well and 1 when something is wrong.

      EXAMPLES
        kiem verify
        kiem verify --level 4 --format json
        kiem verify --checkpoint held.checkpoint --key signing.pub
      """)

  @OptionGroup var location: LedgerLocation

  @Option(help: "How deep to look, 1 to 5; 3 if not given, 5 with --checkpoint.")
  var level: VerificationLevel?

  @Option(
    help: ArgumentHelp("Checkpoint that somebody holds; may be repeated.", valueName: "file"),
    completion: .file())
  var checkpoint: [String] = []

  @Option(
    help: ArgumentHelp(
      "Verifier key that must have signed: the key or a file with it.", valueName: "key"))
  var key: String?

  @Option(help: "Form of the answer.")
  var format: ReportFormat = .text

  func validate() throws {
    guard level != .held || !checkpoint.isEmpty else {
      throw ValidationError("Level 5 needs a checkpoint that somebody holds: --checkpoint FILE.")
    }
  }

  func perform(in context: CommandContext) throws -> ExitStatus {
    // A file that is no checkpoint is a wrong argument here, and no damage of the ledger.
    for path in checkpoint { _ = try CheckpointFile(path: path) }
    let basis = VerificationBasis(
      heldCheckpoints: checkpoint, key: try key.map(KeyArgument.verifier))
    let token = CancellationToken()
    let progress = ProgressLine(
      ProgressText(label: "verifying", unit: "events"), on: context.console.messages)
    let report = try Interruption.shared.whileHandling(token.cancel) {
      defer { progress.clear() }
      return try Ledger.verify(
        at: location.path(in: context), level: level ?? (checkpoint.isEmpty ? .index : .held),
        basis: basis
      ) { done, total in
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

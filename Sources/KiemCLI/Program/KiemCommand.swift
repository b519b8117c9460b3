import ArgumentParser
import KiemREPL

/// The command `kiem`; everything it does is a subcommand.
struct KiemCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "kiem",
    abstract: "A campaign's ledger: who owed what, who reported, who was reached, and why.",
    discussion: """
      A ledger is a folder. It is looked for at --ledger, else at $KIEM_LEDGER, else at ./ledger.

      EXAMPLES
        kiem demo
        kiem query 'obligations | missing "O11"' --now 2021-08-05T09:00
        kiem run Queries/reach/16-coverage.kiem --root "LĐLĐ tỉnh Đắk Lắk"
        kiem status

      Answers go to standard output, everything else to standard error. The exit status is 0 when \
      done, 1 when an assertion or verification failed, 2 when a text or argument is wrong, 3 when \
      something failed at run time, 4 when the ledger is busy, 130 when cancelled.
      """,
    version: "0.1.0",
    subcommands: [
      DemoCommand.self, NewCommand.self, TypesCommand.self, RecordCommand.self, ImportCommand.self,
      QueryCommand.self, RunCommand.self, CheckCommand.self, ExplainCommand.self,
      ReplayCommand.self, StatusCommand.self, RebuildCommand.self, ScheduleCommand.self,
      VerifyCommand.self, CheckpointCommand.self, ProveCommand.self, ExportCommand.self,
      EraseCommand.self, BackupCommand.self, RestoreCommand.self, DumpCommand.self,
      LoadCommand.self, CompactCommand.self, ReplCommand.self, SnapshotCommand.self,
    ])

  static let _errorPrefix = "kiem: "

  @OptionGroup var location: LedgerLocation
}

/// A subcommand: told what it may use, says how it ended.
protocol Subcommand: ParsableCommand {
  func perform(in context: CommandContext) throws -> ExitStatus
}

extension Subcommand {
  func run() throws {
    throw ExitCode(try perform(in: .standard()).rawValue)
  }
}

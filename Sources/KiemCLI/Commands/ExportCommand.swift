import ArgumentParser
import EventLog
import Evidence
import Kiem
import KiemREPL
import QueryEngine

struct ExportCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write the log as static files that other tools read.",
    discussion: """
      --tiles writes the layout of C2SP tlog-tiles: checkpoint, tile/LEVEL/N and tile/entries/N. An \
      auditor's own tools check the signature, the root and every event with it; a web server may \
      serve it as it is. A folder with a shorter export of the same log is continued. Persons are \
      pseudonyms there, personal values commitments.

      The log is signed as it is, without an event. --at exports up to a checkpoint that was signed \
      before; so does a ledger that may only be read, with the newest that it keeps.

      EXAMPLES
        kiem export --tiles audit/
        kiem export --tiles audit/ --at ledger/checkpoints/18430.checkpoint
      """)

  @OptionGroup var location: LedgerLocation

  @Option(
    help: ArgumentHelp("Folder to write to: new, empty, or exported to before.", valueName: "dir"),
    completion: .directory)
  var tiles: String

  @Option(
    help: ArgumentHelp("Export up to this checkpoint.", valueName: "file"), completion: .file())
  var at: String?

  func perform(in context: CommandContext) throws -> ExitStatus {
    let path = location.path(in: context)
    let (log, checkpoint) = try open(path, context)
    let token = CancellationToken()
    let progress = ProgressLine(
      ProgressText(label: "exporting", unit: "events"), on: context.console.messages)
    let export = try Interruption.shared.whileHandling(token.cancel) {
      defer { progress.clear() }
      return try log.exportTiles(checkpoint, to: tiles) { done, total in
        progress.update(ProgressText.Measure(count: done, of: total))
        return !token.isCancelled
      }
    }
    context.console.output.line(tiles)
    let before = export.previousSize > 0 ? ", \(export.previousSize) before" : ""
    context.console.say("\(export.size) events\(before), \(export.fileCount) files written")
    context.console.say("verifier key \(try log.verifierKey())")
    return .done
  }

  private func open(
    _ path: String, _ context: CommandContext
  ) throws -> (EventLog, CheckpointFile) {
    if let at {
      let log = try Ledger.open(at: path, access: .readOnly).log
      return (log, try CheckpointFile(path: at))
    }
    do {
      let log = try Ledger.open(at: path).log
      let signed = try log.signCheckpoint(CheckpointOptions(records: false), now: context.now)
      return (log, signed.file)
    } catch LedgerError.readOnly {
      let log = try Ledger.open(at: path, access: .readOnly).log
      context.console.say("the ledger may only be read: exporting its newest checkpoint")
      return (log, try log.newestCheckpoint())
    }
  }
}

import ArgumentParser
import Catalog
import Diagnostics
import EventLog
import Evidence
import Kiem
import KiemREPL
import LedgerModel
import QueryEngine
import Rendering

extension SourceFileFormat: ExpressibleByArgument {}

struct ExportCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write the ledger as files that other tools read.",
    discussion: """
      --format csv or ndjson writes the rows of every source into a folder, a file each, and \
      manifest.json with position, root and the type of every column. Closed rows are among them: \
      what held at #P are the rows with from <= P and (until is empty or P < until). Persons are \
      pseudonyms; personal values are left out.

      --tiles writes the layout of C2SP tlog-tiles: checkpoint, tile/LEVEL/N and tile/entries/N. An \
      auditor's own tools check the signature, the root and every event with it; a web server may \
      serve it as it is. A folder with a shorter export of the same log is continued. Persons are \
      pseudonyms there, personal values commitments.

      The log is signed as it is, without an event. --at exports up to a checkpoint that was signed \
      before; so does a ledger that may only be read, with the newest that it keeps.

      EXAMPLES
        kiem export --format csv rows/
        kiem export --format ndjson --source obligations --source units --as-of '#18422' rows/
        kiem export --tiles audit/
        kiem export --tiles audit/ --at ledger/checkpoints/18430.checkpoint
      """)

  @OptionGroup var location: LedgerLocation

  @Option(help: "Write the rows of the sources in this form.")
  var format: SourceFileFormat?

  @Option(
    name: .customLong("source"),
    help: ArgumentHelp("Only the rows of this source. May be repeated.", valueName: "name"))
  var sources: [String] = []

  @Option(
    help: ArgumentHelp(
      "Rows as they were known then: an instant, or a position as '#18422'.", valueName: "point"))
  var asOf: String?

  @Option(
    help: ArgumentHelp(
      "Judge what is derived, as obligations, at this clock: 2021-08-05T09:00.",
      valueName: "instant"))
  var now: String?

  @Option(
    help: ArgumentHelp(
      "Write the log's tiles to this folder: new, empty, or exported to before.",
      valueName: "dir"),
    completion: .directory)
  var tiles: String?

  @Option(
    help: ArgumentHelp("Export tiles up to this checkpoint.", valueName: "file"),
    completion: .file())
  var at: String?

  @Argument(help: "Folder for the rows: new or empty.", completion: .directory)
  var folder: String?

  mutating func validate() throws {
    if let name = sources.first(where: { SourceCatalog.source(named: $0) == nil }) {
      let near = nearestName(to: name, among: SourceCatalog.all.map(\.name))
      throw ValidationError(
        "There is no source '\(name)'." + (near.map { " Did you mean '\($0)'?" } ?? ""))
    }
    if tiles == nil {
      if format == nil || folder == nil {
        throw ValidationError("Say what to write: --format csv DIR, or --tiles DIR.")
      }
      if at != nil { throw ValidationError("--at goes with --tiles; rows take --as-of.") }
    } else if format != nil || folder != nil || asOf != nil || now != nil || !sources.isEmpty {
      throw ValidationError("--tiles goes with --at only.")
    }
  }

  func perform(in context: CommandContext) throws -> ExitStatus {
    if let tiles { return try writeTiles(to: tiles, context) }
    guard let format, let folder else { return .wrongInput }
    let ledger = try Ledger.open(at: location.path(in: context), access: .readOnly)
    let export = try ledger.export(sources: sources, asOf: asOf, now: now)
    let files = try LongWork("exporting", unit: "sources", context).run { progress in
      try TableExport(export: export, format: format, folder: folder).run(progress)
    }
    context.console.output.line(folder)
    let rowCount = files.map(\.rowCount).reduce(0, +)
    context.console.say(
      "\(rowCount) rows of \(files.count) sources, position #\(export.position.number)")
    return .done
  }

  private func writeTiles(to tiles: String, _ context: CommandContext) throws -> ExitStatus {
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

import ArgumentParser
import EventLog
import Evidence
import Kiem
import KiemREPL

struct SnapshotCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "snapshot",
    abstract: "Write what every source holds as text, and compare two such states.",
    discussion: """
      A folder with a file a source, a line a row, the key first; and a manifest with position, \
      root, digests and a signature. The text depends on the events alone: a snapshot of a rebuilt, \
      restored or loaded ledger at the same position is the same, byte for byte. Sources that are \
      judged at a clock, as obligations, are judged at that of the position unless --now is given.

      EXAMPLES
        kiem snapshot before/ --at '#18422'
        kiem snapshot after/
        kiem snapshot diff before/ after/
        kiem rebuild --against after/
      """,
    subcommands: [SnapshotWrite.self, SnapshotDiff.self], defaultSubcommand: SnapshotWrite.self)
}

struct SnapshotWrite: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "write", abstract: "Write a snapshot; `write` may be left out.")

  @OptionGroup var location: LedgerLocation

  @Option(
    help: ArgumentHelp(
      "Of what was known then: an instant, or a position as '#18422'.", valueName: "point"))
  var at: String?

  @Option(help: ArgumentHelp("Judge at this clock: 2021-08-05T09:00.", valueName: "instant"))
  var now: String?

  @Flag(help: "Leave the manifest without a signature, as where the ledger may only be read.")
  var unsigned = false

  @Argument(help: "Folder to write to: new or empty.", completion: .directory)
  var folder: String

  func perform(in context: CommandContext) throws -> ExitStatus {
    let ledger = try Ledger.open(
      at: location.path(in: context), access: unsigned ? .readOnly : .readWrite)
    let text = SnapshotText(export: try ledger.export(asOf: at, now: now))
    let target = SnapshotFolder(path: folder)
    try target.prepare()
    let sources = try LongWork("writing", unit: "sources", context).run { progress in
      var written: [SnapshotManifest.Source] = []
      for source in text.sources {
        let done = UInt64(written.count)
        written.append(
          try target.write(source, of: text) {
            guard !progress(done, UInt64(text.sources.count)) else { return }
            throw CommandFailure(
              .cancelled, "cancelled", remedy: "Delete \(folder) to begin anew.")
          })
      }
      return written
    }
    let manifest = text.manifest(sources)
    try target.finish(
      unsigned ? manifest.text : try ledger.log.signNote(manifest.text).encoded)
    context.console.output.line(folder)
    let rowCount = sources.map(\.rowCount).reduce(0, +)
    context.console.say(
      "\(rowCount) rows of \(sources.count) sources, position #\(manifest.position), "
        + "root \(manifest.root)")
    return .done
  }
}

struct SnapshotDiff: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "diff", abstract: "Compare two snapshots; exit status 1 when they differ.",
    discussion: """
      Lines that only the first has begin with -, those that only the second has with +; a row that \
      both have in different forms is shown with both.

      EXAMPLES
        kiem snapshot diff before/ after/
      """)

  @Option(help: "Rows to show of each source.")
  var rows = 20

  @Argument(help: "The first snapshot.", completion: .directory)
  var first: String

  @Argument(help: "The second snapshot.", completion: .directory)
  var second: String

  func perform(in context: CommandContext) throws -> ExitStatus {
    let sources = try SnapshotDifference(first: first, second: second).sources()
    for source in sources {
      context.console.output.line(
        "\(source.name): \(source.added.count) added, \(source.removed.count) removed, "
          + "\(source.changed.count) changed")
      let lines =
        source.changed.flatMap { ["- " + $0.old, "+ " + $0.new] }
        + source.removed.map { "- " + $0 } + source.added.map { "+ " + $0 }
      for line in lines.prefix(max(0, rows)) { context.console.output.line(line) }
      if lines.count > rows { context.console.output.line("… \(lines.count - rows) more lines") }
    }
    context.console.say(
      sources.isEmpty ? "no difference" : "\(sources.count) sources differ")
    return sources.isEmpty ? .done : .failed
  }
}

/// `kiem rebuild --against`: rows held against a snapshot.
struct SnapshotCheck {
  let folder: String

  /// Names of the sources whose rows are not those of the snapshot. Throws for a snapshot of another
  /// log, or of a position that this one has not reached.
  func drifted(in ledger: Ledger) throws -> [String] {
    let manifest = try SnapshotManifest.read(folder, verifier: try? ledger.log.verifierKey())
    let root = try ledger.log.root(ofSize: manifest.position).hex
    guard root == manifest.root else {
      throw CommandFailure(
        .failed, "the first \(manifest.position) events are not those of \(folder)",
        remedy: "The snapshot is of another log, or the log was changed: `kiem verify --level 2`.")
    }
    let text = SnapshotText(
      export: try ledger.export(asOf: "#\(manifest.position)", now: manifest.clock))
    let known = Dictionary(
      manifest.sources.map { ($0.name, $0.sha256) }, uniquingKeysWith: { first, _ in first })
    return try text.sources.compactMap { source in
      guard let expected = known[source.name] else { return nil }
      return try text.write(source) { _ in }.sha256 == expected ? nil : source.name
    }
  }
}

import ArgumentParser
import Kiem
import KiemREPL
import LedgerModel
import Projections
import QueryEngine

struct RebuildCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "rebuild",
    abstract: "Fold the stored rows anew from the log and compare them with the live ones.",
    discussion: """
      A new generation is folded beside the live one, while questions and appends go on, and becomes \
      live in one step. Then the digests of all sources are compared: rows that had drifted from the \
      log, and events that could not be folded, are listed and the exit status is 1. Where most rows of a \
      source are closed, the open ones are stored once more close together, for questions about now. A run that was \
      cancelled or killed, or that met the limit of --memory, goes on with --resume. Only one runs at a time; a second exits with 4.

      EXAMPLES
        kiem rebuild
        kiem rebuild --source views --source attempts
        kiem rebuild --resume
        kiem rebuild --rollback
        kiem rebuild --against snapshot/
        kiem rebuild --format json >> rebuild.jsonl
      """)

  @OptionGroup var location: LedgerLocation

  @Option(
    name: .customLong("source"),
    help: "Only fold this source and compare it; the live rows stay. May be repeated.")
  var sources: [String] = []

  @Flag(help: "Go on with the run that was left unfinished.")
  var resume = false

  @Option(help: "Older generations to keep beside the live one.")
  var keep = 1

  @Flag(help: "Make the generation before the live one live again.")
  var rollback = false

  @Option(
    help: ArgumentHelp(
      "Hold the new rows against a snapshot; exit status 1 when they differ.", valueName: "dir"),
    completion: .directory)
  var against: String?

  @Option(
    help: ArgumentHelp(
      "The most that it may hold in memory, as 512M or 4G; half of the machine's, at most 4G, when "
        + "it is left out.", valueName: "size"))
  var memory: MemorySize?

  @Flag(help: "End at the first event that cannot be folded.")
  var strict = false

  @Option(help: "Form of the report.")
  var format: ReportFormat = .text

  mutating func validate() throws {
    if keep < 0 { throw ValidationError("--keep takes a number from 0.") }
    if rollback, resume || strict || !sources.isEmpty || against != nil {
      throw ValidationError("--rollback goes with --format only.")
    }
    if resume, !sources.isEmpty { throw ValidationError("--resume does not go with --source.") }
  }

  func perform(in context: CommandContext) throws -> ExitStatus {
    let ledger = try Ledger.open(at: location.path(in: context), access: .readOnly)
    if rollback {
      let generation = try ledger.rollBack()
      context.console.output.write(
        format == .json
          ? "{\"generation\":\(generation)}\n" : "generation \(generation) is live\n")
      return .done
    }
    let report = try fold(ledger, context)
    let words = RebuildWords(report)
    context.console.output.write(format == .json ? words.json + "\n" : words.text)
    let agrees = try agrees(context)
    return report.isSound && agrees ? .done : .failed
  }

  /// Whether the rows that are live now are those of the snapshot, if there is one.
  private func agrees(_ context: CommandContext) throws -> Bool {
    guard let against else { return true }
    let ledger = try Ledger.open(at: location.path(in: context), access: .readOnly)
    let drifted = try SnapshotCheck(folder: against).drifted(in: ledger)
    context.console.say(
      drifted.isEmpty
        ? "the rows are those of \(against)"
        : "other rows than \(against): \(drifted.joined(separator: ", "))")
    return drifted.isEmpty
  }

  private func compactionLine(_ context: CommandContext) -> ProgressLine {
    ProgressLine(ProgressText(label: "compacting", unit: "rows"), on: context.console.messages)
  }

  private func fold(_ ledger: Ledger, _ context: CommandContext) throws -> RebuildReport {
    var options = RebuildOptions()
    options.sources = sources
    options.isResumed = resume
    options.keepCount = keep
    options.isStrict = strict
    if let memory { options.memory = FoldingMemory(byteCountMax: memory.byteCount) }
    let token = CancellationToken()
    let progress = ProgressLine(
      ProgressText(label: "folding", unit: "events"), on: context.console.messages)
    var compaction: ProgressLine?
    return try Interruption.shared.whileHandling(token.cancel) {
      defer {
        progress.clear()
        compaction?.clear()
      }
      return try ledger.rebuild(options) { done, head in
        progress.update(ProgressText.Measure(count: done.number, of: head.number))
        return !token.isCancelled
      } compacting: { done, all in
        let line = compaction ?? compactionLine(context)
        compaction = line
        line.update(ProgressText.Measure(count: UInt64(done), of: UInt64(all)))
        return !token.isCancelled
      }
    }
  }
}

import ArgumentParser
import EventLog
import Foundation
import Import
import Kiem
import KiemREPL
import LedgerModel
import QueryEngine

extension ImportFormat: ExpressibleByArgument {}

struct ImportCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Append the events of files.",
    discussion: """
      Reads CloudEvents (JSON, a JSON array, or one a line), tables through a mapping file that \
      says which columns make which fields, and xAPI statements through a mapping file that names \
      campaign, unit and quiz. Rows that cannot be taken are refused with line, field and rule; \
      --rejects keeps them in a form that can be mended and imported again. The rest is stored all \
      the same; the exit status is 2 when rows were refused.

      An import that was cut off continues where it stopped when it is run again; importing a file \
      twice adds nothing.

      EXAMPLES
        kiem import events.ndjson
        kiem import scores.csv --mapping scores.yaml --rejects bad.csv
        kiem import statements.json --input-format xapi --mapping lrs.yaml --dry-run
        kiem import 2019.ndjson 2020.ndjson --backfill
        kiem import events.ndjson --format json
      """)

  @OptionGroup var location: LedgerLocation

  @Argument(help: "Files to read.", completion: .file())
  var files: [String]

  @Option(
    help: ArgumentHelp("How rows become events: a YAML file.", valueName: "file"),
    completion: .file(extensions: ["yaml", "yml"]))
  var mapping: String?

  @Option(help: "Form of the files, if neither name nor content tells.")
  var inputFormat: ImportFormat?

  @Option(
    help: ArgumentHelp("Where refused rows go.", valueName: "file"), completion: .file())
  var rejects: String?

  @Flag(help: "Move history in: events are recorded at their own times, files merged by time.")
  var backfill = false

  @Flag(help: "Allow live events in a simulated ledger.")
  var live = false

  @Flag(
    name: .shortAndLong,
    help: "Check every row and identifier; add nothing. Rules that need the ledger come later.")
  var dryRun = false

  @Option(help: "Form of the report.")
  var format: ReportFormat = .text

  func validate() throws {
    guard rejects == nil || files.count == 1 || backfill else {
      throw ValidationError("--rejects takes the rows of one file: import the files one by one")
    }
    if let rejects, files.contains(where: { ImportCommand.isSame($0, rejects) }) {
      throw ValidationError("--rejects would overwrite the file that is read: name another file")
    }
  }

  /// True for two names of one file, links followed.
  private static func isSame(_ first: String, _ second: String) -> Bool {
    let paths = [first, second].map {
      URL(fileURLWithPath: $0).resolvingSymlinksInPath().standardizedFileURL.path
    }
    return paths[0] == paths[1]
  }

  func perform(in context: CommandContext) throws -> ExitStatus {
    let path = location.path(in: context)
    let isThere = FileManager.default.fileExists(atPath: path)
    let ledger = try dryRun && !isThere ? nil : Ledger.open(at: path)
    let input = ImportInput(
      format: inputFormat, mapping: try mapping.map(TextInput.file), isBackfill: backfill,
      ledger: ledger)
    let inputs = try files.map(input.file)
    let reports = try run(inputs, ledger, context)
    ledger?.close()
    for report in reports { print(report, on: context.console) }
    if let ledger, !dryRun, reports.contains(where: { $0.accepted > 0 }) {
      RowUpkeep(path: ledger.path, context: context).run()
    }
    return reports.contains { $0.rejected > 0 } ? .wrongInput : .done
  }

  private func run(
    _ inputs: [ImportFile], _ ledger: Ledger?, _ context: CommandContext
  ) throws -> [ImportReport] {
    guard let ledger, !dryRun else {
      return try run(inputs, into: DryRunSink(ledger?.log), context)
    }
    let recording: RecordingClock = backfill ? .backfill(now: context.now) : .live(now: context.now)
    let sink = LogSink(ledger.log, recording: recording, allowsLive: live)
    return try withExtendedLifetime(ledger.log.lockForBulk()) {
      try run(inputs, into: sink, context)
    }
  }

  private func run(
    _ inputs: [ImportFile], into sink: any ImportSink, _ context: CommandContext
  ) throws -> [ImportReport] {
    let token = CancellationToken()
    let progress = ProgressLine(
      ProgressText(label: dryRun ? "checking" : "importing", unit: "rows"),
      on: context.console.messages)
    var options = ImportOptions()
    options.rejectsPath = rejects
    options.isDryRun = dryRun
    options.isCancelled = { token.isCancelled }
    options.onProgress = { meter in
      progress.update(
        ProgressText.Measure(count: meter.rows, done: meter.bytesDone, of: meter.bytesTotal))
    }
    return try Interruption.shared.whileHandling(token.cancel) {
      defer { progress.clear() }
      guard !backfill else { return try Backfill(inputs, into: sink, options: options).run() }
      return try inputs.map { try Importer($0, into: sink, options: options).run() }
    }
  }

  private func print(_ report: ImportReport, on console: Console) {
    for sample in report.samples { console.say(sample.description(file: report.file)) }
    let unlisted = report.rejected - min(report.rejected, UInt64(report.samples.count))
    if unlisted > 0 { console.say("… and \(ProgressText.grouped(unlisted)) refused rows more") }
    console.output.line(format == .json ? report.json : words(report))
  }

  private func words(_ report: ImportReport) -> String {
    func count(_ number: UInt64, _ word: String) -> String {
      "\(ProgressText.grouped(number)) \(word)"
    }
    var parts = [
      count(report.accepted, "accepted"), count(report.duplicates, "duplicates"),
      count(report.rejected, "rejected"),
    ]
    if report.resumedRows > 0 {
      parts.append(count(report.resumedRows, "done by an earlier run"))
    }
    let trial = report.isDryRun ? " (nothing was added)" : ""
    return "\(report.file): \(count(report.rows, "rows")): \(parts.joined(separator: ", "))\(trial)"
  }
}

import ArgumentParser
import EventLog
import Foundation
import Kiem
import KiemREPL
import LedgerModel

struct DumpCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "dump",
    abstract: "Write the ledger as text that any program can read.",
    discussion: """
      One JSON object a line: what the ledger is, every event with its position and its stored \
      bytes (CBOR) in base64, and a last line with the root. `kiem load` makes the same ledger of \
      it, also with another version of the storage library. Nothing of the vault is in it unless \
      --with-person-keys is given.

      EXAMPLES
        kiem dump kh121.ndjson
        kiem dump | zstd > kh121.ndjson.zst
        kiem dump all.ndjson --with-person-keys
      """)

  @OptionGroup var location: LedgerLocation

  @Argument(help: "File to write; standard output if not given.", completion: .file())
  var file: String?

  @Flag(help: "Write the vault as well: accounts, person keys and the values under them.")
  var withPersonKeys = false

  @Option(help: "Form of the report.")
  var format: ReportFormat = .text

  func perform(in context: CommandContext) throws -> ExitStatus {
    let log = try Ledger.open(at: location.path(in: context), access: .readOnly).log
    let report = try LongWork("dumping", context).run { progress in
      guard let file else {
        let output = FileHandle.standardOutput
        return try log.dump(withPersonKeys: withPersonKeys, progress: progress) {
          try output.write(contentsOf: $0)
        }
      }
      return try log.dump(withPersonKeys: withPersonKeys, progress: progress, toFile: file)
    }
    // Without a file the dump itself is what goes to standard output.
    let words = format == .json ? ReportWords.json(report) : ReportWords.text(report, file)
    if file == nil { context.console.say(words) } else { context.console.output.line(words) }
    if withPersonKeys {
      context.console.say("The dump holds the keys to all names: keep it as safe as the ledger.")
    }
    return .done
  }
}

struct LoadCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "load",
    abstract: "Make a new ledger from a dump.",
    discussion: """
      The new ledger has the same positions, recorded times and root; a dump that was changed or \
      cut off is refused with its line. The folder must not exist yet or be empty.

      EXAMPLES
        kiem --ledger kh121 load kh121.ndjson
        zstd -dc kh121.ndjson.zst | kiem --ledger kh121 load
      """)

  @OptionGroup var location: LedgerLocation

  @Argument(help: "File to read; standard input if not given.", completion: .file())
  var file: String?

  @Option(help: "Form of the report.")
  var format: ReportFormat = .text

  func perform(in context: CommandContext) throws -> ExitStatus {
    let path = location.path(in: context)
    let input = try open()
    let report = try LongWork("loading", context).run { progress in
      try EventLog.load(named: file ?? "standard input", to: path, progress: progress) {
        try input.read(upToCount: LoadCommand.blockByteCount)
      }
    }
    context.console.output.line(
      format == .json ? ReportWords.json(report) : ReportWords.text(report, path))
    if !report.hasPersonKeys {
      context.console.say(
        "Names and the account index are not in the dump: persons who are recorded from now on "
          + "get new pseudonyms.")
    }
    return .done
  }

  private static let blockByteCount = 1 << 20

  private func open() throws -> FileHandle {
    guard let file, file != "-" else { return .standardInput }
    guard let handle = FileHandle(forReadingAtPath: file) else {
      throw CommandFailure.argument("\(file): no such file, or it may not be read")
    }
    return handle
  }
}

/// What dump and load say when they are done.
private enum ReportWords {
  static func text(_ report: DumpReport, _ path: String?) -> String {
    let place = path.map { $0 + ": " } ?? ""
    return "\(place)#\(report.position.number), root \(report.root)"
  }

  static func json(_ report: DumpReport) -> String {
    var writer = JSONWriter()
    writer.object { json in
      json.name("position")
      json.integer(report.position.number)
      json.name("root")
      json.string(report.root)
      json.name("person_keys")
      json.bool(report.hasPersonKeys)
    }
    return writer.text
  }
}

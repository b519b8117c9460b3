import ArgumentParser
import EventLog
import Foundation
import Kiem
import KiemREPL
import LedgerModel
import Vault

struct BackupCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "backup",
    abstract: "Copy the ledger while it is in use, and prove the copy.",
    discussion: """
      Copies the events that are there when it begins, and reports success only when the copy, read \
      back, has the ledger's root. Run it again to bring the same folder up to date, or to complete \
      one that was cut off. A backup can be asked questions; it is not recorded into.

      Names are left out: they cannot be read from the backup or after a restore. The account index \
      is copied, so that whoever is recorded after a restore keeps the pseudonym. --with-person-keys \
      copies the names as well; keep such a backup as safe as the ledger.

      EXAMPLES
        kiem backup /media/safe/kh121
        kiem backup /media/safe/kh121-with-names --with-person-keys
        kiem --ledger /media/safe/kh121 status
      """)

  @OptionGroup var location: LedgerLocation

  @Argument(help: "Folder of the backup.", completion: .directory)
  var folder: String

  @Flag(help: "Copy person keys and the values under them.")
  var withPersonKeys = false

  @Option(help: "Form of the report.")
  var format: ReportFormat = .text

  func perform(in context: CommandContext) throws -> ExitStatus {
    let log = try Ledger.open(at: location.path(in: context)).log
    let options = BackupOptions(withPersonKeys: withPersonKeys, now: context.now)
    let report = try LongWork("copying", context).run { progress in
      try log.backup(to: folder, options: options, progress: progress)
    }
    context.console.output.line(format == .json ? json(report) : words(report))
    context.console.say(
      withPersonKeys
        ? "The backup holds the keys to all names: its files are readable by you alone (0600)."
        : "Names are not in the backup; --with-person-keys would add them.")
    return .done
  }

  private func words(_ report: BackupReport) -> String {
    let copied = ProgressText.grouped(report.copiedCount)
    return "\(report.path): #\(report.position.number), root \(report.root), \(copied) events "
      + "copied, verified"
  }

  private func json(_ report: BackupReport) -> String {
    var writer = JSONWriter()
    writer.object { json in
      json.name("backup")
      json.string(report.path)
      json.name("position")
      json.integer(report.position.number)
      json.name("root")
      json.string(report.root)
      json.name("copied")
      json.integer(report.copiedCount)
      json.name("resumed_at")
      json.integer(report.resumedAt.number)
      json.name("persons")
      json.integer(report.vault.personCount)
      json.name("person_keys")
      json.bool(report.vault.hasPersonKeys)
      json.name("verified")
      json.bool(true)
    }
    return writer.text
  }
}

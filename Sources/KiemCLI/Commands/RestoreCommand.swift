import ArgumentParser
import EventLog
import Kiem
import KiemREPL
import LedgerModel

struct RestoreCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "restore",
    abstract: "Make a new ledger from a backup, whole or up to a point.",
    discussion: """
      Positions, recorded times and root are those of the ledger that was backed up, and are proven \
      on the way. --to ends the new ledger at a position, or at the last event recorded no later \
      than an instant.

      EXAMPLES
        kiem restore /media/safe/kh121 kh121
        kiem restore /media/safe/kh121 kh121-then --to 18422
        kiem restore /media/safe/kh121 kh121-then --to 2021-08-05T09:00
      """)

  @OptionGroup var location: LedgerLocation

  @Argument(help: "Folder that `kiem backup` made.", completion: .directory)
  var backup: String

  @Argument(help: "Folder of the new ledger.", completion: .directory)
  var folder: String

  @Option(help: ArgumentHelp("Position or instant to end at.", valueName: "point"))
  var to: String?

  @Option(help: "Form of the report.")
  var format: ReportFormat = .text

  func perform(in context: CommandContext) throws -> ExitStatus {
    let point = try self.point()
    let report = try LongWork("restoring", context).run { progress in
      try EventLog.restore(from: backup, to: folder, at: point, progress: progress)
    }
    context.console.output.line(format == .json ? json(report) : words(report))
    if let warning = RestoreCommand.warning(report.vault) { context.console.say(warning) }
    return .done
  }

  private func point() throws -> RestorePoint {
    guard let to else { return .end }
    if let number = UInt64(to.hasPrefix("#") ? String(to.dropFirst()) : to) {
      return .position(Position(number))
    }
    if let date = try? CoarseDate(literal: to), date.isTime {
      return .instant(date.start(in: .vietnam))
    }
    throw CommandFailure.argument(
      "--to takes a position or an instant, not '\(to)'",
      remedy: "Write 18422, or 2021-08-05T09:00.")
  }

  private static func warning(_ vault: RestoreReport.RestoredVault) -> String? {
    switch vault {
    case .withPersonKeys: nil
    case .withoutPersonKeys:
      "Names are not available: the backup was made without person keys. Persons keep their "
        + "pseudonyms."
    case .none:
      "Names and the account index are not available: the backup was cut off. Persons who are "
        + "recorded from now on get new pseudonyms."
    }
  }

  private func words(_ report: RestoreReport) -> String {
    let behind =
      report.position == report.backupPosition
      ? "" : " (the backup ends at #\(report.backupPosition.number))"
    return "\(report.path): #\(report.position.number)\(behind), root \(report.root), verified"
  }

  private func json(_ report: RestoreReport) -> String {
    var writer = JSONWriter()
    writer.object { json in
      json.name("ledger")
      json.string(report.path)
      json.name("position")
      json.integer(report.position.number)
      json.name("root")
      json.string(report.root)
      json.name("backup_position")
      json.integer(report.backupPosition.number)
      json.name("vault")
      json.string(report.vault.rawValue)
      json.name("verified")
      json.bool(true)
    }
    return writer.text
  }
}

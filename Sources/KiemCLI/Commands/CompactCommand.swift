import ArgumentParser
import EventLog
import Kiem
import KiemREPL
import LedgerModel

struct CompactCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "compact",
    abstract: "Give free space inside the ledger's files back to the disk.",
    discussion: """
      Rewrites each data file without its free pages beside the old one, compares the two, and puts \
      the new one in place in one step. Nobody else may have the ledger open: the exit status is 4 \
      while somebody has. Needs as much free space as the largest file.

      EXAMPLES
        kiem compact
        kiem compact --format json
      """)

  @OptionGroup var location: LedgerLocation

  @Option(help: "Form of the report.")
  var format: ReportFormat = .text

  func perform(in context: CommandContext) throws -> ExitStatus {
    let path = location.path(in: context)
    let reports = try LongWork("compacting", unit: "parts", context).run { progress in
      try EventLog.compact(at: path, progress: progress)
    }
    guard format == .text else {
      context.console.output.line(json(reports))
      return .done
    }
    for report in reports {
      context.console.output.line(
        "\(report.part): \(kibibytes(report.byteCountBefore)) → "
          + kibibytes(report.byteCountAfter))
    }
    return .done
  }

  private func kibibytes(_ count: Int) -> String {
    "\(ProgressText.grouped(UInt64(count / 1_024))) KiB"
  }

  private func json(_ reports: [PartCompaction]) -> String {
    var writer = JSONWriter()
    writer.array { json in
      for report in reports {
        json.object { json in
          json.name("part")
          json.string(report.part)
          json.name("bytes_before")
          json.integer(report.byteCountBefore)
          json.name("bytes_after")
          json.integer(report.byteCountAfter)
        }
      }
    }
    return writer.text
  }
}

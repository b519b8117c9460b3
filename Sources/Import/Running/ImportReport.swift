import EventLog
package import LedgerModel

/// What an import of one file came to. `rows` = `accepted` + `duplicates` + `rejected`.
package struct ImportReport: Sendable, Hashable {
  package let file: String
  /// SHA-256 of the whole file.
  package let digest: [UInt8]
  package var rows: UInt64
  package var accepted: UInt64
  package var duplicates: UInt64
  package var rejected: UInt64
  /// Position of the first event added; none when nothing was.
  package var firstPosition: Position?
  /// Position of the event that records the import; none when nothing was added.
  package var completion: Position?
  /// Rows that an earlier, interrupted run had done.
  package var resumedRows: UInt64 = 0
  package var isDryRun = false
  /// The first refused rows of this run, at most `ImportReport.sampleCountMax`.
  package var samples: [RejectedRow] = []

  package static let sampleCountMax = 20

  init(file: String, digest: [UInt8], _ progress: ImportProgress) {
    self.file = file
    self.digest = digest
    rows = progress.rowCount
    accepted = progress.acceptedCount
    duplicates = progress.duplicateCount
    rejected = progress.rejectedCount
    firstPosition = progress.firstPosition == 0 ? nil : Position(progress.firstPosition)
  }

  /// The report as one line of JSON, with the counts that scripts read.
  package var json: String {
    var writer = JSONWriter()
    writer.object { writer in
      writer.name("file")
      writer.string(file)
      writer.name("sha256")
      writer.string(digest.hexText)
      let counts = [
        ("rows", rows), ("accepted", accepted), ("duplicates", duplicates),
        ("rejected", rejected), ("resumed", resumedRows),
      ]
      for (name, count) in counts {
        writer.name(name)
        writer.integer(count)
      }
      writer.name("dry_run")
      writer.bool(isDryRun)
    }
    return writer.text
  }
}

/// A row that was refused, with everything that has to be mended.
package struct RejectedRow: Sendable, Hashable {
  package let line: Int
  package let problems: [FieldProblem]
  /// The stable word of the rule that decided.
  package let rule: String

  /// `file:12: data.version: must be 1 or more …`
  package func description(file: String) -> String {
    problems.map { "\(file):\(line): \($0)" }.joined(separator: "\n")
  }
}

extension [UInt8] {
  /// Two hexadecimal digits a byte.
  var hexText: String {
    map { String(Int($0) + 0x100, radix: 16).suffix(2) }.joined()
  }
}

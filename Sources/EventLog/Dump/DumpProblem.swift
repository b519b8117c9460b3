/// Why a dump cannot be loaded. No case carries content of the file beyond its place.
package enum DumpProblem: Error, Hashable, Sendable {
  /// A line or a field of it does not have the form of a dump.
  case line(UInt64, field: String, reason: String, file: String)
  case newerFormat(Int64, file: String)
  /// The file ends before its last line.
  case cutOff(afterLine: UInt64, file: String)
  /// The records do not give the root that the first line promises.
  case rootDiffers(file: String)
}

extension DumpProblem: CustomStringConvertible {
  package var description: String {
    switch self {
    case .line(let line, let field, let reason, let file): "\(file):\(line): \(field) \(reason)"
    case .newerFormat(let format, let file):
      "\(file):1: the dump has format \(format), which is newer than this program"
    case .cutOff(let line, let file): "\(file): the dump ends after line \(line), before its last"
    case .rootDiffers(let file): "\(file): the records do not give the root of the first line"
    }
  }

  /// One sentence that says what to do.
  package var remedy: String {
    switch self {
    case .line, .rootDiffers:
      "The file is no dump of `kiem dump` or was changed since; take another copy of it."
    case .newerFormat: "Use the version of kiem that wrote it, or a newer one."
    case .cutOff: "Dump the ledger again, or take a whole copy of the file."
    }
  }
}

/// Why a file as a whole cannot be imported. Rows that cannot be used are no errors: they are
/// rejects, each with its line and field.
package enum ImportError: Error, Sendable, Hashable {
  case unreadable(file: String, reason: String)
  case empty(file: String)
  /// The first bytes are those of another encoding.
  case encoding(file: String, found: String)
  /// Neither the name nor the first byte says what the file is.
  case unknownFormat(file: String)
  /// The format needs a mapping file.
  case mappingNeeded(file: String, format: ImportFormat)
  /// The text between two values cannot be read, so no row behind it can.
  case structure(file: String, line: Int, reason: String)
  /// The file ends where more had to come.
  case truncated(file: String, line: Int, reason: String)
  /// The header of a table does not fit the mapping.
  case header(file: String, reason: String, remedy: String)
  case rejectsFile(path: String, reason: String)
  /// More files than are merged by time at once.
  case tooManyFiles(count: Int, limit: Int)
  /// Rejects of different formats cannot stand in one file.
  case mixedFormats
  /// A sorted run cannot be kept on disk meanwhile.
  case spill(path: String, reason: String)
  case cancelled
}

extension ImportError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .unreadable(let file, let reason): "\(file) cannot be read: \(reason)"
    case .empty(let file): "\(file) is empty"
    case .encoding(let file, let found): "\(file) is \(found), not UTF-8"
    case .unknownFormat(let file): "\(file): neither name nor content tells the format"
    case .mappingNeeded(let file, let format):
      "\(file): \(format.rawValue) needs a mapping file"
    case .structure(let file, let line, let reason): "\(file):\(line): \(reason)"
    case .truncated(let file, let line, let reason): "\(file):\(line): \(reason)"
    case .header(let file, let reason, _): "\(file):1: \(reason)"
    case .rejectsFile(let path, let reason): "the rejects file \(path) cannot be written: \(reason)"
    case .tooManyFiles(let count, let limit):
      "\(count) files were named, and at most \(limit) are merged by time"
    case .mixedFormats: "files of different formats or mappings cannot share a rejects file"
    case .spill(let path, let reason): "\(path) cannot be written or read: \(reason)"
    case .cancelled: "the import was cancelled"
    }
  }

  /// One sentence that says what to do.
  package var remedy: String {
    switch self {
    case .unreadable: "Check the path and the permissions."
    case .empty: "Check that the file was exported completely."
    case .encoding: "Save it as UTF-8 and import it again."
    case .unknownFormat: "Name it with --input-format json, ndjson, csv or xapi."
    case .mappingNeeded: "Name it with --mapping FILE."
    case .structure: "Mend the file there; the rows before it are in the ledger."
    case .truncated: "Fetch the file again; the rows before the end are in the ledger."
    case .header(_, _, let remedy): remedy
    case .rejectsFile: "Choose another path with --rejects."
    case .tooManyFiles: "Move the files in in several steps, the oldest first."
    case .mixedFormats: "Move them in one after another, the oldest first."
    case .spill: "Make room in the folder for temporary files."
    case .cancelled: "Run the command again; it continues where it stopped."
    }
  }
}

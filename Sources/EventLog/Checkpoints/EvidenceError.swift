package import Evidence

/// Why a checkpoint, a proof or an export of tiles cannot be made. No case carries a stored value.
package enum EvidenceError: Error, Hashable, Sendable {
  /// A file is no signed note, checkpoint, key or proof.
  case unreadable(file: String, NoteError)
  /// A file cannot be read or written.
  case file(path: String, reason: String)
  /// The checkpoint names another log.
  case otherLog(file: String)
  /// The log's own past does not lead to its present: it must not sign.
  case inconsistent(file: String, size: UInt64)
  /// The checkpoint counts more events than the log holds.
  case ahead(file: String, size: UInt64, held: UInt64)
  /// The key in the ledger has another name than the signer asked for.
  case otherSigner(known: String)
  case signerName
  case missingKey(path: String)
  /// No event there yet, or a size that the log has not reached.
  case beyondEnd(number: UInt64, held: UInt64)
  /// A proof for a leaf of a tree that ends before it.
  case outsideTree(position: UInt64, size: UInt64)
  /// No signed checkpoint of that size is kept.
  case noCheckpoint(size: UInt64)
  case noCheckpoints
  /// The folder for tiles holds something else.
  case folderInUse(path: String)
}

extension EvidenceError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .unreadable(let file, let error): "\(file): \(error)"
    case .file(let path, let reason): "\(path): \(reason)"
    case .otherLog(let file): "\(file) is a checkpoint of another log"
    case .inconsistent(let file, let size):
      "\(file) signs \(size) events that are not the beginning of this log"
    case .ahead(let file, let size, let held):
      "\(file) signs \(size) events, the log holds \(held)"
    case .otherSigner(let known): "the ledger's key is named \(known)"
    case .signerName: "the name of a signer has neither spaces nor '+', and is not empty"
    case .missingKey(let path): "there is no key at \(path)"
    case .beyondEnd(let number, let held): "\(number) lies behind the last event, #\(held)"
    case .outsideTree(let position, let size):
      "#\(position) is not among the first \(size) events"
    case .noCheckpoint(let size): "no checkpoint of \(size) events is kept"
    case .noCheckpoints: "no checkpoint is kept"
    case .folderInUse(let path): "\(path) holds files and no checkpoint of this log"
    }
  }

  /// One sentence that says what the reader of the message can do.
  package var remedy: String {
    switch self {
    case .unreadable: "Check that it is the file that `kiem checkpoint` or its holder wrote."
    case .file: "Check the path and its permissions."
    case .otherLog: "Check the first line against that of `kiem checkpoint`."
    case .inconsistent, .ahead:
      "Run `kiem verify --level 2`; the log or its checkpoint is not what it was."
    case .otherSigner: "Leave --signer away, or move the folder keys aside to begin with a new key."
    case .signerName: "Use a name such as congdoandaklak.org.vn/so."
    case .missingKey: "Run `kiem checkpoint` where the ledger may be written to."
    case .beyondEnd: "Choose a smaller one; `kiem status` shows the last position."
    case .outsideTree: "Choose a larger --size."
    case .noCheckpoint, .noCheckpoints: "Run `kiem checkpoint` first."
    case .folderInUse: "Choose an empty folder, or the one exported to before."
    }
  }

  /// Whether an argument is wrong, and not the ledger or the disk.
  package var isAboutArguments: Bool {
    switch self {
    case .file, .inconsistent, .ahead, .missingKey: false
    default: true
    }
  }
}

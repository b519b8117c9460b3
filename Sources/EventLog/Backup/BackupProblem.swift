package import LedgerModel

/// Why a backup cannot be made or restored.
package enum BackupProblem: Error, Hashable, Sendable {
  /// The folder is a backup, which is not recorded into.
  case isBackup(path: String)
  case notABackup(path: String)
  /// The manifest cannot be read.
  case damagedManifest(path: String)
  /// The backup was written by a newer version.
  case newerFormat(Int64, path: String)
  /// The folder holds the backup of another ledger.
  case ofAnotherLedger(path: String)
  /// What the backup holds is not the beginning of this ledger's log.
  case notAPrefix(Position, path: String)
  /// The backup was cut off; it holds events up to there.
  case unfinished(Position, path: String)
  /// The position asked for lies behind the last event.
  case behindEnd(Position, last: Position, path: String)
  /// The copy does not hold what was to be copied.
  case notVerified(path: String, reason: String)
  /// Another program has the ledger open.
  case inUse(part: String, path: String)
}

extension BackupProblem: CustomStringConvertible {
  package var description: String {
    switch self {
    case .isBackup(let path): "\(path) is a backup and is not recorded into"
    case .notABackup(let path): "\(path) is not a backup"
    case .damagedManifest(let path): "\(path)/\(BackupManifest.fileName) cannot be read"
    case .newerFormat(let format, let path):
      "the backup at \(path) has format \(format), which is newer than this program"
    case .ofAnotherLedger(let path): "\(path) holds the backup of another ledger"
    case .notAPrefix(let position, let path):
      "the backup at \(path) does not hold what this ledger has up to #\(position.number)"
    case .unfinished(let position, let path):
      "the backup at \(path) was cut off; it holds events up to #\(position.number)"
    case .behindEnd(let position, let last, let path):
      "\(path) ends at #\(last.number), before #\(position.number)"
    case .notVerified(let path, let reason): "the copy at \(path) is not sound: \(reason)"
    case .inUse(let part, let path): "\(part) of \(path) is open in another program"
    }
  }

  /// One sentence that says what to do.
  package var remedy: String {
    switch self {
    case .isBackup: "Restore it into a new folder: `kiem restore BACKUP DIR`."
    case .notABackup: "Name a folder that `kiem backup` made."
    case .damagedManifest, .notVerified: "Check the disk, and back up into a new folder."
    case .newerFormat: "Use the version of kiem that wrote it, or a newer one."
    case .ofAnotherLedger, .notAPrefix: "Back up into a new folder."
    case .unfinished:
      "Run `kiem backup` again to complete it; if the ledger is lost, restore what is there with "
        + "--to and that position."
    case .behindEnd: "Name a position that it holds."
    case .inUse: "End the programs that use the ledger and run the command again."
    }
  }
}

import Foundation
package import LMDB
package import LedgerModel
package import Vault

/// Why a ledger cannot be opened, read or written. No case carries a stored value.
package enum LedgerError: Error, Hashable, Sendable {
  case missing(path: String)
  case notALedger(path: String)
  /// A `new` was cut off before the ledger got its name.
  case halfCreated(path: String)
  case alreadyExists(path: String)
  case folderNotEmpty(path: String)
  case cannotCreate(path: String, reason: String)
  /// The log was written by a newer version.
  case newerFormat(found: UInt64, supported: UInt64, path: String)
  /// The ledger was opened for reading, or its medium allows nothing else.
  case readOnly(path: String)
  /// Another command is the bulk writer of the ledger.
  case busy(path: String)
  /// A live append to a ledger that was simulated, without the permission for it.
  case simulated(path: String)
  /// A simulated append to a ledger that holds other events.
  case notSimulated(path: String)
  /// History was to be moved in behind the first live append.
  case backfillAfterLive(Position, path: String)
  /// A commit failed and it is unknown whether it took effect; repeating the append resolves it.
  case outcomeUnknown(path: String)
  /// Something stored does not have the form that the log writes.
  case damaged(path: String, reason: String)
  /// The event there is of a type that a newer program introduced.
  case unknownType(String, Position, path: String)
  /// The caller asked to stop.
  case cancelled
  case store(LMDBError)
  case vault(VaultError)
  case erasure(ErasureProblem)
  case backup(BackupProblem)
  case dump(DumpProblem)
  /// A file that is not part of the store found no room on the disk.
  case outOfSpace
  /// Anything else that the operating system reports.
  case system(reason: String)
}

extension LedgerError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .missing(let path): "there is no ledger at \(path)"
    case .notALedger(let path): "\(path) is not a ledger"
    case .halfCreated(let path): "the ledger at \(path) was not created completely"
    case .alreadyExists(let path): "there is a ledger at \(path) already"
    case .folderNotEmpty(let path): "\(path) holds other files"
    case .cannotCreate(let path, let reason): "the ledger at \(path) cannot be created: \(reason)"
    case .newerFormat(let found, let supported, let path):
      "the ledger at \(path) has format \(found), this program reads up to \(supported)"
    case .readOnly(let path): "the ledger at \(path) can only be read"
    case .busy(let path): "another command is writing to the ledger at \(path)"
    case .simulated(let path): "the ledger at \(path) was simulated and has a clock of its own"
    case .notSimulated(let path): "the ledger at \(path) holds events that were not simulated"
    case .backfillAfterLive(let position, let path):
      "\(path) has had live events since #\(position.number), so history cannot be moved in"
    case .outcomeUnknown(let path): "a commit to the ledger at \(path) failed"
    case .damaged(let path, let reason): "the ledger at \(path) is damaged: \(reason)"
    case .unknownType(let type, let position, let path):
      "#\(position.number) of \(path) is of the type \(type), which is not known here"
    case .cancelled: "cancelled"
    case .outOfSpace: "the disk is full"
    case .store(let error): error.description
    case .vault(let error): error.description
    case .erasure(let problem): problem.description
    case .backup(let problem): problem.description
    case .dump(let problem): problem.description
    case .system(let reason): reason
    }
  }

  /// One sentence that says what the reader of the message can do.
  package var remedy: String {
    switch self {
    case .missing, .notALedger: "Check the path, or make one with `kiem new` or `kiem demo`."
    case .halfCreated: "Run the command that creates it again."
    case .alreadyExists: "Choose another folder, or use the ledger that is there."
    case .folderNotEmpty: "Choose a folder that is empty or does not exist yet."
    case .cannotCreate: "Check that the folder above it exists and may be written to."
    case .newerFormat, .unknownType: "Use the version of kiem that wrote it, or a newer one."
    case .readOnly: "Copy it to a disk that may be written to, or ask for write permission."
    case .busy: "Wait until it has finished and run the command again."
    case .simulated: "Add --live to record real events in it all the same."
    case .notSimulated: "Simulate into a new ledger."
    case .backfillAfterLive: "Import without --backfill, or into a new ledger."
    case .outcomeUnknown: "Run the command again: what was stored is recognised."
    case .damaged: "Run `kiem verify` to locate the damage, and restore from a backup."
    case .cancelled: "Run the command again; it continues where it stopped."
    case .store(let error): error.remedy
    case .vault(let error): error.remedy
    case .erasure(let problem): problem.remedy
    case .backup(let problem): problem.remedy
    case .dump(let problem): problem.remedy
    case .outOfSpace: "Free space on the disk and run the command again."
    case .system: "Run the command again; if it fails the same way, check the disk."
    }
  }

  /// Whether the disk has no room left: free some and run the command again.
  package var isOutOfSpace: Bool {
    switch self {
    case .store(let error): error.isOutOfSpace
    case .outOfSpace: true
    default: false
    }
  }

  /// What any error of the layers below means for a ledger.
  package init(_ error: any Error) {
    switch error {
    case let error as LedgerError: self = error
    case let error as LMDBError: self = .store(error)
    case let error as VaultError: self = .vault(error)
    case let problem as ErasureProblem: self = .erasure(problem)
    case let problem as BackupProblem: self = .backup(problem)
    case let problem as DumpProblem: self = .dump(problem)
    case is CancellationError: self = .cancelled
    case let error as CocoaError where error.code == .fileWriteOutOfSpace: self = .outOfSpace
    case is IndexReplaced, is IndexDamaged:
      self = .system(reason: "the index was begun anew meanwhile")
    default: self = .system(reason: LedgerError.reason(of: error))
    }
  }

  /// A sentence for an error of the system library.
  static func reason(of error: any Error) -> String {
    switch error {
    case let error as LMDBError: error.description
    case let error as CocoaError:
      (error.underlying as? NSError)?.localizedFailureReason ?? error.localizedDescription
    default: String(describing: error)
    }
  }
}

/// Runs `body` and words every failure as one of the ledger's.
func asLedgerError<R>(_ body: () throws -> R) throws(LedgerError) -> R {
  do { return try body() } catch { throw LedgerError(error) }
}

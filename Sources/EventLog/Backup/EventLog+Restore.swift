import Evidence
import Foundation
import LMDB
package import LedgerModel
import Vault

/// Up to where a log is restored.
package enum RestorePoint: Hashable, Sendable {
  case end
  case position(Position)
  /// The last event recorded no later than then.
  case instant(Instant)
}

/// What was restored.
package struct RestoreReport: Hashable, Sendable {
  package let path: String
  package let position: Position
  /// Root over the restored events, hex.
  package let root: String
  /// Where the backup ends.
  package let backupPosition: Position
  package let vault: RestoredVault

  package enum RestoredVault: String, Hashable, Sendable {
    /// Names can be read.
    case withPersonKeys = "with_person_keys"
    /// Pseudonyms are kept by later events; names cannot be read.
    case withoutPersonKeys = "without_person_keys"
    /// There was none: later events get new pseudonyms.
    case none
  }
}

extension EventLog {
  /// Makes a new ledger from a backup, whole or up to a point; it gets its name in one step.
  ///
  /// Positions, recorded times and root are those of the ledger that was backed up. Every record is
  /// hashed on the way and read back behind it, and both must give the root that the backup's tiles
  /// have at that point.
  ///
  /// - Throws: `.backup` for a folder that is none, or was cut off and no point is named.
  package static func restore(
    from backup: String, to path: String, at point: RestorePoint = .end,
    progress: @escaping ProgressHandler = { _, _ in true }
  ) throws(LedgerError) -> RestoreReport {
    try asLedgerError {
      let backup = BackupFolder(path: backup)
      guard let manifest = try backup.readManifest() else {
        throw BackupProblem.notABackup(path: backup.path)
      }
      let source = try LogStore(folder: backup.ledger, isReadOnly: true)
      let origin = try source.readHead()
      guard manifest.isComplete || point != .end else {
        throw BackupProblem.unfinished(origin.lastPosition, path: backup.path)
      }
      let edge = try source.edge(at: point)
      let folder = LedgerFolder(path: path)
      let draft = try folder.prepareDraft()
      try copy(source, origin, edge, to: draft, progress)
      let vault = try copyVault(backup, manifest, to: draft)
      try backup.copyKeys(to: draft)
      try folder.adopt(draft)
      return RestoreReport(
        path: folder.path, position: Position(edge.size), root: edge.root.hex,
        backupPosition: origin.lastPosition, vault: vault)
    }
  }

  private static func copy(
    _ source: LogStore, _ origin: LogHead, _ edge: MerkleFrontier, to draft: LedgerFolder,
    _ progress: @escaping ProgressHandler
  ) throws {
    let target = try LogStore(folder: draft, isReadOnly: false)
    var copier = LogCopier(source: source, replica: try LogReplica(target, of: origin))
    let head = try copier.run(through: edge.size, progress: progress)
    guard head.root == edge.root else {
      throw BackupProblem.notVerified(path: draft.path, reason: "its root differs")
    }
    try proveCopy(at: draft.path, root: edge.root, progress)
  }

  private static func copyVault(
    _ backup: BackupFolder, _ manifest: BackupManifest, to draft: LedgerFolder
  ) throws -> RestoreReport.RestoredVault {
    guard manifest.isComplete else {
      // Without its end the copy of the vault cannot be trusted to fit the log.
      _ = try Vault(at: draft.vault, randomness: SystemRandomness())
      return .none
    }
    try Vault.restoreCopy(at: backup.ledger.vault, to: draft.vault)
    return manifest.hasPersonKeys ? .withPersonKeys : .withoutPersonKeys
  }
}

extension LogStore {
  /// The right edge of the tree at a point, from the tiles.
  fileprivate func edge(at point: RestorePoint) throws -> MerkleFrontier {
    let path = self.path
    return try read { snapshot in
      switch point {
      case .end: return snapshot.head.frontier
      case .instant(let instant):
        return try snapshot.frontier(ofSize: snapshot.position(asOf: instant).number)
      case .position(let position):
        guard position <= snapshot.head.lastPosition else {
          throw BackupProblem.behindEnd(position, last: snapshot.head.lastPosition, path: path)
        }
        return try snapshot.frontier(ofSize: position.number)
      }
    }
  }
}

extension BackupFolder {
  fileprivate func copyKeys(to draft: LedgerFolder) throws {
    let files = FileManager.default
    guard files.fileExists(atPath: ledger.keys) else { return }
    for name in try files.contentsOfDirectory(atPath: ledger.keys) {
      guard let content = files.contents(atPath: ledger.keys + "/" + name) else { continue }
      let path = draft.keys + "/" + name
      try DurableFile.replace(path, with: Array(content))
      try files.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
    }
  }
}

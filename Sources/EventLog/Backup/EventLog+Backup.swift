import Evidence
import Foundation
import LMDB
package import LedgerModel
package import Vault

/// How a backup is made.
package struct BackupOptions: Sendable {
  /// Copies person keys and the values under them as well: names can be read after a restore.
  package var withPersonKeys: Bool
  /// Events that are copied with one commit.
  package var batchCount = LogCopier.batchCount
  package var now: @Sendable () -> Instant

  package init(
    withPersonKeys: Bool = false, now: @escaping @Sendable () -> Instant = RecordingClock.wallClock
  ) {
    self.withPersonKeys = withPersonKeys
    self.now = now
  }
}

/// What a backup holds now, and what this run added.
package struct BackupReport: Hashable, Sendable {
  package let path: String
  package let position: Position
  /// Root over the events up to `position`, hex; read back from the copy.
  package let root: String
  /// Events that were there before: an earlier backup, or one that was cut off.
  package let resumedAt: Position
  package let vault: VaultCopyReport

  package var copiedCount: UInt64 { position.number - resumedAt.number }
}

extension EventLog {
  /// Copies the ledger into the folder `path` while others append, and proves the copy.
  ///
  /// What is copied are the events that are there when it begins; a folder that holds an earlier
  /// backup of this ledger, or one that was cut off, is brought up to date. The vault is copied
  /// behind the events, because they rest on it. Success is reported only when the copy, read back
  /// byte for byte, has the root that the ledger has at that position.
  ///
  /// - Parameter progress: called with events copied or verified and in total; false cancels, and
  ///   the next run goes on.
  /// - Throws: `.backup` for a folder of another ledger or history, `.busy` while an erasure or
  ///   another backup into the folder runs.
  package func backup(
    to path: String, options: BackupOptions, progress: @escaping ProgressHandler = { _, _ in true }
  ) throws(LedgerError) -> BackupReport {
    try asLedgerError {
      let backup = BackupFolder(path: path)
      try backup.prepare()
      let lock = try backup.lock()
      return try withExtendedLifetime(lock) { try fill(backup, options, progress) }
    }
  }

  private func fill(
    _ backup: BackupFolder, _ options: BackupOptions, _ progress: @escaping ProgressHandler
  ) throws -> BackupReport {
    let origin = try store.readHead()
    let replica = try openReplica(backup, origin)
    let before = replica.head
    var manifest = BackupManifest(
      ledger: origin.ledger, isComplete: false, position: before.lastPosition,
      root: before.root.hex, madeAt: options.now(), hasPersonKeys: false)
    try backup.write(manifest)
    // A vault of before may hold the key of somebody whom the log to be copied calls erased.
    for place in [backup.ledger.vault, backup.vaultDraft] { try Vault.destroyCopy(at: place) }
    var copier = LogCopier(
      source: store, replica: replica, batchCount: options.batchCount)
    let copied = try copier.run(through: origin.size, progress: progress)
    let vault = try copyVault(into: backup, options) { !progress(origin.size, origin.size) }
    try backup.copyPublicKeys(from: folder)
    guard copied.root == origin.root else {
      throw BackupProblem.notVerified(path: backup.path, reason: "its root differs")
    }
    try Self.proveCopy(at: backup.path, root: origin.root, progress)
    manifest.isComplete = true
    manifest.position = origin.lastPosition
    manifest.root = origin.root.hex
    manifest.hasPersonKeys = options.withPersonKeys
    try backup.write(manifest)
    return BackupReport(
      path: backup.path, position: origin.lastPosition, root: origin.root.hex,
      resumedAt: before.lastPosition, vault: vault)
  }

  /// The log of a backup, which must be the beginning of this one.
  private func openReplica(_ backup: BackupFolder, _ origin: LogHead) throws -> LogReplica {
    if let manifest = try backup.readManifest(), manifest.ledger != origin.ledger {
      throw BackupProblem.ofAnotherLedger(path: backup.path)
    }
    let target = try LogStore(folder: backup.ledger, isReadOnly: false)
    let replica = try LogReplica(target, of: origin)
    let head = replica.head
    guard head.ledger == origin.ledger else {
      throw BackupProblem.ofAnotherLedger(path: backup.path)
    }
    let isPrefix = try read { snapshot in
      try head.size <= origin.size && snapshot.frontier(ofSize: head.size) == head.frontier
    }
    guard isPrefix else { throw BackupProblem.notAPrefix(head.lastPosition, path: backup.path) }
    return replica
  }

  private func copyVault(
    into backup: BackupFolder, _ options: BackupOptions, _ isCancelled: () -> Bool
  ) throws -> VaultCopyReport {
    let vault = try Vault(at: folder.vault, randomness: SystemRandomness())
    guard let lock = try vault.lockForErasure() else { throw LedgerError.busy(path: folder.path) }
    return try withExtendedLifetime(lock) {
      let report = try vault.copy(
        to: backup.vaultDraft, withPersonKeys: options.withPersonKeys, isCancelled: isCancelled)
      try DurableFile.rename(backup.vaultDraft, to: backup.ledger.vault)
      try synchroniseFolder(at: backup.path)
      return report
    }
  }

  /// Reads a copied log back and compares its root.
  static func proveCopy(
    at path: String, root: MerkleHash, _ progress: @escaping ProgressHandler
  ) throws {
    let report = try verify(at: path, level: .bytes, progress: progress)
    if let problem = report.problems.first {
      throw BackupProblem.notVerified(path: path, reason: problem.description)
    }
    guard report.root == root.hex else {
      throw BackupProblem.notVerified(path: path, reason: "its root differs")
    }
  }
}

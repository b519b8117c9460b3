package import Evidence
import Foundation
import LMDB
import LedgerModel
import Vault

/// What a verification is held against besides the ledger itself.
package struct VerificationBasis: Sendable {
  /// Files of checkpoints that others hold.
  package var heldCheckpoints: [String]
  /// The key that must have signed; none for the one in the ledger's own folder `keys/`.
  package var key: NoteVerifier?

  package init(heldCheckpoints: [String] = [], key: NoteVerifier? = nil) {
    self.heldCheckpoints = heldCheckpoints
    self.key = key
  }
}

extension EventLog {
  /// Verifies the ledger at `path` down to `level`, reading only.
  ///
  /// First the pages of the file are walked without the storage library, which would end the
  /// process on a broken one; only a sound file is opened. Then checkpoints are held against the
  /// tree, and every record is hashed again, in steps that each hold a reader for a moment only, so
  /// that a ledger in use may be verified.
  ///
  /// Sources are folded above this layer: of `.projections` and `.held` what concerns the log is
  /// done here, and the report says level 3.
  ///
  /// - Parameter progress: called now and then with events done and in total; false cancels.
  /// - Throws: `LedgerError`, among them `.cancelled`; what is wrong with the content is reported.
  package static func verify(
    at path: String, level: VerificationLevel, basis: VerificationBasis = VerificationBasis(),
    progress: @escaping ProgressHandler = { _, _ in true }
  ) throws(LedgerError) -> VerificationReport {
    let folder = LedgerFolder(path: path)
    try folder.checkExists()
    return try asLedgerError {
      var report = VerificationReport(level: min(level, .index))
      do {
        try addBrokenPages(folder.log, of: "log", to: &report)
        guard report.isSound else { return report }
        let log = try EventLog.open(at: path, isReadOnly: true)
        try log.verify(level, basis, &report, progress)
      } catch {
        // What makes a ledger unreadable is a finding here, and no failure of the command.
        guard let damage = LedgerError(error).damage else { throw error }
        report.add(VerificationProblem(.structure, nil, damage))
      }
      return report
    }
  }

  private func verify(
    _ level: VerificationLevel, _ basis: VerificationBasis, _ report: inout VerificationReport,
    _ progress: @escaping ProgressHandler
  ) throws {
    try verifyCheckpoints(basis, &report)
    guard level >= .bytes else { return }
    let problemCount = report.problems.count
    try verifyBytes(&report, progress)
    guard level >= .index, report.problems.count == problemCount else { return }
    try verifyIndex(&report, progress)
    try verifyVault(&report, progress)
  }

  private func verifyCheckpoints(
    _ basis: VerificationBasis, _ report: inout VerificationReport
  ) throws {
    var key = basis.key
    do {
      key = try key ?? SigningKeys(folder: folder).verifier()
    } catch let error as EvidenceError {
      report.add(VerificationProblem(.checkpoint, nil, error.description))
    }
    let verifier = CheckpointVerifier(log: self, key: key)
    try verifier.checkKept(&report)
    guard !basis.heldCheckpoints.isEmpty else { return }
    try verifier.checkHeld(basis.heldCheckpoints, &report)
  }

  private static func addBrokenPages(
    _ path: String, of name: String, to report: inout VerificationReport
  ) throws {
    let environment = try Environment.open(
      at: path, options: EnvironmentOptions(isReadOnly: true))
    for problem in try environment.checkTrees() {
      report.add(
        VerificationProblem(
          .structure, nil, "page \(problem.page) of \(name)/data.mdb: \(problem.message)"))
    }
  }

  private func verifyBytes(
    _ report: inout VerificationReport, _ progress: ProgressHandler
  ) throws {
    // The head is read once: what is appended meanwhile is not looked at.
    let head = try store.readHead()
    var verifier = ByteVerifier(report)
    defer { report = verifier.report }
    try verifier.take(store, through: head.size, progress)
    try checkEnd(head, &verifier)
    verifier.finish(head)
    try verifier.readDamaged(store)
    if !verifier.hasFoundBytes { try checkStatements(&verifier) }
    _ = progress(head.size, head.size)
  }

  /// What the log says about having been signed must be true of it, and the file must be kept.
  private func checkStatements(_ verifier: inout ByteVerifier) throws {
    let kept = KeptCheckpoints(folder: folder)
    try read { snapshot in
      var cache = NodeCache()
      for statement in verifier.statements {
        let place = statement.position...statement.position
        let fits =
          try statement.size < statement.position
          && snapshot.root(ofSize: statement.size, &cache).hex == statement.root
        if !fits {
          verifier.add(
            VerificationProblem(
              .checkpoint, place, "says that another root of \(statement.size) events was signed"))
        }
        if !FileManager.default.fileExists(atPath: kept.path(ofSize: statement.size)) {
          verifier.add(
            VerificationProblem(
              .checkpoint, place,
              "says that \(statement.size) events were signed; the file "
                + "checkpoints/\(statement.size).checkpoint is missing"))
        }
      }
    }
  }

  /// Nothing may lie behind the last event that the newest head counts.
  private func checkEnd(_ head: LogHead, _ verifier: inout ByteVerifier) throws {
    let last = try store.environment.read { transaction -> (stored: UInt64, counted: UInt64) in
      var cursor = try transaction.cursor(over: store.events)
      let stored = try cursor.last()?.position ?? 0
      let key = LogStore.headKey
      let newest = try LogStore.head(
        try transaction.value(in: store.head, for: key.span), folder.path)
      return (stored, newest.size)
    }
    guard last.stored != last.counted else { return }
    verifier.add(
      VerificationProblem(
        .head, nil, "the last event stored is #\(last.stored), the head counts \(last.counted)"))
  }
}

// MARK: - Level 3

extension EventLog {
  /// Folds a second index from the log beside the stored one and compares them entry by entry.
  private func verifyIndex(
    _ report: inout VerificationReport, _ progress: @escaping ProgressHandler
  ) throws {
    guard FileManager.default.fileExists(atPath: folder.index + "/data.mdb") else { return }
    try Self.addBrokenPages(folder.index, of: "index", to: &report)
    guard report.isSound else { return }
    guard let stored = try? IndexStore(at: folder.index, isReadOnly: true) else {
      return report.add(Self.strangeIndex)
    }
    for _ in 0..<Self.indexAttemptCount {
      guard let (stamp, key) = try usable(stored) else { return report.add(Self.strangeIndex) }
      do {
        for problem in try problems(of: stored, stamp, key, progress) {
          report.add(VerificationProblem(.index, nil, problem + "; delete the folder index"))
        }
        return
      } catch is IndexReplaced { continue }
    }
    report.note("the index was begun anew again and again meanwhile, so it was not compared")
  }

  private static var indexAttemptCount: Int { 4 }
  /// Events folded between two questions whether to go on.
  private static var indexStepCount: UInt64 { 4_096 }

  private static var strangeIndex: VerificationProblem {
    VerificationProblem(.index, nil, "the index is not one of this log; delete the folder index")
  }

  /// Compares a stored index with a fold of the log, beside others who append.
  ///
  /// - Throws: `IndexReplaced` if it was begun anew behind `stamp`.
  private func problems(
    of stored: IndexStore, _ stamp: IndexStamp, _ key: FingerprintKey,
    _ progress: @escaping ProgressHandler
  ) throws -> [String] {
    let scratch = NSTemporaryDirectory() + "kiem-verify-" + UUID().uuidString
    defer { removeScratch(scratch) }
    let derived = try IndexStore(at: scratch)
    var index = try LedgerIndex(derived: derived, key: key, log: store)
    func fold(to stamp: IndexStamp) throws {
      while index.position < stamp.position {
        guard progress(index.position, stamp.position) else { throw LedgerError.cancelled }
        try index.foldNext(through: min(stamp.position, index.position + Self.indexStepCount))
        try index.writeIfDue(isLast: index.position == stamp.position)
      }
    }
    try fold(to: stamp)
    return try IndexComparison.problems(of: stored, derived: derived) { newest in
      guard newest.build == stamp.build else { throw IndexReplaced() }
      try fold(to: newest)
    }
  }

  /// Stamp and key of a stored index, if it is one of this log.
  private func usable(_ stored: IndexStore) throws -> (IndexStamp, FingerprintKey)? {
    // The head is read behind the stamp, so that an index written meanwhile is not ahead of it.
    guard let stamp = try stored.stamp(), stamp.fits(try store.readHead()),
      let key = try stored.key()
    else { return nil }
    return (stamp, key)
  }

  private func removeScratch(_ path: String) {
    do { try FileManager.default.removeItem(atPath: path) } catch { return }
  }
}

extension EventLog {
  /// Opens every personal value; a copy without the vault is told apart from a damaged one.
  private func verifyVault(
    _ report: inout VerificationReport, _ progress: @escaping ProgressHandler
  ) throws {
    guard VaultCheck.isPossible(at: folder.vault) else {
      report.note("the vault is not there or may not be read, so its values were not opened")
      return
    }
    let check = try VaultCheck(at: folder.vault) { progress($0, max($0, 1)) }
    guard !check.isCancelled else { throw LedgerError.cancelled }
    for finding in check.findings { report.add(VerificationProblem(.vault, nil, finding)) }
    report.vaultValueCount = check.soundCount
  }
}

import Evidence
import Foundation
import LMDB
import LedgerModel

extension EventLog {
  /// Verifies the ledger at `path` down to `level`, reading only.
  ///
  /// First the pages of the file are walked without the storage library, which would end the
  /// process on a broken one; only a sound file is opened. Then every record is hashed again, in
  /// steps that each hold a reader for a moment only, so that a ledger in use may be verified.
  ///
  /// - Parameter progress: called now and then with events done and in total; false cancels.
  /// - Throws: `LedgerError`, among them `.cancelled`; what is wrong with the content is reported.
  package static func verify(
    at path: String, level: VerificationLevel,
    progress: @escaping ProgressHandler = { _, _ in true }
  ) throws(LedgerError) -> VerificationReport {
    let folder = LedgerFolder(path: path)
    try folder.checkExists()
    return try asLedgerError {
      var structure = VerificationReport(level: level)
      try addBrokenPages(folder.log, of: "log", to: &structure)
      guard structure.isSound else { return structure }
      let log = try EventLog.open(at: path, isReadOnly: true)
      var report = try log.verifyBytes(level, progress)
      guard level.rawValue >= VerificationLevel.index.rawValue, report.isSound else {
        return report
      }
      try log.verifyIndex(&report, progress)
      return report
    }
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

  /// Records hashed while one reader is held.
  private static let stepCount: UInt64 = 65_536

  private func verifyBytes(
    _ level: VerificationLevel, _ progress: ProgressHandler
  ) throws -> VerificationReport {
    // The head is read once: what is appended meanwhile is not looked at.
    let head = try store.readHead()
    var verifier = ByteVerifier(level: level)
    var next: UInt64 = 1
    while next <= head.size {
      guard progress(next - 1, head.size) else { throw LedgerError.cancelled }
      let end = min(head.size, next + Self.stepCount - 1)
      do {
        try read { snapshot in
          try snapshot.scan(from: Position(next), through: Position(end)) { position, record in
            try verifier.take(record, at: position) { try snapshot.tile(level: $0, index: $1) }
            return true
          }
        }
      } catch LedgerError.damaged(_, let reason) {
        verifier.add(VerificationProblem(.gap, next...end, reason))
        break
      }
      next = end + 1
    }
    try checkEnd(head, &verifier)
    verifier.finish(head)
    _ = progress(head.size, head.size)
    return verifier.report
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
    let stored = try IndexStore(at: folder.index, isReadOnly: true)
    let head = try store.readHead()
    guard let stamp = try stored.stamp(), stamp.fits(head), let key = try stored.key() else {
      report.add(
        VerificationProblem(
          .index, nil, "the index is not one of this log; delete the folder index"))
      return
    }
    let scratch = NSTemporaryDirectory() + "kiem-verify-" + UUID().uuidString
    defer { removeScratch(scratch) }
    let derived = try IndexStore(at: scratch)
    var index = try LedgerIndex(
      derived: derived, key: key, ledger: head.ledger, log: store)
    while index.position < stamp.position {
      guard progress(index.position, stamp.position) else { throw LedgerError.cancelled }
      try index.foldNext(through: stamp.position)
      try index.write(head: head)
    }
    for table in [(stored.identifiers, derived.identifiers), (stored.entities, derived.entities)] {
      try compare(stored, table.0, derived, table.1, &report)
    }
  }

  private func removeScratch(_ path: String) {
    do { try FileManager.default.removeItem(atPath: path) } catch { return }
  }

  private func compare(
    _ stored: IndexStore, _ storedTable: Table, _ derived: IndexStore, _ derivedTable: Table,
    _ report: inout VerificationReport
  ) throws {
    let differing = try stored.environment.read { mine in
      try derived.environment.read { other in
        var count = 0
        let sizes = (
          try mine.statistics(of: storedTable).entryCount,
          try other.statistics(of: derivedTable).entryCount
        )
        var cursor = try other.cursor(over: derivedTable)
        while let entry = try cursor.next() {
          let found = try mine.value(in: storedTable, for: entry.key)
          if !Self.areEqual(found, entry.value) { count += 1 }
        }
        return count + max(0, sizes.0 - sizes.1)
      }
    }
    guard differing > 0 else { return }
    report.add(
      VerificationProblem(
        .index, nil,
        "\(differing) \(storedTable.name) of the index differ from a fold of the log; "
          + "delete the folder index"))
  }

  private static func areEqual(_ left: Span<UInt8>?, _ right: Span<UInt8>) -> Bool {
    guard let left, left.count == right.count else { return false }
    for index in right.indices where left[index] != right[index] { return false }
    return true
  }
}

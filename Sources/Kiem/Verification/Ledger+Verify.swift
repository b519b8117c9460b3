package import EventLog
import LedgerModel
import Obligations
import QueryPlan

extension Ledger {
  /// Verifies a ledger down to `level`, reading only.
  ///
  /// Level 4 folds every source twice, once in one pass and once in steps, and compares digests of
  /// all openings, closings and quarantined events, and of the rows of derived sources at the
  /// ledger's own clock. Rows are not kept on disk in this version, so there are none to compare
  /// with.
  ///
  /// - Parameter progress: called now and then with events done and in total; false cancels.
  /// - Throws: `LedgerError`; what is wrong with the content is reported.
  package static func verify(
    at path: String, level: VerificationLevel, basis: VerificationBasis = VerificationBasis(),
    progress: @escaping ProgressHandler = { _, _ in true }
  ) throws -> VerificationReport {
    var report = try EventLog.verify(at: path, level: level, basis: basis, progress: progress)
    guard level >= .projections else { return report }
    guard report.logIsSound else {
      report.note("the sources were not folded, since the log is damaged")
      return report
    }
    try Ledger.open(at: path, access: .readOnly).verifySources(&report, progress)
    report.reach(.projections)
    if level == .held, report.heldCheckpointCount > 0 { report.reach(.held) }
    return report
  }

  private func verifySources(
    _ report: inout VerificationReport, _ progress: @escaping ProgressHandler
  ) throws {
    let head = try log.head()
    let reading = Reading(position: head.lastPosition, clock: ownClock(head))
    let cuts = FoldCuts.points(of: head)
    let total = 2 * head.size
    try FoldComparison(.complete, at: reading, cutAt: cuts).run(&report) { pass in
      ObservedEvents(log: LogEventSource(log: log)) { position in
        progress(pass * head.size + position.number, total)
      }
    }
    _ = progress(total, total)
  }
}

extension VerificationReport {
  /// Whether the events can be relied on, whatever is wrong beside them.
  fileprivate var logIsSound: Bool {
    problems.allSatisfy { [.checkpoint, .index, .vault].contains($0.kind) }
  }
}

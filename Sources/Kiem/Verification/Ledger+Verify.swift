import Columns
package import EventLog
import LedgerModel
import Obligations
import Projections
import QueryPlan

extension Ledger {
  /// Verifies a ledger down to `level`, reading only.
  ///
  /// Level 4 folds every source twice, once in one pass and once in steps, and compares digests of
  /// all openings, closings and quarantined events, and of the rows of derived sources at the
  /// ledger's own clock. Where rows are stored they are compared, too, the log's tail folded behind
  /// them in memory, and so are compacted rows with those that they were made of.
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
    try compareStoredRows(&report, at: head.lastPosition)
    _ = progress(total, total)
  }

  private func compareStoredRows(
    _ report: inout VerificationReport, at position: Position
  ) throws {
    guard let archive = liveArchive() else { return }
    let folded = Dictionary(
      report.sources.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    let store = ProjectionStore(
      log: LogEventSource(log: log), folds: SourceRegistry.complete.folds, archive: archive)
    for name in store.sources {
      do {
        try store.advance([name], through: position)
        try checkCompaction(&report, of: name, store)
        guard let digest = try store.digests(of: [name]).first, let own = folded[name],
          digest.hex != own.digest
        else { continue }
        report.add(
          VerificationProblem(
            .projection, nil,
            "the stored rows of \(name) are not those of the log: \(digest.hex) stored, "
              + "\(own.digest) folded; `kiem rebuild` stores them anew"))
      } catch let error as ColumnDamage {
        report.add(VerificationProblem(.projection, nil, "\(name): \(error.description)"))
      }
    }
    try compareStoredIndex(&report, store)
  }

  private func checkCompaction(
    _ report: inout VerificationReport, of name: String, _ store: ProjectionStore
  ) throws {
    guard let source = store.stored(name), let flaw = try CompactionCheck.flaw(in: source.rows)
    else { return }
    report.add(
      VerificationProblem(
        .projection, nil, "\(name) \(flaw); `kiem rebuild` stores them anew"))
  }

  private func compareStoredIndex(
    _ report: inout VerificationReport, _ store: ProjectionStore
  ) throws {
    do {
      if try DutyCompiler.storedIndexAgrees(with: store) { return }
    } catch is ColumnDamage {
      // What cannot be read is as good as another; any other error is no finding about it.
    }
    report.add(
      VerificationProblem(
        .projection, nil,
        "the stored index of evidence is not that of the log; `kiem rebuild` stores it anew"))
  }
}

extension VerificationReport {
  /// Whether the events can be relied on, whatever is wrong beside them.
  fileprivate var logIsSound: Bool {
    problems.allSatisfy { [.checkpoint, .index, .vault].contains($0.kind) }
  }
}

import Catalog
import EventLog
import LedgerModel

/// One import under way.
struct ImportRun {
  let file: ImportFile
  let sink: any ImportSink
  let options: ImportOptions
  var reader: ImportReader
  let rejects: RejectsFile?
  var progress: ImportProgress
  var state: ResumeState
  var resumedRows: UInt64 = 0
  private var samples: [RejectedRow] = []

  init(
    file: ImportFile, sink: any ImportSink, options: ImportOptions, reader: ImportReader,
    rejects: RejectsFile?, progress: ImportProgress, state: ResumeState
  ) {
    self.file = file
    self.sink = sink
    self.options = options
    self.reader = reader
    self.rejects = rejects
    self.progress = progress
    self.state = state
  }

  /// Reads, appends and commits one batch; false when the file has no more.
  mutating func batch() throws -> Bool {
    state.batchOffset = reader.byteOffset
    state.rejectedBefore = progress.rejectedCount
    state.rejectsByteCount = rejects?.byteCount ?? 0
    var rows: [ImportRow] = []
    var isAtEnd = false
    var failure: ImportError?
    while rows.count < options.batchCount, !isAtEnd {
      if rows.count % 256 == 0, options.isCancelled() { throw ImportError.cancelled }
      do {
        if let row = try reader.next() { rows.append(row) } else { isAtEnd = true }
      } catch {
        // What came before the damage is sound and is kept.
        failure = error
        isAtEnd = true
      }
    }
    try append(rows)
    if let failure { throw failure }
    return !isAtEnd
  }

  private mutating func append(_ rows: [ImportRow]) throws {
    let drafts = rows.compactMap { accepted($0.reading).map { Draft($0) } }
    progress.byteOffset = reader.byteOffset
    progress.prefixDigest = reader.digest
    progress.rowCount += UInt64(rows.count)
    progress.rejectedCount += UInt64(rows.count - drafts.count)
    progress.state = state.bytes
    let outcomes =
      rows.isEmpty ? [] : try sink.append(drafts, progress: progress, countsOutcomes: true)
    progress.count(outcomes)
    let refused = refusals(rows.map { ($0.raw, $0.reading) }, outcomes)
    try rejects?.append(refused)
    samples += refused.prefix(max(0, ImportReport.sampleCountMax - samples.count)).map(\.rejected)
    options.onProgress(
      ImportMeter(
        bytesDone: reader.byteOffset, bytesTotal: file.byteCount, rows: progress.rowCount,
        rejected: progress.rejectedCount))
  }

  /// Writes the refused rows of the last committed batch again, which the process may not have
  /// come to. Appending that batch once more finds its events and refuses the same rows.
  mutating func replay(_ rows: [RawRow]) throws {
    guard let rejects else { return }
    let readings = rows.map { ($0, reader.read($0)) }
    let drafts = readings.compactMap { accepted($0.1).map { Draft($0) } }
    let outcomes = try sink.append(drafts, progress: nil, countsOutcomes: false)
    let late = UInt64(outcomes.count { if case .appended = $0 { true } else { false } })
    progress.acceptedCount += late
    progress.rejectedCount -= min(late, progress.rejectedCount)
    try rejects.append(refusals(readings, outcomes))
  }

  /// The event of a reading that can be appended: what sets its own `recordedtime` cannot, unless
  /// it only says when another ledger had recorded it.
  private func accepted(_ reading: EventReading) -> Event? {
    reading.recorded == nil || reading.isReplayed ? reading.event : nil
  }

  /// Rows that could not be read or were not taken, in the order of the file.
  private func refusals(
    _ rows: [(raw: RawRow, reading: EventReading)], _ outcomes: [AppendOutcome]
  ) -> [(row: RawRow, rejected: RejectedRow)] {
    var outcomes = outcomes[...]
    return rows.compactMap { row in
      if accepted(row.reading) != nil {
        guard let rejection = outcomes.popFirst()?.rejection else { return nil }
        return (row.raw, RejectedRow(row.raw.line, rejection))
      }
      let problems =
        row.reading.problems.isEmpty ? [FieldProblem.ownRecordedTime] : row.reading.problems
      return (row.raw, RejectedRow(row.raw.line, problems))
    }
  }

  /// Records the import as an event if it added something, and marks it as done in the same commit.
  consuming func finish() throws -> ImportReport {
    var report = ImportReport(file: file.name, digest: reader.digest, progress)
    report.resumedRows = resumedRows
    report.isDryRun = options.isDryRun
    report.samples = samples
    guard !options.isDryRun else { return report }
    state.isDone = true
    progress.state = state.bytes
    let completion = report.completionEvent(at: sink.now()).map { Draft($0) }
    let outcomes = try sink.append(
      completion.map { [$0] } ?? [], progress: progress, countsOutcomes: false)
    report.completion = outcomes.first?.position
    return report
  }
}

extension RejectedRow {
  init(_ line: Int, _ problems: [FieldProblem]) {
    self.init(
      line: line, problems: problems, rule: problems.first?.rule.rawValue ?? "")
  }

  init(_ line: Int, _ rejection: Rejection) {
    self.init(line: line, problems: rejection.problems, rule: rejection.ruleName)
  }
}

extension FieldProblem {
  /// A row that brings its own `recordedtime` into a live import.
  static let ownRecordedTime = FieldProblem(
    "recordedtime", .envelope, "is set by the ledger",
    remedy: "leave it out, or move history in with --backfill")
}

extension ImportReport {
  /// The event that records the import; none when it added nothing.
  func completionEvent(at time: Instant) -> Event? {
    guard let first = firstPosition, accepted > 0,
      let type = EventCatalog.type("import.completed")
    else { return nil }
    let counts: [(String, UInt64)] = [
      ("rows", rows), ("accepted", accepted), ("duplicates", duplicates), ("rejected", rejected),
    ]
    return Event(
      id: "\(digest.hexText)#\(first.number)", source: "urn:kiem:import", type: type, time: time,
      actor: .text("system:import"),
      data: [NamedValue("file", .text(file)), NamedValue("sha256", .text(digest.hexText))]
        + counts.map { NamedValue($0.0, .integer(Int64(clamping: $0.1))) })
  }
}

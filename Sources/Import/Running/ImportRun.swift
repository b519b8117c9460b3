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
  private var isAtEnd = false

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

  /// Reads and appends everything: while one batch is committed, the next is read and made ready.
  mutating func appendAll() throws {
    var ahead = try readBatch()
    while let batch = ahead {
      // A batch that was read ahead is dropped; the next run reads it again.
      if options.isCancelled() { throw ImportError.cancelled }
      let wait = try begin(batch)
      let next = Result { try readBatch() }
      try finish(batch, wait())
      // What came before the damage is sound and is kept.
      if let failure = batch.failure { throw failure }
      ahead = try next.get()
    }
  }

  /// Reads a batch and makes it ready; none when the file has no more.
  private mutating func readBatch() throws -> RowBatch? {
    guard !isAtEnd else { return nil }
    var batch = RowBatch(offset: reader.byteOffset)
    var raws: [RawRow] = []
    while raws.count < options.batchCount, !isAtEnd {
      if raws.count % 256 == 0, options.isCancelled() { throw ImportError.cancelled }
      do {
        if let row = try reader.nextRaw() { raws.append(row) } else { isAtEnd = true }
      } catch {
        batch.failure = error
        isAtEnd = true
      }
    }
    batch.end = reader.byteOffset
    batch.digest = reader.digest
    let drafts = batch.take(reader.read(raws))
    batch.ready = raws.isEmpty ? nil : try sink.prepare(drafts)
    return batch
  }

  /// Begins to append a batch together with how far the file is read.
  private mutating func begin(_ batch: RowBatch) throws -> @Sendable () throws -> [AppendOutcome] {
    state.batchOffset = batch.offset
    state.rejectedBefore = progress.rejectedCount
    state.rejectsByteCount = rejects?.byteCount ?? 0
    progress.byteOffset = batch.end
    progress.prefixDigest = batch.digest
    progress.rowCount += UInt64(batch.rows.count)
    progress.rejectedCount += UInt64(batch.rows.count - batch.draftCount)
    progress.state = state.bytes
    guard let ready = batch.ready else { return { [] } }
    return try ready.begin(progress)
  }

  /// Takes in what became of a batch.
  private mutating func finish(_ batch: RowBatch, _ outcomes: [AppendOutcome]) throws {
    progress.count(outcomes)
    let refused = batch.refusals(outcomes)
    try rejects?.append(refused)
    samples += refused.prefix(max(0, ImportReport.sampleCountMax - samples.count)).map(\.rejected)
    options.onProgress(
      ImportMeter(
        bytesDone: batch.end, bytesTotal: file.byteCount, rows: progress.rowCount,
        rejected: progress.rejectedCount))
  }

  /// Writes the refused rows of the last committed batch again, which the process may not have
  /// come to. Appending that batch once more finds its events and refuses the same rows.
  mutating func replay(_ rows: [RawRow]) throws {
    guard let rejects else { return }
    var batch = RowBatch(offset: state.batchOffset)
    let drafts = batch.take(rows.map { ImportRow(raw: $0, reading: reader.read($0)) })
    let outcomes = try sink.append(drafts, progress: nil, countsOutcomes: false)
    let late = UInt64(outcomes.count { if case .appended = $0 { true } else { false } })
    progress.acceptedCount += late
    progress.rejectedCount -= min(late, progress.rejectedCount)
    try rejects.append(batch.refusals(outcomes))
  }

  /// Records the import as an event if it added something, and marks it as done in the same commit.
  consuming func report() throws -> ImportReport {
    var report = ImportReport(file: file.name, digest: reader.digest, progress)
    report.resumedRows = resumedRows
    report.isDryRun = options.isDryRun
    report.samples = samples
    guard !options.isDryRun else { return report }
    progress.isDone = true
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

import EventLog
import LedgerModel

/// Moving history in, behind the first pass over the files.
struct BackfillRun {
  static let progressName = "backfill"

  private let pass: FirstPass
  private let sink: any ImportSink
  private let options: ImportOptions
  private let total: UInt64
  private var rows: MergedRows
  private var progress: ImportProgress
  private var state: BackfillState
  private var resumedRows: UInt64 = 0
  private var samples: [RejectedRow]

  init(
    _ pass: FirstPass, _ sink: any ImportSink, _ options: ImportOptions, _ rows: MergedRows
  ) {
    self.pass = pass
    self.sink = sink
    self.options = options
    self.rows = rows
    total = pass.files.reduce(0) { $0 + $1.rowCount - $1.unreadableCount }
    progress = ImportProgress(file: BackfillRun.progressName, prefixDigest: pass.digest)
    state = BackfillState(fileCount: pass.files.count)
    samples = pass.samples
  }

  /// Goes on where an earlier run was cut off. Its last batch is held against the log once more,
  /// which tells what became of each row, and whose rejects may be missing.
  mutating func resume(_ earlier: ImportProgress, _ state: BackfillState) throws {
    self.state = state
    resumedRows = earlier.byteOffset
    for _ in 0..<state.batchStart { _ = try rows.next() }
    progress.byteOffset = state.batchStart
    let batch = try take(Int(clamping: earlier.byteOffset - state.batchStart))
    let outcomes = try sink.append(
      batch.map(\.draft), progress: nil, countsOutcomes: false)
    try count(batch, outcomes, knownBefore: state.sizeBefore)
  }

  /// Appends one batch; false when there are no more rows.
  mutating func batch() throws -> Bool {
    if options.isCancelled() { throw ImportError.cancelled }
    state.batchStart = progress.byteOffset
    state.sizeBefore = try sink.size().number
    state.rejectsByteCount = pass.rejects?.byteCount ?? 0
    let batch = try take(options.batchCount)
    guard !batch.isEmpty else { return false }
    progress.byteOffset = state.batchStart + UInt64(batch.count)
    progress.rowCount = progress.byteOffset
    progress.state = state.bytes
    let outcomes = try sink.append(batch.map(\.draft), progress: progress, countsOutcomes: false)
    try count(batch, outcomes, knownBefore: state.sizeBefore)
    return true
  }

  private typealias Entry = (row: TimedRow, draft: Draft)

  private mutating func take(_ count: Int) throws -> [Entry] {
    var result: [Entry] = []
    while result.count < count, let row = try rows.next() {
      guard let event = pass.files[row.file].reader.read(row.raw).event else { continue }
      result.append((row, Draft(event, recorded: row.moment)))
    }
    return result
  }

  /// Counts outcomes by file. What was there before the batch is a duplicate; what it added
  /// itself, before it was cut off, is not.
  private mutating func count(
    _ batch: [Entry], _ outcomes: [AppendOutcome], knownBefore: UInt64
  ) throws {
    var refused: [(row: RawRow, rejected: RejectedRow)] = []
    var added: Set<UInt64> = []
    for (entry, outcome) in zip(batch, outcomes) {
      let file = entry.row.file
      switch outcome {
      case .appended(let position), .duplicate(let position):
        let isNew = position.number > knownBefore && added.insert(position.number).inserted
        guard isNew || options.isDryRun else {
          state.files[file].duplicates += 1
          continue
        }
        state.files[file].accepted += 1
        state.lastRecorded = max(state.lastRecorded, entry.row.moment)
        if state.files[file].firstPosition == 0 {
          state.files[file].firstPosition = position.number
        }
      case .rejected(let rejection):
        state.files[file].refused += 1
        refused.append((entry.row.raw, RejectedRow(entry.row.raw.line, rejection)))
      case .withheld: state.files[file].refused += 1
      }
    }
    samples += refused.prefix(max(0, ImportReport.sampleCountMax - samples.count)).map(\.rejected)
    try pass.rejects?.append(refused)
    options.onProgress(
      ImportMeter(
        bytesDone: progress.byteOffset, bytesTotal: total, rows: progress.byteOffset,
        rejected: state.files.reduce(0) { $0 + $1.refused }))
  }

  /// Records each import that added something, at the instant of the last row.
  consuming func finish() throws -> [ImportReport] {
    var reports = pass.files.indices.map { report(of: $0) }
    guard !options.isDryRun else { return reports }
    let last = state.lastRecorded
    let adding = reports.indices.filter { reports[$0].completionEvent(at: last) != nil }
    let drafts = adding.compactMap { index in
      reports[index].completionEvent(at: last).map { Draft($0, recorded: last) }
    }
    progress.isDone = true
    progress.state = state.bytes
    let outcomes = try sink.append(drafts, progress: progress, countsOutcomes: false)
    for (index, outcome) in zip(adding, outcomes) { reports[index].completion = outcome.position }
    return reports
  }

  private func report(of index: Int) -> ImportReport {
    let file = pass.files[index]
    let counts = state.files[index]
    let done = ImportProgress(
      file: file.name, rowCount: file.rowCount, acceptedCount: counts.accepted,
      duplicateCount: counts.duplicates, rejectedCount: counts.refused + file.unreadableCount,
      firstPosition: counts.firstPosition)
    var report = ImportReport(file: file.name, digest: file.digest, done)
    report.isDryRun = options.isDryRun
    if index == 0 {
      report.resumedRows = resumedRows
      report.samples = samples
    }
    return report
  }
}

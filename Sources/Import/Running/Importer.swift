import EventLog
import LedgerModel

/// Imports one file: rows in batches, each committed together with how far the file is read, so
/// that an import that was cut off at any moment goes on behind its last commit and gives the same
/// ledger as one that was not.
package struct Importer {
  private let file: ImportFile
  private let sink: any ImportSink
  private let options: ImportOptions

  /// A second import of the same file starts anew and finds every event again.
  package init(_ file: ImportFile, into sink: any ImportSink, options: ImportOptions) {
    self.file = file
    self.sink = sink
    self.options = options
  }

  /// Reads the file to its end.
  ///
  /// - Throws: `ImportError` for the file, whatever the sink throws for the ledger. Rows committed
  ///   before stay.
  package func run() throws -> ImportReport {
    var run = try resumed() ?? fresh()
    try run.appendAll()
    return try run.report()
  }

  private func fresh() throws -> ImportRun {
    let reader = try file.open()
    let rejects = try options.rejectsPath.map { path throws(ImportError) in
      try RejectsFile(path: path, table: reader.table, keptByteCount: 0)
    }
    return ImportRun(
      file: file, sink: sink, options: options, reader: reader, rejects: rejects,
      progress: ImportProgress(file: file.name),
      state: ResumeState(fingerprint: file.fingerprint))
  }

  /// The run that an earlier one left, if this file begins with what that one read.
  private func resumed() throws -> ImportRun? {
    guard !options.isDryRun, let progress = try sink.progress(), progress.file == file.name,
      !progress.isDone, let state = ResumeState(progress.state),
      state.fingerprint == file.fingerprint
    else { return nil }
    var reader = try file.open()
    var batch: [RawRow] = []
    while reader.byteOffset < progress.byteOffset {
      let isInBatch = reader.byteOffset >= state.batchOffset
      guard let row = try reader.nextRaw() else { break }
      if isInBatch { batch.append(row) }
    }
    guard reader.byteOffset == progress.byteOffset, reader.digest == progress.prefixDigest else {
      return nil
    }
    let rejects = try options.rejectsPath.map { path throws(ImportError) in
      try RejectsFile(path: path, table: reader.table, keptByteCount: state.rejectsByteCount)
    }
    var run = ImportRun(
      file: file, sink: sink, options: options, reader: reader, rejects: rejects,
      progress: progress, state: state)
    run.resumedRows = progress.rowCount
    if progress.rejectedCount > state.rejectedBefore { try run.replay(batch) }
    return run
  }
}

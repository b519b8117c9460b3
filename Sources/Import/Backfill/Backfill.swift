import EventLog
import Foundation
import LedgerModel

/// Moves history in from another system: files are merged by time, and each event is recorded at
/// its own `recordedtime`, else at its `time`.
///
/// Allowed until the first live event. Sorting goes through the disk, so memory stays bounded; a
/// run that was cut off goes on behind its last commit.
package struct Backfill {
  /// Files that are merged at once; what is kept of each must fit into the head of the log.
  package static let fileCountMax = 12

  private let files: [ImportFile]
  private let sink: any ImportSink
  private let options: ImportOptions
  private let temporaryFolder: String
  private let runByteCountMax: Int

  /// - Parameters:
  ///   - files: of one format and mapping when refused rows are to be kept, so that they can be
  ///     mended and moved in again.
  ///   - sink: must record by each draft's own instant (`RecordingClock.backfill`).
  ///   - temporaryFolder: where sorted runs are put meanwhile.
  package init(
    _ files: [ImportFile], into sink: any ImportSink, options: ImportOptions,
    temporaryFolder: String? = nil, runByteCountMax: Int = 64 << 20
  ) throws(ImportError) {
    guard files.count <= Backfill.fileCountMax else {
      throw .tooManyFiles(count: files.count, limit: Backfill.fileCountMax)
    }
    if options.rejectsPath != nil, Set(files.map(\.fingerprint)).count > 1 {
      throw .mixedFormats
    }
    self.files = files
    self.sink = sink
    self.options = options
    self.temporaryFolder = temporaryFolder ?? FileManager.default.temporaryDirectory.path
    self.runByteCountMax = runByteCountMax
  }

  /// Reads, sorts and appends everything.
  ///
  /// - Returns: one report for each file, in their order.
  package func run() throws -> [ImportReport] {
    if let earlier = try interrupted(), let reports = try run(from: earlier) { return reports }
    return try run(from: nil) ?? []
  }

  /// What an earlier run left that did not come to its end.
  private func interrupted() throws -> (ImportProgress, BackfillState)? {
    guard !options.isDryRun, let progress = try sink.progress(),
      progress.file == BackfillRun.progressName, !progress.isDone,
      let state = BackfillState(progress.state, fileCount: files.count)
    else { return nil }
    return (progress, state)
  }

  /// None when the earlier run read other files.
  private func run(from earlier: (ImportProgress, BackfillState)?) throws -> [ImportReport]? {
    var sorter = TimeSorter(in: temporaryFolder, runByteCountMax: runByteCountMax)
    let pass = try FirstPass(
      files, options, keptRejectsByteCount: earlier?.1.rejectsByteCount, into: &sorter)
    guard earlier == nil || earlier?.0.prefixDigest == pass.digest else { return nil }
    var run = BackfillRun(pass, sink, options, try sorter.merged())
    if let earlier { try run.resume(earlier.0, earlier.1) }
    while try run.batch() {}
    return try run.finish()
  }
}

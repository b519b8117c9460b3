import EventLog
import Foundation
import Glibc
import Import
import LedgerModel
import TestSupport
import Testing

/// Imports in a child process that is killed, at every kind of moment, and run again.
@Suite(.serialized) struct KilledImportTests {
  /// Every fourth row is refused, by the reader or by the ledger.
  static func text(_ rows: Int) -> String {
    (0..<rows / 16).map { block in
      ImporterTests.text(16).replacing("\"e", with: "\"e\(block)-")
        .replacing("\"u", with: "\"u\(block)-").replacing("\"u\(block)-rn", with: "\"urn")
        .replacing("\"u\(block)-nit", with: "\"unit")
    }.joined()
  }

  static func run(at path: String, rows: Int, rejects: String, sink: (LogSink) -> any ImportSink)
    throws -> ImportReport
  {
    let log = try EventLog.open(at: path)
    var options = ImporterTests.options(rejects: rejects, batch: 48)
    options.batchCount = 48
    return try Importer(
      ImporterTests.file(text(rows)), into: sink(ImporterTests.sink(log)), options: options
    ).run()
  }

  @Test func atBothSidesOfEveryCommit() async throws {
    let folder = try TemporaryFolder("killed")
    let (whole, rejects) = try undisturbed(folder, rows: 320)
    for stop in 0..<8 {
      for isBehind in [false, true] {
        let path = folder.path("\(stop)\(isBehind)")
        _ = try ImporterTests.log(at: path)
        await #expect(processExitsWith: .signal(SIGKILL)) {
          [
            path = path as String, stop = stop as Int, isBehind = isBehind as Bool
          ] in
          _ = try KilledImportTests.run(at: path, rows: 320, rejects: path + ".r") {
            KillingSink($0, after: stop, isBehindCommit: isBehind)
          }
        }
        try expectWhole(path, rows: 320, whole, rejects)
      }
    }
  }

  @Test func atAnyMoment() async throws {
    let folder = try TemporaryFolder("killed")
    let (whole, rejects) = try undisturbed(folder, rows: 640)
    for microseconds: UInt32 in [0, 3_000, 20_000, 60_000, 120_000, 250_000] {
      let path = folder.path("\(microseconds)")
      _ = try ImporterTests.log(at: path)
      await #expect(processExitsWith: .signal(SIGKILL)) {
        [
          path = path as String, microseconds = microseconds as UInt32
        ] in
        Thread.detachNewThread {
          usleep(microseconds)
          kill(getpid(), SIGKILL)
        }
        while true {
          _ = try? KilledImportTests.run(at: path, rows: 640, rejects: path + ".r") { $0 }
          // A machine fast enough to finish waits here for its end.
          pause()
        }
      }
      try expectWhole(path, rows: 640, whole, rejects)
    }
  }

  private func undisturbed(
    _ folder: TemporaryFolder, rows: Int
  ) throws -> (head: LogHead, rejects: String) {
    let path = folder.path("whole")
    _ = try ImporterTests.log(at: path)
    let report = try KilledImportTests.run(at: path, rows: rows, rejects: path + ".r") { $0 }
    #expect(report.rejected > 0 && report.accepted > 0 && report.duplicates > 0)
    return (
      try EventLog.open(at: path).head(),
      try String(contentsOfFile: path + ".r", encoding: .utf8)
    )
  }

  /// The next run ends with the ledger and the rejects of an undisturbed one.
  private func expectWhole(
    _ path: String, rows: Int, _ whole: LogHead, _ rejects: String
  ) throws {
    let before = try EventLog.open(at: path).head()
    let isFinished = before.root == whole.root
    #expect(isFinished == (before.progress?.isDone ?? false), "\(path)")
    _ = try KilledImportTests.run(at: path, rows: rows, rejects: path + ".r") { $0 }
    let after = try EventLog.open(at: path).head()
    #expect(after.root == whole.root && after.progress?.isDone == true, "\(path)")
    guard !isFinished else { return }
    #expect(try String(contentsOfFile: path + ".r", encoding: .utf8) == rejects, "\(path)")
  }
}

/// Ends its process with SIGKILL before or behind a commit.
private final class KillingSink: ImportSink {
  private let sink: LogSink
  private let gate: Interruption

  init(_ sink: LogSink, after count: Int, isBehindCommit: Bool) {
    self.sink = sink
    gate = Interruption(sink, after: count, isBehindCommit ? .behindCommit : .beforeCommit)
  }

  func progress() throws -> ImportProgress? { try sink.progress() }

  func size() throws -> Position { try sink.size() }

  func append(
    _ drafts: [Draft], progress: ImportProgress?, countsOutcomes: Bool
  ) throws -> [AppendOutcome] {
    do {
      return try gate.append(drafts, progress: progress, countsOutcomes: countsOutcomes)
    } catch is Interruption.Ended {
      kill(getpid(), SIGKILL)
      throw CancellationError()
    }
  }

  func now() -> Instant { sink.now() }
}

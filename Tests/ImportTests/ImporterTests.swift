import Catalog
import Diagnostics
import EventLog
import Foundation
import Import
import LedgerModel
import Synchronization
import TestSupport
import Testing
import Vault

@Suite struct ImporterTests {
  private static let now = Instant(microseconds: 1_640_000_000_000_000)

  private static func event(_ id: String, unit: String, parent: String?) -> String {
    let parent = parent.map { #","parent":"\#($0)""# } ?? ""
    return #"{"specversion":"1.0","id":"\#(id)","source":"urn:t","type":"orgunit.registered","#
      + #""time":"2021-07-01T00:00:00Z","data":{"unit":"\#(unit)","kind":"cdcs","level":"l","#
      + #""name":"Đơn vị \#(unit)"\#(parent)}}"#
  }

  /// Units in a chain, with rows refused by the reader and by the ledger, and a duplicate.
  static func lines(_ count: Int) -> [String] {
    (0..<count).map { index in
      switch index {
      case 3, 11: #"{"specversion":"1.0","id":"x\#(index)","data":"#
      case 5, 13: event("e\(index)", unit: "u\(index)", parent: "nobody")
      case 7: event("e2", unit: "u2", parent: nil)
      case 9: event("e2", unit: "other", parent: nil)
      default: event("e\(index)", unit: "u\(index)", parent: nil)
      }
    }
  }

  static func text(_ count: Int) -> String { lines(count).joined(separator: "\n") + "\n" }

  static func file(_ text: String, name: String = "t.ndjson") throws -> ImportFile {
    try ImportFile(events: .ndjson) { () throws(ImportError) in
      BytesSource(text, name: name, step: 1_000)
    }
  }

  static func options(rejects: String? = nil, batch: Int = 4) -> ImportOptions {
    var options = ImportOptions()
    options.rejectsPath = rejects
    options.batchCount = batch
    return options
  }

  static func log(at path: String) throws -> EventLog {
    try EventLog.create(at: path, randomness: SeededRandomness(seed: 7))
  }

  static func sink(_ log: EventLog) -> LogSink {
    LogSink(log, recording: .constant(now))
  }

  @Test func countsAndCompletion() throws {
    try withTemporaryFolder { folder in
      let log = try Self.log(at: folder + "/l")
      let report = try Importer(
        Self.file(Self.text(16)), into: Self.sink(log),
        options: Self.options(rejects: folder + "/r.ndjson")
      ).run()
      #expect(report.rows == 16 && report.accepted == 10 && report.duplicates == 1)
      #expect(report.rejected == 5 && report.firstPosition == Position(1))
      #expect(report.completion == Position(11))
      #expect(report.samples.map(\.line) == [4, 6, 10, 12, 14])
      #expect(
        report.samples.map(\.rule) == [
          "syntax", "unknown_entity", "identifier_taken", "syntax", "unknown_entity",
        ])
      let id = report.digest.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }
        .joined()
      #expect(try log.position(source: "urn:kiem:import", id: id + "#1") == Position(11))
      let rejects = try String(contentsOfFile: folder + "/r.ndjson", encoding: .utf8)
      #expect(rejects.split(separator: "\n").count == 5)
      let mode = try FileManager.default.attributesOfItem(atPath: folder + "/r.ndjson")
      #expect(mode[.posixPermissions] as? Int == 0o600)
      #expect(report.json.contains(#""rows":16,"accepted":10,"duplicates":1,"rejected":5"#))
    }
  }

  @Test func importingAgainAddsNothing() throws {
    try withTemporaryFolder { folder in
      let log = try Self.log(at: folder + "/l")
      let file = try Self.file(Self.text(16))
      _ = try Importer(file, into: Self.sink(log), options: Self.options()).run()
      let root = try log.head().root
      let again = try Importer(file, into: Self.sink(log), options: Self.options()).run()
      #expect(again.accepted == 0 && again.duplicates == 11 && again.rejected == 5)
      #expect(again.rows == 16 && again.completion == nil)
      #expect(try log.head().root == root)
    }
  }

  @Test func mendedRejectsCanBeImported() throws {
    try withTemporaryFolder { folder in
      let log = try Self.log(at: folder + "/l")
      let rejects = folder + "/r.ndjson"
      let text = Self.text(6)
      _ = try Importer(
        Self.file(text), into: Self.sink(log), options: Self.options(rejects: rejects)
      ).run()
      var mended = try String(contentsOfFile: rejects, encoding: .utf8)
      mended = mended.replacing("nobody", with: "u1")
      let report = try Importer(
        Self.file(mended, name: "r.ndjson"), into: Self.sink(log), options: Self.options()
      ).run()
      #expect(report.rows == 2 && report.accepted == 1 && report.rejected == 1)
    }
  }

  /// Stopping at any row and going on gives the ledger and the rejects of an undisturbed import.
  @Test(arguments: [1, 3, 4, 16])
  func interruptedImportsGoOn(batch: Int) throws {
    try withTemporaryFolder { folder in
      let text = Self.text(16)
      let whole = try Self.log(at: folder + "/whole")
      let wanted = try Importer(
        Self.file(text), into: Self.sink(whole),
        options: Self.options(rejects: folder + "/whole.r", batch: batch)
      ).run()
      let rejects = try String(contentsOfFile: folder + "/whole.r", encoding: .utf8)
      for stop in 0...7 {
        for place in Interruption.Place.allCases {
          let log = try Self.log(at: folder + "/\(stop)\(place)")
          let path = folder + "/\(stop)\(place).r"
          let broken = Interruption(Self.sink(log), after: stop, place)
          let options = Self.options(rejects: path, batch: batch)
          _ = try? Importer(Self.file(text), into: broken, options: options).run()
          let report = try Importer(Self.file(text), into: Self.sink(log), options: options).run()
          #expect(try log.head().root == whole.head().root, "\(stop) \(place)")
          #expect(report.accepted == wanted.accepted || report.resumedRows == 0)
          #expect(try String(contentsOfFile: path, encoding: .utf8) == rejects, "\(stop) \(place)")
        }
      }
    }
  }

  @Test func anotherFileOfTheSameNameStartsAnew() throws {
    try withTemporaryFolder { folder in
      let log = try Self.log(at: folder + "/l")
      let broken = Interruption(Self.sink(log), after: 1, .behindCommit)
      _ = try? Importer(
        Self.file(Self.text(16)), into: broken, options: Self.options()
      ).run()
      let other = Self.text(16).replacing("e0", with: "f0").replacing("u0", with: "v0")
      let report = try Importer(Self.file(other), into: Self.sink(log), options: Self.options())
        .run()
      #expect(report.resumedRows == 0 && report.rows == 16)
    }
  }

  @Test func dryRunsAddNothing() throws {
    try withTemporaryFolder { folder in
      let log = try Self.log(at: folder + "/l")
      var options = Self.options()
      options.isDryRun = true
      let report = try Importer(
        Self.file(Self.text(16)), into: DryRunSink(log), options: options
      ).run()
      #expect(report.isDryRun && report.rows == 16 && report.rejected == 2)
      #expect(try log.head().size == 0 && log.head().progress == nil)
    }
  }

  @Test func cancelsBetweenBatchesAndGoesOn() throws {
    try withTemporaryFolder { folder in
      let log = try Self.log(at: folder + "/l")
      var options = Self.options()
      let meters = MeterBox()
      options.onProgress = { meters.add($0) }
      options.isCancelled = { meters.all.count >= 2 }
      #expect(throws: ImportError.cancelled) {
        try Importer(Self.file(Self.text(16)), into: Self.sink(log), options: options).run()
      }
      #expect(meters.all.map(\.rows) == [4, 8])
      let report = try Importer(
        Self.file(Self.text(16)), into: Self.sink(log), options: Self.options()
      ).run()
      #expect(report.resumedRows == 8 && report.rows == 16 && report.accepted == 10)
    }
  }

  @Test func damagedFilesKeepWhatCameBefore() throws {
    try withTemporaryFolder { folder in
      let log = try Self.log(at: folder + "/l")
      let text = "[" + Self.lines(3).joined(separator: ",")
      let file = try ImportFile(events: .json) { () throws(ImportError) in
        BytesSource(text, name: "b.json")
      }
      #expect(throws: ImportError.self) {
        try Importer(file, into: Self.sink(log), options: Self.options()).run()
      }
      #expect(try log.head().size == 3)
    }
  }

  @Test func recordedTimeIsTheLedgersAffair() throws {
    try withTemporaryFolder { folder in
      let log = try Self.log(at: folder + "/l")
      let text = Self.lines(1)[0].replacing(
        "\"time\":", with: "\"recordedtime\":\"2021-07-02T00:00:00Z\",\"time\":")
      let report = try Importer(
        Self.file(text), into: Self.sink(log), options: Self.options()
      ).run()
      #expect(report.rejected == 1 && report.samples.first?.problems.first?.field == "recordedtime")
    }
  }
}

/// Collects what a progress callback is told.
private final class MeterBox: Sendable {
  private let meters = Mutex<[ImportMeter]>([])
  var all: [ImportMeter] { meters.withLock { $0 } }
  func add(_ meter: ImportMeter) { meters.withLock { $0.append(meter) } }
}

/// A sink that fails once, as if the process had ended there.
final class Interruption: ImportSink {
  enum Place: CaseIterable { case beforeCommit, behindCommit }
  struct Ended: Error {}

  private let sink: LogSink
  private let place: Place
  private let remaining: Mutex<Int>

  init(_ sink: LogSink, after count: Int, _ place: Place) {
    self.sink = sink
    self.place = place
    remaining = Mutex(count)
  }

  func progress() throws -> ImportProgress? { try sink.progress() }

  func size() throws -> Position { try sink.size() }

  func append(
    _ drafts: [Draft], progress: ImportProgress?, countsOutcomes: Bool
  ) throws -> [AppendOutcome] {
    let isLast = remaining.withLock { remaining in
      remaining -= 1
      return remaining < 0
    }
    if isLast, place == .beforeCommit { throw Ended() }
    let outcomes = try sink.append(drafts, progress: progress, countsOutcomes: countsOutcomes)
    if isLast { throw Ended() }
    return outcomes
  }

  func now() -> Instant { sink.now() }
}

/// Runs a test in a fresh folder.
func withTemporaryFolder(_ body: (String) throws -> Void) throws {
  let folder = try TemporaryFolder("import")
  try withExtendedLifetime(folder) { try body(folder.path) }
}

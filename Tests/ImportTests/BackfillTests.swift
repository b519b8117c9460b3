import Catalog
import EventLog
import Foundation
import Import
import LedgerModel
import TestSupport
import Testing

@Suite struct BackfillTests {
  private static let wall = Instant(microseconds: 1_640_000_000_000_000)

  private static func line(
    _ id: String, _ time: String, parent: String? = nil, recorded: String? = nil
  ) -> String {
    let parent = parent.map { #","parent":"\#($0)""# } ?? ""
    let recorded = recorded.map { #","recordedtime":"\#($0)""# } ?? ""
    return #"{"specversion":"1.0","id":"\#(id)","source":"urn:t","type":"orgunit.registered","#
      + #""time":"\#(time)"\#(recorded),"data":{"unit":"\#(id)","kind":"cdcs","level":"l","#
      + #""name":"\#(id)"\#(parent)}}"#
  }

  private static func day(_ day: Int) -> String {
    "2021-07-\(day < 10 ? "0" : "")\(day)T00:00:00Z"
  }

  private static func file(_ name: String, _ lines: [String]) throws -> ImportFile {
    try ImporterTests.file(lines.joined(separator: "\n"), name: name)
  }

  private static func sink(_ log: EventLog) -> LogSink {
    LogSink(log, recording: .backfill(now: { wall }))
  }

  private static func events(_ log: EventLog) throws -> [(recorded: Instant, event: Event)] {
    let size = try log.head().size
    return try (0..<size).map { index in
      try log.read { snapshot in
        guard let record = try snapshot.record(at: Position(index + 1)) else {
          throw CocoaError(.fileReadCorruptFile)
        }
        return try EventCodec.decode(record)
      }
    }
  }

  /// Two files out of order, with a row that refers forward in file order but backward in time,
  /// one that cannot be read, one refused, one in the future, one duplicate.
  private static func files() throws -> [ImportFile] {
    [
      try file(
        "a.ndjson",
        [
          line("a9", day(9)), line("a3", day(3), parent: "b2"), "{", line("a5", day(5)),
          line("late", "2031-01-01T00:00:00Z"), line("a7", day(7), parent: "nobody"),
        ]),
      try file(
        "b.ndjson",
        [
          line("b2", day(2)), line("b5", day(5)), line("b2", day(2)),
          line("b8", day(1), recorded: day(8)),
        ]),
    ]
  }

  private static let order = ["b2", "a3", "a5", "b5", "b8", "a9"]

  @Test(arguments: [64 << 20, 300])
  func mergesByTime(runByteCount: Int) throws {
    try withTemporaryFolder { folder in
      let log = try ImporterTests.log(at: folder + "/l")
      let reports = try Backfill(
        Self.files(), into: Self.sink(log),
        options: ImporterTests.options(rejects: folder + "/r", batch: 2),
        temporaryFolder: folder, runByteCountMax: runByteCount
      ).run()
      let events = try Self.events(log)
      #expect(events.map(\.event.id).prefix(6) == Self.order[...])
      #expect(events.count == 8)
      for (event, day) in zip(events, [2, 3, 5, 5, 8, 9, 9, 9]) {
        #expect(event.recorded == (try Instant(rfc3339: Self.day(day))))
      }
      #expect(events[6].event.type.name == "import.completed")
      #expect(reports.map(\.rows) == [6, 4] && reports.map(\.accepted) == [3, 3])
      #expect(reports.map(\.duplicates) == [0, 1] && reports.map(\.rejected) == [3, 0])
      #expect(reports.map(\.firstPosition?.number) == [2, 1])
      #expect(reports.map(\.completion?.number) == [7, 8])
      let rejects = try String(contentsOfFile: folder + "/r", encoding: .utf8)
      #expect(rejects.split(separator: "\n").count == 3)
      guard case .backfilled = try log.head().mark else {
        Issue.record("the ledger must be marked")
        return
      }
      let left = try FileManager.default.contentsOfDirectory(atPath: folder)
      #expect(Set(left) == ["l", "r"])
    }
  }

  @Test func movingInAgainAddsNothing() throws {
    try withTemporaryFolder { folder in
      let log = try ImporterTests.log(at: folder + "/l")
      let options = ImporterTests.options(batch: 2)
      _ = try Backfill(Self.files(), into: Self.sink(log), options: options).run()
      let root = try log.head().root
      let again = try Backfill(Self.files(), into: Self.sink(log), options: options).run()
      #expect(again.map(\.accepted) == [0, 0] && again.map(\.duplicates) == [3, 4])
      #expect(try log.head().root == root)
    }
  }

  @Test func olderHistoryIsRefused() throws {
    try withTemporaryFolder { folder in
      let log = try ImporterTests.log(at: folder + "/l")
      let options = ImporterTests.options()
      _ = try Backfill(
        [Self.file("n.ndjson", [Self.line("n", Self.day(20))])], into: Self.sink(log),
        options: options
      ).run()
      let older = try Backfill(Self.files(), into: Self.sink(log), options: options).run()
      #expect(older.map(\.accepted) == [0, 0])
      #expect(older.flatMap(\.samples).contains { $0.rule == "recorded_order" })
    }
  }

  @Test func liveEventsEndIt() throws {
    try withTemporaryFolder { folder in
      let log = try ImporterTests.log(at: folder + "/l")
      _ = try Importer(
        Self.file("n.ndjson", [Self.line("n", Self.day(2))]), into: ImporterTests.sink(log),
        options: ImporterTests.options()
      ).run()
      #expect(throws: LedgerError.self) {
        try Backfill(
          Self.files(), into: Self.sink(log), options: ImporterTests.options()
        ).run()
      }
    }
  }

  @Test(arguments: [1, 2, 5])
  func interruptedRunsGoOn(batch: Int) throws {
    try withTemporaryFolder { folder in
      let whole = try ImporterTests.log(at: folder + "/whole")
      let options = ImporterTests.options(batch: batch)
      let wanted = try Backfill(Self.files(), into: Self.sink(whole), options: options).run()
      for stop in 0...9 {
        for place in Interruption.Place.allCases {
          let log = try ImporterTests.log(at: folder + "/\(stop)\(place)")
          let broken = Interruption(Self.sink(log), after: stop, place)
          _ = try? Backfill(Self.files(), into: broken, options: options).run()
          let reports = try Backfill(Self.files(), into: Self.sink(log), options: options).run()
          #expect(try log.head().root == whole.head().root, "\(stop) \(place)")
          guard reports.contains(where: { $0.accepted > 0 }) else { continue }
          #expect(reports.map(\.accepted) == wanted.map(\.accepted), "\(stop) \(place)")
          #expect(reports.map(\.rejected) == wanted.map(\.rejected), "\(stop) \(place)")
        }
      }
    }
  }

  @Test func sortsLargeFilesThroughTheDisk() throws {
    var random = SeededGenerator(seed: 5)
    let lines = (0..<3_000).map { index in
      let minute = Int.random(in: 0..<60, using: &random)
      let hour = Int.random(in: 0..<24, using: &random)
      let clock = [hour, minute].map { String($0 + 100).dropFirst() }.joined(separator: ":")
      return Self.line("u\(index)", "2021-07-05T\(clock):00Z")
    }
    try withTemporaryFolder { folder in
      let log = try ImporterTests.log(at: folder + "/l")
      let reports = try Backfill(
        [Self.file("a.ndjson", lines)], into: Self.sink(log),
        options: ImporterTests.options(batch: 500), temporaryFolder: folder,
        runByteCountMax: 40_000
      ).run()
      #expect(reports.first?.accepted == 3_000)
      let events = try Self.events(log).dropLast()
      let expected = events.sorted {
        ($0.event.time, Int($0.event.id.dropFirst()) ?? 0)
          < ($1.event.time, Int($1.event.id.dropFirst()) ?? 0)
      }
      #expect(events.map(\.event.id) == expected.map(\.event.id))
    }
  }
}

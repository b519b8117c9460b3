import Foundation
import LMDB
import LedgerModel
import Obligations
import Projections
import QueryPlan
import TestSupport
import Testing

/// The index of evidence that is written with the rows: obligations read from it are those that a
/// log without it gives.
@Suite("Obligations: stored evidence")
struct StoredEvidenceTests {
  private static let clocks = ["01/8", "05/8 09:00", "31/8 24:00"]

  private func log(_ seed: UInt64) -> EventList {
    EventList(RandomCampaign(seed: seed, count: 170, isWide: seed % 2 == 0).play.events)
  }

  private func store(
    _ log: any EventSource, _ path: String, isReadOnly: Bool = false, indexing: Indexing? = nil
  ) throws -> ProjectionStore {
    ProjectionStore(
      log: log, folds: SourceRegistry.complete.folds,
      archive: try ProjectionArchive(at: path, isReadOnly: isReadOnly), indexing: indexing)
  }

  private func rows(
    _ store: ProjectionStore, at position: Position, _ clock: String
  ) throws -> [String] {
    let context = ReadingContext(
      reading: Reading(position: position, clock: time(clock)), store: store, registry: .complete)
    return try context.obligations.rows.map {
      "\($0.text) \($0.key.unit) \($0.judgement) \($0.version) \($0.evidence) \($0.reminders)"
    }
  }

  /// Every position asked for, at every clock, from the stored index and from the log alone.
  private func compare(_ log: EventList, _ path: String, _ comment: String) throws {
    let memory = ProjectionStore(log: log, folds: SourceRegistry.complete.folds)
    for part in [4, 2, 1] as [UInt64] {
      let position = Position(log.head.number / part)
      for clock in StoredEvidenceTests.clocks {
        let stored = try rows(try store(log, path, isReadOnly: true), at: position, clock)
        let expected = try rows(memory, at: position, clock)
        #expect(stored == expected, "\(comment), \(position), \(clock)")
      }
    }
  }

  @Test("written in batches by many processes, it judges as the log does", arguments: 1...12)
  func judgesAsTheLog(seed: UInt64) throws {
    let log = log(seed)
    let folder = try TemporaryFolder()
    var random = SeededGenerator(seed: seed)
    var position: UInt64 = 0
    while position < log.head.number {
      let store = try store(log, folder.path, indexing: DutyCompiler.indexing())
      for _ in 0..<Int.random(in: 1...3, using: &random) where position < log.head.number {
        position = min(log.head.number, position + UInt64.random(in: 1...50, using: &random))
        try store.persist(through: Position(position))
      }
    }
    try compare(log, folder.path, "seed \(seed)")
    let agrees = try DutyCompiler.storedIndexAgrees(
      with: try store(log, folder.path, isReadOnly: true))
    #expect(agrees, "seed \(seed)")
  }

  @Test("a tail that nobody has written is read from the log", arguments: 13...16)
  func readsTheTail(seed: UInt64) throws {
    let log = log(seed)
    let folder = try TemporaryFolder()
    try store(log, folder.path, indexing: DutyCompiler.indexing())
      .persist(through: Position(log.head.number * 2 / 3))
    try compare(log, folder.path, "seed \(seed)")
  }

  @Test("with it, evidence is not read from the log")
  func readsNoEvidence() throws {
    let log = log(1)
    for isIndexed in [true, false] {
      let folder = try TemporaryFolder()
      try store(log, folder.path, indexing: isIndexed ? DutyCompiler.indexing() : nil)
        .persist(through: log.head)
      let counting = CountingLog(log)
      let reader = try store(counting, folder.path, isReadOnly: true)
      #expect(try rows(reader, at: log.head, "31/8").count > 10)
      #expect(isIndexed ? counting.count == 0 : counting.count > 20, "\(counting.count)")
    }
  }

  private static let firstPart = Array("evidence 1".utf8) + [0, 0, 0, 0, 0, 0, 0, 0, 1]

  @Test("a part that is missing is found by comparing with the log")
  func missingPart() throws {
    let log = log(3)
    let folder = try TemporaryFolder()
    try store(log, folder.path, indexing: DutyCompiler.indexing()).persist(through: log.head)
    do {
      let environment = try Environment.open(at: folder.path)
      let table = try environment.table("indexes")
      try environment.write { transaction in
        let isGone = try transaction.delete(StoredEvidenceTests.firstPart.span, in: table)
        #expect(isGone)
      }
    }
    let agrees = try DutyCompiler.storedIndexAgrees(
      with: try store(log, folder.path, isReadOnly: true))
    #expect(!agrees)
  }

  @Test("what was damaged is made from the log again")
  func damaged() throws {
    let log = log(3)
    let folder = try TemporaryFolder()
    try store(log, folder.path, indexing: DutyCompiler.indexing()).persist(through: log.head)
    let environment = try Environment.open(at: folder.path)
    let table = try environment.table("indexes")
    try environment.write { transaction in
      let key = StoredEvidenceTests.firstPart
      var bytes: [UInt8] = []
      if let stored = try transaction.value(in: table, for: key.span) {
        for index in stored.indices { bytes.append(stored[index]) }
      }
      try #require(!bytes.isEmpty)
      bytes[bytes.count / 2] ^= 1
      try transaction.put(bytes.span, for: key.span, in: table)
    }
    try compare(log, folder.path, "damaged")
  }

  @Test("one that grew too large is left out, and stays so")
  func tooLarge() throws {
    let log = log(5)
    let folder = try TemporaryFolder()
    for share in [3, 2, 1] as [UInt64] {
      try store(log, folder.path, indexing: DutyCompiler.indexing(recordCountMax: 5))
        .persist(through: Position(log.head.number / share))
    }
    let archive = try ProjectionArchive(at: folder.path, isReadOnly: true)
    #expect(try archive.index(named: "evidence 1")?.parts.isEmpty == true)
    try compare(log, folder.path, "too large")
  }
}

/// Counts the events that somebody reads.
private final class CountingLog: EventSource {
  private let log: EventList
  private(set) var count = 0

  init(_ log: EventList) { self.log = log }

  var head: Position { log.head }

  func forEach(
    after: Position, through: Position, types: Set<String>,
    _ body: (RecordedEvent) throws -> Void
  ) throws {
    try log.forEach(after: after, through: through, types: types) { event in
      count += 1
      try body(event)
    }
  }

  func event(at position: Position) throws -> RecordedEvent? { log.event(at: position) }

  func position(recordedBy instant: Instant) throws -> Position {
    log.position(recordedBy: instant)
  }

  func recorded(at position: Position) throws -> Instant? { log.recorded(at: position) }
}

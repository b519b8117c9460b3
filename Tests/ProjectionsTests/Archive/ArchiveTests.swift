import Columns
import LMDB
import LedgerModel
import Projections
import QueryPlan
import TestSupport
import Testing

/// Rows that were stored, taken up again, continued and folded anew: always the same rows.
@Suite("Archives of rows")
struct ArchiveTests {
  private static let length = 220
  private static let sizes = RowStore.Sizes(chunkRowCount: 4, blockRowCount: 16)
  private static let folds = SourceRegistry.projections.folds

  private func log(_ seed: UInt64) -> EventList {
    EventList(RandomHistory(seed: seed, count: ArchiveTests.length).log.events)
  }

  private func store(
    _ log: EventList, _ path: String? = nil, limits: ProjectionArchive.Limits = .init(),
    workerCount: Int = 1, memory: FoldingMemory = .standard
  ) throws -> ProjectionStore {
    ProjectionStore(
      log: log, folds: ArchiveTests.folds, sizes: ArchiveTests.sizes,
      archive: try path.map {
        try ProjectionArchive(at: $0, isReadOnly: false, limits: limits)
      }, workerCount: workerCount, memory: memory)
  }

  /// Digests of a fold in memory, in one go.
  private func expected(_ log: EventList) throws -> [SourceDigest] {
    let memory = try store(log)
    try memory.advance(memory.sources, through: log.head)
    return try memory.digests()
  }

  @Test("incremental, resumed and at once are one", arguments: 1...9 as ClosedRange<UInt64>)
  func sameDigests(seed: UInt64) throws {
    let log = log(seed)
    let expected = try expected(log)
    #expect(expected.map(\.rowCount).reduce(0, +) > 60)
    var random = SeededGenerator(seed: seed)
    // Closings are drained and entities forgotten after a few, after some, and never.
    let limits = ProjectionArchive.Limits(
      pendingClosingCountMax: [1, 9, 1_000][Int(seed % 3)],
      heldEntityCountMax: [0, 6, 1_000][Int(seed / 3 % 3)],
      waitingByteCountMax: [0, 1, 900, 1 << 20][Int(seed % 4)],
      // Entities are put aside behind their first event almost always, sometimes, and never.
      countedEntityCountMin: [1, 8, 1_024][Int(seed / 2 % 3)])
    for longest in [12, 60, 500] as [UInt64] {
      let folder = try TemporaryFolder()
      var position: UInt64 = 0
      while position < log.head.number {
        // Every batch by a process of its own, which knows only what is stored.
        let ofThisBatch = Bool.random(using: &random) ? limits : ProjectionArchive.Limits()
        let store = try store(log, folder.path, limits: ofThisBatch)
        #expect(store.archive?.state.position.number == position)
        if Bool.random(using: &random) { try store.learnNames() }
        for _ in 0..<Int.random(in: 1...3, using: &random) where position < log.head.number {
          position = min(
            log.head.number, position + UInt64.random(in: 1...longest, using: &random))
          #expect(try store.persist(through: Position(position)))
        }
      }
      let reader = try store(log, folder.path)
      #expect(try reader.digests() == expected, "seed \(seed), batches up to \(longest)")
      #expect(try reader.writtenDigests(of: reader.sources) == expected, "seed \(seed)")
      let continued = try store(log, folder.path)
      try continued.advance(continued.sources, through: log.head)
      #expect(try continued.digests() == expected)
      #expect(try continued.writtenDigests(of: continued.sources) == expected, "seed \(seed)")
    }
  }

  @Test(
    "rows folded behind those that were hashed have their digest, too",
    arguments: 61...66 as ClosedRange<UInt64>)
  func hashedAndFolded(seed: UInt64) throws {
    let log = log(seed)
    let folder = try TemporaryFolder()
    var random = SeededGenerator(seed: seed)
    let stored = UInt64.random(in: 60...(log.head.number - 1), using: &random)
    try store(log, folder.path).persist(through: Position(stored))
    let reader = try store(log, folder.path)
    try reader.advance(reader.sources, through: log.head)
    #expect(try reader.writtenDigests(of: reader.sources) == expected(log), "seed \(seed)")
  }

  @Test("digests that were taken when rows were written need no row but the newest")
  func hashedRowsAreNotRead() throws {
    let log = log(8)
    let expected = try expected(log)
    let folder = try TemporaryFolder()
    try store(log, folder.path).persist(through: log.head)
    do {
      let environment = try Environment.open(at: folder.path, options: EnvironmentOptions())
      let blocks = try environment.table("blocks")
      // The first column of the first block of every event.
      let key = Array("%events".utf8) + [UInt8](repeating: 0, count: 7)
      let isThere = try environment.write { try $0.delete(key.span, in: blocks) }
      #expect(isThere)
    }
    let reader = try store(log, folder.path)
    #expect(try reader.writtenDigests(of: reader.sources) == expected)
    #expect(throws: (any Error).self) { try reader.digests(of: ["%events"]) }
  }

  @Test("a generation that is not finished is resumed by its own kind of program, read by none")
  func unfinishedFormat() throws {
    let log = log(9)
    let folder = try TemporaryFolder()
    let archive = try ProjectionArchive(at: folder.path, isReadOnly: false)
    #expect(try !archive.canBeResumed(log, ArchiveTests.folds), "nobody began it")
    try archive.begin()
    #expect(try archive.canBeResumed(log, ArchiveTests.folds))
    let store = ProjectionStore(
      log: log, folds: ArchiveTests.folds, sizes: ArchiveTests.sizes, archive: archive)
    try store.persist(through: Position(100))
    // Programs before looked for `currentFormat` alone when they resumed.
    #expect(archive.state.format != ArchiveState.currentFormat)
    #expect(try !archive.fits(log, ArchiveTests.folds))
    #expect(try archive.canBeResumed(log, ArchiveTests.folds))
    #expect(try !archive.canBeResumed(log, [NewerFold()]))
    #expect(try !archive.canBeResumed(EventList(Array(log.events.prefix(80))), ArchiveTests.folds))
    try store.persist(through: log.head)
    try archive.finish()
    // As programs before left one that they had not finished.
    #expect(try !archive.canBeResumed(log, ArchiveTests.folds))
    #expect(try archive.fits(log, ArchiveTests.folds))
  }

  @Test(
    "rows folded on two threads and written every few batches are the same",
    arguments: 11...22 as ClosedRange<UInt64>)
  func foldedByFolder(seed: UInt64) throws {
    let log = log(seed)
    let limits = ProjectionArchive.Limits(
      pendingClosingCountMax: [1, 9, 1_000][Int(seed % 3)],
      heldEntityCountMax: [0, 6, 1_000][Int(seed / 3 % 3)],
      waitingByteCountMax: [0, 1, 900, 1 << 20][Int(seed % 4)],
      // Entities are put aside behind their first event almost always, sometimes, and never.
      countedEntityCountMin: [1, 8, 1_024][Int(seed / 2 % 3)])
    let folder = try TemporaryFolder()
    let store = try store(log, folder.path, limits: limits, workerCount: 2)
    let batches = Folder(store, batchCount: 1 + seed % 7 * 5, batchesPerCommit: 1 + seed % 4)
    // Stopped on the way, what was folded is there and goes on.
    let half = log.head.number / 2
    let reached = try batches.fold(through: log.head) { $0.number < half }
    #expect(reached.number >= half && store.archive?.state.position == reached)
    let resumed = try self.store(log, folder.path, limits: limits, workerCount: 2)
    #expect(
      try Folder(resumed, batchCount: 13, batchesPerCommit: 5).fold(through: log.head) { _ in true }
        == log.head)
    let expected = try expected(log)
    #expect(try resumed.digests() == expected, "seed \(seed)")
    #expect(try self.store(log, folder.path).digests() == expected, "seed \(seed)")
  }

  @Test("an entity whose name is longer than a key is found again by whoever learnt the names")
  func longNames() throws {
    var written = TestLog()
    for attempt in [String(repeating: "á", count: 300), "short"] {
      written.add(
        "quiz.attempt.started", "08-05 09:00", unit: "G1",
        ["attempt": .text(attempt), "quiz": "q", "person": "p1"])
      written.add("quiz.attempt.voided", "08-06 09:00", ["attempt": .text(attempt), "reason": "x"])
    }
    let log = EventList(written.events)
    let folder = try TemporaryFolder()
    for position in 1...log.head.number {
      let store = try store(log, folder.path)
      try store.learnNames()
      #expect(try store.persist(through: Position(position)))
    }
    #expect(try store(log, folder.path).digests() == expected(log))
  }

  @Test("more memory than there may be is an error that names the limit; what was stored stays")
  func memoryLimit() throws {
    let log = log(4)
    let folder = try TemporaryFolder()
    try store(log, folder.path).persist(through: Position(100))
    let small = FoldingMemory(byteCountMax: 3 << 20)
    let starved = try store(log, folder.path, memory: small)
    let error = #expect(throws: FoldingMemoryError.self) {
      try Folder(starved).fold(through: log.head) { _ in true }
    }
    #expect(error?.byteCountMax == small.byteCountMax)
    #expect(error?.description.contains("more than 3 MiB in memory at #101") == true)
    // Questions that fold in memory meet the same limit.
    let memory = try store(log, memory: small)
    #expect(throws: FoldingMemoryError.self) {
      try memory.advance(memory.sources, through: log.head)
    }
    let again = try store(log, folder.path)
    #expect(again.archive?.state.position == Position(100))
    #expect(try Folder(again).fold(through: log.head) { _ in true } == log.head)
    #expect(try again.digests() == expected(log))
  }

  @Test("answers with stored rows are those of memory", arguments: 31...36 as ClosedRange<UInt64>)
  func sameAnswers(seed: UInt64) throws {
    let log = log(seed)
    let folder = try TemporaryFolder()
    var random = SeededGenerator(seed: seed)
    let stored = UInt64.random(in: 60...(log.head.number - 1), using: &random)
    try store(log, folder.path).persist(through: Position(stored))
    for position in [stored / 2, stored, log.head.number] {
      let reading = Reading(position: Position(position), clock: SourceRows.clock)
      // The tail behind the stored rows is folded privately, source by source as it is asked for.
      let from = ReadingContext(
        reading: reading, store: try store(log, folder.path), registry: .projections)
      let memory = ReadingContext(reading: reading, store: try store(log), registry: .projections)
      for source in ArchiveTests.folds.map(\.source) where source != "projections" {
        let (left, right) = (try from.table(source), try memory.table(source))
        #expect(left.rows == right.rows, "seed \(seed), \(source) as of #\(position)")
      }
    }
  }

  @Test("events read from rows are those of the log", arguments: 51...58 as ClosedRange<UInt64>)
  func sameEvents(seed: UInt64) throws {
    let log = log(seed)
    let folder = try TemporaryFolder()
    var random = SeededGenerator(seed: seed)
    let stored = UInt64.random(in: 60...(log.head.number - 1), using: &random)
    try store(log, folder.path).persist(through: Position(stored))
    let inRows = [
      "seq", "type", "kind", "source", "campaign", "unit", "person", "obligation", "provision",
      "document", "target_seq", "evidence", "voided", "corrected", "backdated", "at", "recorded",
      "actor",
    ]
    var amendedCount = 0
    for position in [stored / 2, stored, log.head.number] {
      let reading = Reading(position: Position(position), clock: SourceRows.clock)
      for columns in [inRows, ["voided"], inRows + ["id", "data", "subject"]] {
        func rows(_ store: ProjectionStore) throws -> [[Value]] {
          let context = ReadingContext(
            reading: reading, store: store, registry: .projections)
          var rows: [[Value]] = []
          try context.scan("events", all: true, columns: columns) { block in
            for row in block.mask.rows {
              rows.append(block.columns.map { $0.value(at: Int(row)) })
            }
          }
          return rows
        }
        let memory = try rows(try store(log))
        #expect(memory.count == Int(position))
        #expect(
          try rows(try store(log, folder.path)) == memory, "seed \(seed), as of #\(position)")
        amendedCount += memory.count { $0.contains(.bool(true)) }
      }
    }
    #expect(amendedCount > 0, "seed \(seed) voids and corrects nothing")
  }

  @Test("a batch that was cut off leaves the stored rows as they were")
  func killedBatch() throws {
    let log = log(5)
    let folder = try TemporaryFolder()
    try store(log, folder.path).persist(through: Position(100))
    // Folds on and ends before it commits.
    let dying = try store(log, folder.path)
    try dying.advance(dying.sources, through: Position(150))
    let again = try store(log, folder.path)
    #expect(again.archive?.state.position == Position(100))
    try again.persist(through: log.head)
    #expect(try store(log, folder.path).digests() == expected(log))
  }

  @Test("rows of another history show as drift in the sources they belong to")
  func drift() throws {
    let log = log(7)
    let sound = try expected(log)
    var events = log.events
    let place = try #require(
      events.lastIndex { $0.typeName == "material.accessed" })
    events[place].event.time = Instant(microseconds: 1)
    let other = try expected(EventList(events))
    let drifted = zip(sound, other).filter { $0 != $1 }.map(\.0.source)
    #expect(drifted == ["%events", "views"])
  }

  @Test("rows of other folds, other logs and the future are not used")
  func unusable() throws {
    let log = log(3)
    let temporary = try TemporaryFolder()
    defer { withExtendedLifetime(temporary) {} }
    let folder = GenerationFolder(path: temporary.path)
    let number = try folder.makeNext()
    try folder.markFinished(number)
    try folder.makeLive(number)
    try store(log, folder.folder(of: number)).persist(through: Position(90))
    func live(_ log: EventList, _ folds: [any SourceFold]) -> ProjectionArchive? {
      ProjectionArchive.live(in: folder, log: log, folds: folds, isReadOnly: true)
    }
    #expect(live(log, ArchiveTests.folds)?.state.position == Position(90))
    #expect(live(EventList(Array(log.events.prefix(80))), ArchiveTests.folds) == nil)
    #expect(live(log, [NewerFold()]) == nil)
  }

  @Test("generations are numbered, switched and removed")
  func generations() throws {
    let temporary = try TemporaryFolder()
    defer { withExtendedLifetime(temporary) {} }
    let folder = GenerationFolder(path: temporary.path)
    #expect(folder.live == nil)
    let first = try folder.makeNext()
    #expect(folder.isUnfinished(first))
    try folder.markFinished(first)
    try folder.makeLive(first)
    let second = try folder.makeNext()
    #expect(folder.generations == [1, 2] && folder.live == first)
    try folder.makeLive(second)
    try folder.remove(first)
    #expect(folder.generations == [2] && folder.live == second)
    let lock = try folder.lock()
    #expect(lock != nil)
    #expect(try folder.lock() == nil)
    withExtendedLifetime(lock) {}
  }
}

/// `views` under rules that nobody stored rows by.
private struct NewerFold: SourceFold {
  let source = "views"
  let version = 99
  let events: [String] = []
  let columns: [String] = []
  func entities(of event: RecordedEvent) -> [String] { [] }
  func initial(_ entity: String) -> Int { 0 }
  func apply(_ event: RecordedEvent, to state: inout Int) {}
  func rows(of state: Int) -> [FoldedRow] { [] }
}

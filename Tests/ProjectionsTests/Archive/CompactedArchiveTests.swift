import Columns
import LMDB
import LedgerModel
import Projections
import QueryPlan
import TestSupport
import Testing

/// Stored rows that were compacted: the same answers, the same digests, whatever happens behind it.
@Suite("Archives of compacted rows")
struct CompactedArchiveTests {
  private static let length = 260
  private static let folds = SourceRegistry.projections.folds

  private func log(_ seed: UInt64) -> EventList {
    EventList(
      RandomHistory(seed: seed, count: CompactedArchiveTests.length, amendedPercent: 25).log.events)
  }

  private func store(
    _ log: EventList, _ path: String? = nil, _ sizes: (Int, Int) = (2, 8),
    limits: ProjectionArchive.Limits = .init(), isReadOnly: Bool = false
  ) throws -> ProjectionStore {
    ProjectionStore(
      log: log, folds: CompactedArchiveTests.folds,
      sizes: RowStore.Sizes(chunkRowCount: sizes.0, blockRowCount: sizes.1),
      archive: try path.map {
        try ProjectionArchive(at: $0, isReadOnly: isReadOnly, limits: limits)
      })
  }

  /// Digests of a fold in memory; they are cut where chunks are.
  private func expected(_ log: EventList, _ sizes: (Int, Int) = (2, 8)) throws -> [SourceDigest] {
    let memory = try store(log, nil, sizes)
    try memory.advance(memory.sources, through: log.head)
    return try memory.digests()
  }

  /// Every source with all its columns as questions scan it, and the versions of its rows.
  private func answers(_ store: ProjectionStore, at position: UInt64) throws -> [String: [String]] {
    let context = ReadingContext(
      reading: Reading(position: Position(position), clock: SourceRows.clock), store: store,
      registry: .projections)
    var answers: [String: [String]] = [:]
    for fold in CompactedArchiveTests.folds where fold.source != "projections" {
      let names = store.stored(fold.source)?.layout.names ?? []
      var lines: [String] = []
      func add(_ block: Block) throws {
        for row in block.mask.rows {
          lines.append(RowText.line(block.columns.map { $0.value(at: Int(row)) }))
        }
      }
      try context.scan(fold.source, all: true, columns: names, add)
      lines.append("versions")
      try context.scanVersions(fold.source, columns: ["%from", "%until"] + names, add)
      answers[fold.source] = lines
    }
    return answers
  }

  private func compare(_ log: EventList, _ path: String, around position: UInt64, _ comment: String)
    throws
  {
    let memory = try store(log)
    for place in [position / 2, position - 1, position, position + 1, log.head.number]
    where place <= log.head.number {
      let found = try answers(try store(log, path, isReadOnly: true), at: place)
      let right = try answers(memory, at: place)
      for (source, lines) in right {
        #expect(found[source] == lines, "\(comment), \(source) as of #\(place)")
      }
    }
  }

  private func stretchCount(_ log: EventList, _ path: String) throws -> Int {
    let store = try store(log, path, isReadOnly: true)
    return try store.sources.reduce(0) { sum, name in
      sum + (try store.stored(name)?.rows.compacted.count ?? 0)
    }
  }

  @Test(
    "compacted, continued, compacted again: answers and digests are those of memory",
    arguments: 1...12 as ClosedRange<UInt64>)
  func sameAnswers(seed: UInt64) throws {
    let log = log(seed)
    let sizes = [(1, 1), (2, 8), (1, 4)][Int(seed % 3)]
    // Closings behind a compaction stay in memory, wait in lists, or are written.
    let limits = ProjectionArchive.Limits(
      pendingClosingCountMax: [0, 5, 1_000][Int(seed / 3 % 3)],
      compactedByteCountMax: [0, 1 << 20][Int(seed % 2)])
    let folder = try TemporaryFolder()
    var random = SeededGenerator(seed: seed)
    var position: UInt64 = 60
    var isFirst = true
    while position < log.head.number {
      let store = try store(log, folder.path, sizes, limits: limits)
      try store.persist(through: Position(position))
      let before = try store.digests()
      try store.compact(
        isFirst || Bool.random(using: &random) ? .all : .touched,
        Bool.random(using: &random) ? .fullBlocks : .fullChunks)
      #expect(try store.digests() == before, "seed \(seed)")
      isFirst = false
      let step = UInt64.random(in: 1...80, using: &random)
      if position + step < log.head.number, Bool.random(using: &random) {
        // On with the same rows in memory.
        position += step
        try store.persist(through: Position(position))
      }
      try compare(log, folder.path, around: position, "seed \(seed), compacted at #\(position)")
      position += UInt64.random(in: 1...80, using: &random)
    }
    #expect(try stretchCount(log, folder.path) > 0, "seed \(seed)")
    let last = try store(log, folder.path, sizes, limits: limits)
    try last.persist(through: log.head)
    #expect(try last.digests() == expected(log, sizes), "seed \(seed)")
    for name in last.sources {
      guard let source = try last.stored(name)?.rows else { continue }
      #expect(try CompactionCheck.flaw(in: source) == nil, "seed \(seed), \(name)")
    }
    #expect(try store(log, folder.path).digests() == expected(log, sizes), "seed \(seed)")
  }

  @Test(
    "cut off anywhere the rows are right, and the next run finishes", arguments: [0, 1, 3, 8, 20])
  func cutOff(blockCount: Int) throws {
    let log = log(5)
    let folder = try TemporaryFolder()
    let limits = ProjectionArchive.Limits(compactedByteCountMax: 0)
    let first = try store(log, folder.path, (1, 2), limits: limits)
    try first.persist(through: Position(200))
    var seen = 0
    let isDone = try first.compact(.all, .fullChunks) { done, all in
      #expect(done < all)
      seen += 1
      return seen <= blockCount
    }
    #expect(!isDone)
    try compare(log, folder.path, around: 200, "cut off after \(blockCount)")
    let again = try store(log, folder.path, limits: limits)
    #expect(try again.compact(.all, .fullChunks))
    try compare(log, folder.path, around: 200, "done again")
    let count = try partCount(folder.path)
    let whole = try TemporaryFolder()
    let straight = try store(log, whole.path, (1, 2))
    try straight.persist(through: Position(200))
    #expect(try straight.compact(.all, .fullChunks))
    #expect(try partCount(whole.path) == count && count > 0)
    // Nothing is left to do.
    #expect(try store(log, folder.path).compact(.all, .fullChunks) { _, _ in false })
  }

  private func partCount(_ path: String) throws -> Int {
    let environment = try Environment.open(at: path)
    let table = try environment.table("compacted")
    var count = 0
    try environment.read { transaction in
      var cursor = try transaction.cursor(over: table)
      for fold in CompactedArchiveTests.folds {
        let prefix = Array(fold.source.utf8) + [0]
        try cursor.scan(prefix: prefix.span) { _ in count += 1 }
      }
    }
    return count
  }

  @Test("a changed bit of what was compacted is noticed, or no answer changes")
  func damage() throws {
    let log = log(3)
    let right = try answers(try store(log), at: log.head.number)
    var noticed = 0
    for seed in 0..<60 as Range<UInt64> {
      let folder = try TemporaryFolder()
      let first = try store(log, folder.path)
      try first.persist(through: log.head)
      #expect(try first.compact(.all, .fullChunks))
      try flip(seed, folder.path)
      if try isNoticed(log, folder.path) {
        noticed += 1
      } else {
        let reader = try store(log, folder.path, isReadOnly: true)
        #expect(try answers(reader, at: log.head.number) == right, "seed \(seed)")
      }
    }
    #expect(noticed > 40)
  }

  private func isNoticed(_ log: EventList, _ path: String) throws -> Bool {
    do {
      let reader = try store(log, path, isReadOnly: true)
      for name in reader.sources {
        guard let rows = try reader.stored(name)?.rows else { continue }
        if try CompactionCheck.flaw(in: rows) != nil { return true }
      }
      return false
    } catch is ColumnDamage {
      return true
    }
  }

  /// Changes one bit somewhere in the compacted rows.
  private func flip(_ seed: UInt64, _ path: String) throws {
    let environment = try Environment.open(at: path)
    let table = try environment.table("compacted")
    var entries: [(key: [UInt8], bytes: [UInt8])] = []
    try environment.read { transaction in
      var cursor = try transaction.cursor(over: table)
      for fold in CompactedArchiveTests.folds {
        let prefix = Array(fold.source.utf8) + [0]
        try cursor.scan(prefix: prefix.span) { entry in
          var (key, bytes): ([UInt8], [UInt8]) = ([], [])
          for index in 0..<entry.key.count { key.append(entry.key[index]) }
          for index in 0..<entry.value.count { bytes.append(entry.value[index]) }
          entries.append((key, bytes))
        }
      }
    }
    var random = SeededGenerator(seed: seed)
    var (key, bytes) = entries[Int.random(in: entries.indices, using: &random)]
    let place = Int.random(in: bytes.indices, using: &random)
    bytes[place] ^= UInt8(1 << Int.random(in: 0...7, using: &random))
    try environment.write { transaction in
      try transaction.put(bytes.span, for: key.span, in: table)
    }
  }
}

import Columns
import LedgerModel
import Projections
import TestSupport
import Testing

/// Compacted rows beside the rows that they were made of, against a plain list of rows.
@Suite("Columns: compaction")
struct CompactionTests {
  private struct Row {
    let values: [Value]
    let from: UInt64
    var until: UInt64?

    func isVisible(at position: UInt64) -> Bool {
      from <= position && until.map { position < $0 } ?? true
    }
  }

  private static let sizes = [(1, 1), (1, 3), (4, 16), (3, 9), (1_023, 1_023)]

  /// Rows that open and close in any order, on their way.
  private struct History {
    let store: RowStore
    var model: [Row] = []
    var position: UInt64 = 1_000
    private var random: SeededGenerator
    private var columns: [[Value]] = []
    /// Of a hundred events how many close a row.
    private let closingPercent: Int

    init(seed: UInt64, count: Int, sizes: (Int, Int)) {
      random = SeededGenerator(seed: seed)
      closingPercent = [20, 60, 90][Int(seed % 3)]
      var made = RandomColumns(seed: seed)
      // The values change their character on the way, so that blocks have columns of other forms.
      columns = (0..<5).map { _ in
        (0..<3).flatMap { _ in made.values(count / 3 + 1) }
      }
      columns.append((0...count).map { .integer(Int64($0)) })
      store = RowStore(
        encoders: columns.indices.map {
          ColumnEncoder(dictionary: ValueDictionary(DictionaryNumber($0)), isShared: false)
        }, sizes: RowStore.Sizes(chunkRowCount: sizes.0, blockRowCount: sizes.1))
    }

    mutating func add(_ count: Int) throws {
      // Whoever compacts has taken in every event up to there.
      position += 1
      for _ in 0..<count {
        position += UInt64.random(in: 0...2, using: &random)
        let row = columns.map { $0[model.count] }
        #expect(try store.open(row, at: Position(position)) == model.count)
        model.append(Row(values: row, from: position))
        guard Int.random(in: 0..<100, using: &random) < closingPercent else { continue }
        let open = model.indices.filter { model[$0].until == nil && model[$0].from < position }
        guard let closing = open.randomElement(using: &random) else { continue }
        store.close(closing, at: Position(position))
        model[closing].until = position
      }
    }
  }

  private func shown(_ store: RowStore, at position: UInt64) throws -> [[[UInt8]]] {
    var rows: [[[UInt8]]] = []
    try store.scan(visibleAt: Position(position), columns: Array(0..<store.columnCount)) { block in
      #expect(block.mask.visibleCount > 0)
      for row in block.mask.rows {
        rows.append(block.columns.map { ValueCoding.bytes($0.value(at: Int(row))) })
      }
    }
    return rows
  }

  private func versions(_ store: RowStore, _ position: UInt64) throws -> [[[UInt8]]] {
    var rows: [[[UInt8]]] = []
    let columns = Array(0..<store.columnCount)
    try store.scanVersions(through: Position(position), columns: columns) { block in
      for row in block.mask.rows {
        rows.append(block.columns.map { ValueCoding.bytes($0.value(at: Int(row))) })
      }
    }
    return rows
  }

  @Test(
    "every position shows the rows that stand there, in their order, whatever was compacted when",
    arguments: 1...24 as ClosedRange<UInt64>)
  func everyPosition(seed: UInt64) throws {
    let sizes = CompactionTests.sizes[Int(seed) % CompactionTests.sizes.count]
    let count = sizes.0 > 1_000 ? 2_400 : 120
    var history = History(seed: seed, count: count, sizes: sizes)
    var random = SeededGenerator(seed: seed &+ 1_000)
    var compactedCount = 0
    var before: [(position: UInt64, versions: [[[UInt8]]])] = []
    while history.model.count < count {
      try history.add(
        min(count - history.model.count, Int.random(in: 1...(count / 3), using: &random)))
      before.append((history.position, try versions(history.store, history.position)))
      let codes = history.store.encoders.map(\.dictionary.count)
      let kind = [RowStore.Compactable.fullBlocks, .fullChunks][
        Int.random(in: 0...1, using: &random)]
      try history.store.compact(at: Position(history.position), kind)
      #expect(history.store.encoders.map(\.dictionary.count) == codes, "seed \(seed)")
      compactedCount += history.store.compacted.count
      #expect(try CompactionCheck.flaw(in: history.store) == nil, "seed \(seed)")
      #expect(
        history.store.sparseStretches(kind).isEmpty
          || history.store.compacted.contains { $0.rowCount == 0 }, "seed \(seed)")
    }
    #expect(compactedCount > 0, "seed \(seed)")
    for position in stride(from: 996, through: history.position + 2, by: count > 1_000 ? 97 : 1) {
      let expected = history.model.filter { $0.isVisible(at: position) }
        .map { $0.values.map(ValueCoding.bytes) }
      #expect(try shown(history.store, at: position) == expected, "seed \(seed), #\(position)")
    }
    for (position, versions) in before {
      #expect(try self.versions(history.store, position) == versions, "seed \(seed), #\(position)")
    }
  }

  @Test(
    "zones of compacted rows leave out only blocks without a wanted row",
    arguments: 1...10 as ClosedRange<UInt64>)
  func zones(seed: UInt64) throws {
    var history = History(seed: seed, count: 120, sizes: (4, 16))
    try history.add(100)
    try history.store.compact(at: Position(history.position))
    try history.add(20)
    let range: ClosedRange<Int64> = 20...33
    let test = ZoneTest(column: 5, kind: .integer, range: range)
    var found: [Value] = []
    let skipped = try history.store.scan(
      visibleAt: Position(history.position), columns: [5], tests: [test]
    ) { block in
      found += block.mask.rows.map { block.columns[0].value(at: Int($0)) }
    }
    let wanted = history.model.filter { row in
      guard case .integer(let number) = row.values[5] else { return false }
      return range.contains(number) && row.isVisible(at: history.position)
    }
    #expect(Set(wanted.map { $0.values[5] }).isSubset(of: Set(found)) && skipped > 0)
  }

  /// Rows that a question about now goes through.
  private func rowsRead(_ store: RowStore, at position: UInt64) throws -> Int {
    var count = 0
    try store.scan(visibleAt: Position(position), columns: [0]) { count += $0.rowCount }
    return count
  }

  @Test("now reads at most 1.3 times the rows that stand, after five rewrites in any order")
  func rewritten() throws {
    let store = RowStore(
      encoders: [ColumnEncoder(dictionary: ValueDictionary(DictionaryNumber(0)), isShared: false)],
      sizes: RowStore.Sizes(chunkRowCount: 64, blockRowCount: 512))
    var random = SeededGenerator(seed: 5)
    var position: UInt64 = 0
    var standing: [Int] = []
    func open() throws -> Int {
      try store.open([.integer(Int64(position % 50))], at: Position(position))
    }
    for _ in 0..<5_000 {
      position += 1
      standing.append(try open())
    }
    #expect(try rowsRead(store, at: position) == 5_000)
    for _ in 0..<25_000 {
      position += 1
      let row = Int.random(in: 0..<5_000, using: &random)
      store.close(standing[row], at: Position(position))
      standing[row] = try open()
    }
    #expect(try rowsRead(store, at: position) > 25_000)
    try store.compact(at: Position(position), .fullBlocks)
    #expect(try rowsRead(store, at: position) < 7_000)
    try store.compact(at: Position(position), .fullChunks)
    #expect(try rowsRead(store, at: position) <= 6_500)
    // Not more than three quarters as much again is kept of any stretch.
    #expect(store.compacted.allSatisfy { $0.rowCount * 4 <= $0.rows.count * 3 })
  }

  @Test("another value, lifetime, zone or row in what was compacted is found")
  func flaws() throws {
    var history = History(seed: 1, count: 60, sizes: (4, 16))
    try history.add(60)
    let store = history.store
    try store.compact(at: Position(history.position))
    let good = try #require(store.compacted.first { $0.rowCount > 1 })
    let (block, numbers) = (good.blocks[0], good.numbers[0])
    let columns = try (0..<store.columnCount).map { try block.column($0) }
    func flaw(_ columns: [Column], _ lifetimes: Lifetimes, _ numbers: [UInt32]) throws -> String? {
      store.adopt(
        CompactedRows(
          position: good.position, rows: good.rows,
          blocks: [RowBlock(columns: columns, lifetimes: lifetimes)] + good.blocks.dropFirst(),
          numbers: [numbers] + good.numbers.dropFirst()))
      return try CompactionCheck.flaw(in: store)
    }
    #expect(try flaw(columns, block.lifetimes, numbers) == nil)
    var other = columns
    other[5] = .constant(.integer(-1))
    #expect(try flaw(other, block.lifetimes, numbers)?.contains("column 5") == true)
    var closed = block.lifetimes
    closed.close(0, at: Position(history.position + 1))
    #expect(try flaw(columns, closed, numbers)?.contains("lifetime") == true)
    let moved = Lifetimes(from: (0..<numbers.count).map { _ in Position(1) })
    #expect(try flaw(columns, moved, numbers)?.contains("lifetime") == true)
    let shifted = Array(numbers.dropLast()) + [UInt32(good.rows.count)]
    #expect(try flaw(columns, block.lifetimes, shifted)?.contains("other rows") == true)
  }
}

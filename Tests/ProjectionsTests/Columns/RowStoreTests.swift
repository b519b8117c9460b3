import Columns
import LedgerModel
import TestSupport
import Testing

/// Rows in chunks and blocks against a plain list of rows.
@Suite("Columns: rows")
struct RowStoreTests {
  private struct Row {
    let values: [Value]
    let from: UInt64
    var until: UInt64?

    func isVisible(at position: UInt64) -> Bool {
      from <= position && until.map { position < $0 } ?? true
    }
  }

  @Test(
    "rows opened column by column are those opened one by one",
    arguments: 1...20 as ClosedRange<UInt64>)
  func openedTogether(seed: UInt64) throws {
    var columns = RandomColumns(seed: seed)
    var random = SeededGenerator(seed: seed)
    let data = (0..<3).map { _ in columns.values(60) }
    func empty() -> RowStore {
      RowStore(
        encoders: (0..<3).map {
          ColumnEncoder(dictionary: ValueDictionary(DictionaryNumber($0)), isShared: $0 == 0)
        }, sizes: RowStore.Sizes(chunkRowCount: 4, blockRowCount: 16))
    }
    let (single, together) = (empty(), empty())
    for row in 0..<60 {
      #expect(try single.open(data.map { $0[row] }, at: Position(UInt64(row / 2 + 7))) == row)
    }
    var row = 0
    while row < 60 {
      let end = min(60, row + Int.random(in: 1...19, using: &random))
      let first = row
      try together.open((row..<end).map { Position(UInt64($0 / 2 + 7)) }) { column, rows, builder in
        for row in rows { builder.append(data[column][first + row]) }
      }
      row = end
    }
    #expect(together.rowCount == 60 && together.fullBlockCount == single.fullBlockCount)
    for row in 0..<60 {
      #expect(identical(try together.row(row), try single.row(row)), "seed \(seed), row \(row)")
      #expect(together.lifetime(of: row).from == single.lifetime(of: row).from)
    }
  }

  private func history(seed: UInt64, rows count: Int) throws -> (RowStore, [Row], UInt64) {
    var random = SeededGenerator(seed: seed)
    var columns = RandomColumns(seed: seed)
    let data =
      (0..<3).map { _ in columns.values(count) } + [(0..<count).map { .integer(Int64($0)) }]
    let encoders = (0..<4).map { number in
      ColumnEncoder(
        dictionary: ValueDictionary(DictionaryNumber(number)), isShared: number == 0)
    }
    let store = RowStore(
      encoders: encoders, sizes: RowStore.Sizes(chunkRowCount: 4, blockRowCount: 16))
    var model: [Row] = []
    var position: UInt64 = 1_000
    for number in 0..<count {
      position += UInt64.random(in: 0...2, using: &random)
      let row = data.map { $0[number] }
      #expect(try store.open(row, at: Position(position)) == number)
      model.append(Row(values: row, from: position))
      if Int.random(in: 0..<3, using: &random) == 0 {
        let open = model.indices.filter { model[$0].until == nil && model[$0].from < position }
        if let closing = open.randomElement(using: &random) {
          store.close(closing, at: Position(position))
          model[closing].until = position
        }
      }
    }
    return (store, model, position)
  }

  @Test("visible rows at every position", arguments: 1...25 as ClosedRange<UInt64>)
  func visibility(seed: UInt64) throws {
    let (store, model, last) = try history(seed: seed, rows: 75)
    for position in (996...(last + 2)) {
      var shown: [Value] = []
      try store.scan(visibleAt: Position(position), columns: [3, 0]) { block in
        #expect(block.mask.visibleCount > 0)
        for row in block.mask.rows { shown.append(block.columns[0].value(at: Int(row))) }
      }
      let expected = model.filter { $0.isVisible(at: position) }.map { $0.values[3] }
      #expect(shown == expected, "seed \(seed), #\(position)")
      #expect(
        store.openedCount(through: Position(position)) == model.count { $0.from <= position })
      #expect(
        store.rows(openedAt: Position(position)).count == model.count { $0.from == position })
    }
    for (number, row) in model.enumerated() {
      #expect(try identical(store.row(number), row.values), "seed \(seed), row \(number)")
      #expect(store.lifetime(of: number).from.number == row.from)
      #expect(store.lifetime(of: number).until == (row.until.map { Position($0) } ?? .never))
    }
  }

  @Test(
    "zones leave out only blocks without a wanted row", arguments: 1...10 as ClosedRange<UInt64>)
  func zones(seed: UInt64) throws {
    let (store, model, last) = try history(seed: seed, rows: 75)
    let range: ClosedRange<Int64> = 20...23
    let test = ZoneTest(column: 3, kind: .integer, range: range)
    var touched = 0
    var found: [Int64] = []
    let skipped = try store.scan(
      visibleAt: Position(last), columns: [3], tests: [test]
    ) { block in
      touched += block.rowCount
      for row in block.mask.rows {
        if case .integer(let number) = block.columns[0].value(at: Int(row)),
          range.contains(number)
        {
          found.append(number)
        }
      }
    }
    let wanted = model.indices.filter { range.contains(Int64($0)) && model[$0].isVisible(at: last) }
    #expect(found == wanted.map { Int64($0) }, "seed \(seed)")
    #expect(skipped == store.blocks.count { $0.isExcluded(by: [test]) } && skipped > 0)
    // One block of 16 rows and the tail, which has no zones.
    #expect(touched <= 16 + 3)
  }

  @Test("a header keeps lifetimes and zones", arguments: [0, 3, 40])
  func headers(closed: Int) throws {
    var lifetimes = Lifetimes(from: (0..<64).map { Position(5_000_000_000 + UInt64($0 / 2)) })
    for row in 0..<closed { lifetimes.close(row, at: Position(5_000_000_100 + UInt64(row))) }
    let encoder = ColumnEncoder(
      dictionary: ValueDictionary(DictionaryNumber(0)), isShared: false)
    let block = RowBlock(
      columns: [encoder.encode((0..<64).map { .integer(-$0) }), .constant(.none)],
      lifetimes: lifetimes)
    let ends = BlockHeader.closings(block.lifetimes)
    let header = BlockHeader.bytes(block)
    let read =
      if let ends { try BlockHeader.read(header.span, closings: ends.span) } else {
        try BlockHeader.read(header.span, closings: nil)
      }
    #expect(read.lifetimes == lifetimes)
    #expect(read.zones == [ZoneMap(kind: .integer, range: -63...0), nil])
  }
}

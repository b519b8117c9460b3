import Columns
import LedgerModel
import QueryEngine
import QueryPlan
import TestSupport

/// A world whose rows lie in stores: between them rows that were closed since, and compacted on the way.
struct CompactedWorld: QueryWorld {
  let world: TinyWorld
  /// By source the store, whose last column is the number of the row, and the position at which exactly
  /// the rows of the source stand.
  private var stores: [String: (rows: RowStore, last: Position)] = [:]
  private(set) var compactedCount = 0

  var levels: [String] { world.levels }
  var calendar: CampaignCalendar { world.calendar }

  init(_ world: TinyWorld, blockRowCount: Int, _ random: inout SeededGenerator) throws {
    self.world = world
    for (name, source) in world.sources.sorted(by: { $0.key < $1.key }) {
      stores[name] = try store(source, blockRowCount, &random)
    }
    compactedCount = stores.values.reduce(0) { $0 + $1.rows.compacted.count }
  }

  private func store(
    _ source: TinySource, _ blockRowCount: Int, _ random: inout SeededGenerator
  ) throws -> (rows: RowStore, last: Position) {
    let store = RowStore(
      encoders: (0...source.columns.count).map {
        ColumnEncoder(dictionary: ValueDictionary(DictionaryNumber($0)), isShared: false)
      }, sizes: RowStore.Sizes(chunkRowCount: 1, blockRowCount: blockRowCount))
    var position = Position(1)
    var passing: [Int] = []
    func closeOne() {
      guard !passing.isEmpty else { return }
      position = position.next
      store.close(
        passing.remove(at: Int.random(in: passing.indices, using: &random)), at: position)
    }
    for (number, row) in source.rows.enumerated() {
      for _ in 0..<Int.random(in: 0...3, using: &random) {
        let other = source.rows[Int.random(in: source.rows.indices, using: &random)]
        passing.append(try store.open(other + [.integer(-1)], at: position))
        if Bool.random(using: &random) { closeOne() }
      }
      _ = try store.open(row + [.integer(Int64(number))], at: position)
      if Int.random(in: 0..<4, using: &random) == 0 { try store.compact(at: position) }
    }
    while passing.count > 3 { closeOne() }
    try store.compact(at: position)
    while !passing.isEmpty { closeOne() }
    return (store, position)
  }

  func reading(
    asOf: Value?, validAt: Value?, clock: Value?, assumptions: Assumptions, inherited: Reading
  ) throws -> Reading {
    try world.reading(
      asOf: asOf, validAt: validAt, clock: clock, assumptions: assumptions, inherited: inherited)
  }

  func scan(
    source name: String, all: Bool, columns: [String], ranges: [ColumnRange], reading: Reading,
    _ body: (Block) throws -> Void
  ) throws {
    guard let source = world.sources[name], let (store, last) = stores[name] else { return }
    let places = columns.compactMap(source.place)
    let tests = ranges.compactMap { range in
      source.place(of: range.column).map {
        ZoneTest(column: $0, kind: range.kind, range: range.range)
      }
    }
    try store.scan(visibleAt: last, columns: places + [source.columns.count], tests: tests) {
      block in
      var mask = block.mask
      let isWanted = (0..<block.rowCount).map { row -> UInt8 in
        guard case .integer(let number)? = block.columns.last?.value(at: row), number >= 0 else {
          return 0
        }
        let isKnown = Position(source.knownFrom[Int(number)] ?? 0) <= reading.position
        return isKnown && (all || !source.withdrawn.contains(Int(number))) ? 1 : 0
      }
      mask.keep(where: isWanted)
      try body(
        Block(rowCount: block.rowCount, columns: Array(block.columns.dropLast()), mask: mask))
    }
  }

  func lookup(
    source: String, column: String, key: String, campaign: String?, reading: Reading
  ) throws -> Value {
    try world.lookup(
      source: source, column: column, key: key, campaign: campaign, reading: reading)
  }

  func tree(reading: Reading, day: Day?) throws -> any UnitTree {
    try world.tree(reading: reading, day: day)
  }
}

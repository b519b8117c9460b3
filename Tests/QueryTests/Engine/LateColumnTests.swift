import Catalog
import Columns
import LedgerModel
import QueryEngine
import QueryPlan
import Testing

/// Blocks whose columns are read when somebody asks, with a count of what was read.
private final class LateWorld: QueryWorld {
  let columns: [String]
  let blocks: [[Column]]
  let rowCount: Int
  let levels: [String] = []
  let calendar = CampaignCalendar.standard
  /// By column how many blocks it was read of.
  private(set) var readCounts: [String: Int] = [:]

  init(_ columns: [String], _ blocks: [[Column]], rowCount: Int) {
    (self.columns, self.blocks, self.rowCount) = (columns, blocks, rowCount)
  }

  func reading(
    asOf: Value?, validAt: Value?, clock: Value?, assumptions: Assumptions, inherited: Reading
  ) -> Reading { inherited }

  func scan(
    source: String, all: Bool, columns: [String], ranges: [ColumnRange], reading: Reading,
    _ body: (Block) throws -> Void
  ) throws {
    let places = columns.compactMap { self.columns.firstIndex(of: $0) }
    for block in blocks {
      let late = LateColumns(count: places.count) { place in
        self.readCounts[columns[place], default: 0] += 1
        return block[places[place]]
      }
      try body(Block(rowCount: rowCount, late: late, mask: Mask(allOf: rowCount)))
    }
  }

  func lookup(
    source: String, column: String, key: String, campaign: String?, reading: Reading
  ) -> Value { .none }

  func tree(reading: Reading, day: Day?) -> any UnitTree { TinyTree([]) }
}

@Suite("Engine: columns read late")
struct LateColumnTests {
  private static let rowCount = 10_000
  private static let names = ["block", "number", "person"]
  private static let columns = [
    PlanColumn("block", .integer(nil)), PlanColumn("number", .integer(nil)),
    PlanColumn("person", .entity(.person)),
  ]

  /// Eight blocks; `block` is their number, `number` counts the rows of each.
  private static func world() -> LateWorld {
    let persons: [Value] = [.none] + (0..<50).map { .entity("p\($0)") }
    let blocks = (0..<8).map { block -> [Column] in
      [
        .constant(.integer(Int64(block))),
        .numbers(NumberColumn(kind: .integer, numbers: (0..<Int64(rowCount)).map { $0 })),
        .coded(
          CodedColumn(
            codes: Codes((0..<rowCount).map { UInt32($0 % 50) + 1 }), values: persons,
            dictionary: DictionaryNumber(1))),
      ]
    }
    return LateWorld(names, blocks, rowCount: rowCount)
  }

  private var scan: Query {
    Query(
      node: PlanNode(
        .scan(
          source: "s", all: false, columns: LateColumnTests.names, reading: ReadingRequest()),
        columns: LateColumnTests.columns))
  }

  private func inBlock(_ query: Query, _ block: Int64) -> PlanExpression {
    compare(query["block"], .equal, constant(block))
  }

  private func run(
    _ query: Query, _ world: LateWorld, threadCount: Int, meter: StageMeter? = nil
  ) throws -> ResultTable {
    var limits = ExecutionLimits.standard
    limits.threads = ExecutionThreads(countMax: threadCount, dividedRowCountMin: 1)
    return try execute(
      query.node, world: world, reading: TinyWorld.reading, limits: limits, meter: meter)
  }

  @Test("behind a filter only for blocks that it lets through", arguments: [1, 2])
  func filter(threadCount: Int) throws {
    let world = LateColumnTests.world()
    let meter = StageMeter()
    let few = scan.filter(inBlock(scan, 3))
    let query = few.summarize([("n", count())], by: [("person", few["person"])])
    let rows = try run(query, world, threadCount: threadCount, meter: meter).rows
    #expect(rows.count == 50 && rows.allSatisfy { $0[1] == int(200) })
    #expect(world.readCounts == ["block": 8, "person": 1])
    if threadCount == 1 { #expect(meter.cost(of: scan.node).readColumnCount == 9) }
  }

  @Test("a later condition only where the ones before hold, in one filter or in two")
  func conjuncts() throws {
    let isFirst = compare(scan["number"], .less, constant(10))
    let filters = [
      scan.filter(PlanExpression(.and(inBlock(scan, 5), isFirst), type: .bool)),
      scan.filter(inBlock(scan, 5)).filter(isFirst),
    ]
    for filter in filters {
      let world = LateColumnTests.world()
      let query = filter.select(("person", filter["person"]))
      let rows = try run(query, world, threadCount: 1).rows
      #expect(rows == (0..<10).map { [.entity("p\($0)")] })
      #expect(world.readCounts == ["block": 8, "number": 1, "person": 1])
    }
  }

  @Test("nothing of what nobody reads, everything without a filter")
  func plain() throws {
    let counted = LateColumnTests.world()
    let empty = scan.filter(inBlock(scan, 99))
    let none = try run(empty.select(("person", empty["person"])), counted, threadCount: 1)
    #expect(none.rows.isEmpty)
    #expect(counted.readCounts == ["block": 8])
    let all = LateColumnTests.world()
    let taken = scan.filter(inBlock(scan, 0)).take(3)
    let first = try run(taken.select(("number", taken["number"])), all, threadCount: 1)
    #expect(first.rows == [[int(0)], [int(1)], [int(2)]])
    #expect(all.readCounts == ["block": 1, "number": 1])
    let whole = LateColumnTests.world()
    _ = try run(scan.summarize([("n", count())], by: [("b", scan["block"])]), whole, threadCount: 1)
    #expect(whole.readCounts == ["block": 8])
  }
}

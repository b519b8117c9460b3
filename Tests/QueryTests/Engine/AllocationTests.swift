import AllocationCounter
import Catalog
import Columns
import LedgerModel
import QueryEngine
import QueryPlan
import Testing

@Suite("Engine: what a batch allocates", .serialized)
struct AllocationTests {
  private static let blockRowCount = 65_536
  /// Rows that operators work on at a time.
  private static let batchRowCount = 4_096

  private static let columns = [
    PlanColumn("unit", .entity(.unit).optional), PlanColumn("person", .entity(.person)),
    PlanColumn("size", .integer(nil)), PlanColumn("at", .instant), PlanColumn("flag", .bool),
  ]

  private static func table(_ prefix: String, _ count: Int) -> [Value] {
    [.none] + (1...count).map { .entity("\(prefix)\($0)") }
  }

  private static func coded(_ values: [Value], _ number: Int) -> Column {
    let codes = (0..<blockRowCount).map { UInt32(($0 &* 7919 &+ $0 / 3) % values.count) }
    return .coded(
      CodedColumn(codes: Codes(codes), values: values, dictionary: DictionaryNumber(number)))
  }

  private static var block: Block {
    Block(
      rowCount: blockRowCount,
      columns: [
        coded(table("u", 200), 1), coded(table("p", 3_000), 2),
        .numbers(NumberColumn(kind: .integer, numbers: (0..<blockRowCount).map { Int64($0 % 97) })),
        .numbers(
          NumberColumn(
            kind: .instant,
            numbers: (0..<blockRowCount).map { 1_627_776_000_000_000 + Int64($0) * 40_000_000 })),
        .flags(FlagColumn(bytes: (0..<blockRowCount).map { UInt8($0 % 3) })),
      ], mask: Mask(allOf: blockRowCount))
  }

  private func scan() -> Query {
    Query(
      node: PlanNode(
        .scan(
          source: "s", all: false, columns: AllocationTests.columns.map(\.name),
          reading: ReadingRequest()), columns: AllocationTests.columns))
  }

  /// Allocations of a batch more, once the first blocks have brought all values.
  private func perBatch(_ query: Query) throws -> Double {
    func count(_ blockCount: Int) throws -> Int {
      let world = BlockWorld(
        columns: AllocationTests.columns.map(\.name),
        blocks: Array(repeating: AllocationTests.block, count: blockCount))
      let before = kiem_allocation_count()
      _ = try execute(query.node, world: world, reading: TinyWorld.reading)
      return kiem_allocation_count() - before
    }
    let (few, many) = (try count(2), try count(6))
    let batches = 4 * AllocationTests.blockRowCount / AllocationTests.batchRowCount
    return Double(many - few) / Double(batches)
  }

  @Test("filters, groups, distinct counts, sums and joins allocate per batch and never per row")
  func perBatchOnly() throws {
    let s = scan()
    let isLarge = compare(s["size"], .greater, constant(40))
    let isOne = compare(s["unit"], .notEqual, constant(unit("u7"), .entity(.unit)))
    let week = PlanExpression(.call(.week, [s["at"]]), type: .period)
    let queries: [(String, Query)] = [
      ("count", s.summarize([("n", count())])),
      ("filter", s.filter(isLarge).filter(isOne).summarize([("n", count())])),
      ("group", s.summarize([("n", count())], by: [("unit", s["unit"])])),
      (
        "distinct",
        s.summarize([("n", aggregate(.distinct, s["person"]))], by: [("unit", s["unit"])])
      ),
      (
        "numbers",
        s.summarize(
          [
            ("sum", aggregate(.sum, s["size"], .integer(nil))),
            ("max", aggregate(.maximum, s["size"])),
          ],
          by: [("unit", s["unit"]), ("flag", s["flag"])])
      ),
      ("week", s.summarize([("n", count())], by: [("week", week)])),
      (
        "anti",
        s.semijoin(s.filter(isLarge), on: "person", isAnti: true).summarize([("n", count())])
      ),
    ]
    for (name, query) in queries {
      let found = try perBatch(query)
      #expect(found > 0, "\(name): nothing is counted")
      #expect(found < 100, "\(name): \(found) allocations per batch of 4,096 rows")
    }
  }
}

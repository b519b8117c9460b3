import Catalog
import Columns
import LedgerModel
import QueryEngine
import QueryPlan
import TestSupport
import Testing

/// Stages that work on all of a large input in one step look at the token on the way: about every
/// 16,384 cheap elements, or 4,096 dear ones.
@Suite("Engine: long steps end when they are cancelled")
struct CancelledStageTests {
  private static let rowCount = 130_000
  /// Whatever a stage does with a row, it looks at least as often as that many rows.
  private static let rowsPerLook = 16_384

  private static func world() -> TinyWorld {
    var random = SeededGenerator(seed: 4)
    var world = TinyWorld()
    world.coding = TinyCoding()
    world.blockRowCount = 65_536
    world.trees = [
      nil: TinyTree(
        [("r", nil, "central")] + (0..<60).map { ("u\($0)", "r", "upper") })
    ]
    func number(_ bound: Int64) -> Value { int(Int64.random(in: 0..<bound, using: &random)) }
    world.sources["s"] = TinySource(
      [
        ("unit", .entity(.unit)), ("person", .entity(.person)), ("wide", .integer(nil)),
        ("narrow", .integer(nil)), ("name", .string), ("at", .instant), ("seq", .position),
      ],
      (0..<rowCount).map { row in
        [
          unit("u\(row * 7 % 60)"), .entity("p\(row * 31 % 90_001)"), number(1 << 50),
          number(50), text("n\(row * 13 % 70_001)"),
          .instant(Instant(microseconds: Int64(row * 17 % 100_000) * 1_000_000)),
          .position(Position(UInt64(row + 1))),
        ]
      })
    return world
  }

  private static func queries(_ world: TinyWorld) -> [(String, Query)] {
    let s = Query.scan("s", of: world)
    let distinct = aggregate(.distinct, s["person"], .integer(nil))
    return [
      ("sort", s.select(("wide", s["wide"])).sort(("wide", isDescending: true))),
      ("sort texts", s.select(("name", s["name"])).sort(("name", isDescending: false))),
      ("groups", s.summarize([("n", count())], by: [("person", s["person"])])),
      ("texts", s.summarize([("n", count())], by: [("name", s["name"])])),
      (
        "pairs",
        s.summarize([("n", distinct)], by: [("narrow", s["narrow"]), ("unit", s["unit"])])
      ),
      ("rank", s.rank("place", of: "wide", per: ["unit"]).select(("seq", s["seq"]))),
      ("top", s.top(3, by: "wide", per: ["person"])),
      ("funnel", s.funnel(key: "person", [("one", s), ("two", s)])),
      ("join", s.semijoin(s, on: "person").summarize([("n", count())])),
    ]
  }

  private func run(
    _ query: Query, _ world: BlockWorld, _ limits: ExecutionLimits, _ token: CancellationToken
  ) throws {
    _ = try execute(
      query.node, world: world, reading: TinyWorld.reading, limits: limits, cancellation: token)
  }

  @Test("at any of its looks, with one thread and with two", arguments: 0..<9)
  func cancelled(index: Int) throws {
    let source = CancelledStageTests.world()
    let (name, query) = CancelledStageTests.queries(source)[index]
    let world = try BlockWorld(source, "s")
    var divided = ExecutionLimits.standard
    divided.threads = ExecutionThreads(countMax: 2, dividedRowCountMin: 1, heldRowCountMax: 70_000)
    for limits in [ExecutionLimits.standard, divided] {
      let counting = CancellationToken()
      try run(query, world, limits, counting)
      let whole = counting.lookCount
      // Reading looks once a batch; what comes behind the rows has to look as well.
      let reading = CancelledStageTests.rowCount / 4_096
      let step = CancelledStageTests.rowCount / CancelledStageTests.rowsPerLook
      #expect(whole >= reading + step, "\(name): \(whole) looks")
      for part in [1, 4, 7] {
        let look = max(1, whole * part / 8)
        #expect(throws: ExecutionError.cancelled, "\(name), look \(look)") {
          try run(query, world, limits, CancellationToken(lookCountMax: look))
        }
      }
    }
  }
}

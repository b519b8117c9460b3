import Catalog
import LedgerModel
import QueryEngine
import QueryPlan
import TestSupport
import Testing

/// Two readings compared, against every pair of rows looked at one by one.
@Suite("Engine: diff")
struct DiffTests {
  private static let columns: [(String, ValueType)] = [
    ("key", .entity(.unit)), ("status", .string), ("lateness", .duration), ("censored", .bool),
    ("seq", .position), ("x", .decimal.optional),
  ]

  private static func rows(_ random: inout SeededGenerator) -> [[Value]] {
    (0..<40).filter { _ in Int.random(in: 0...3, using: &random) > 0 }.map { number in
      [
        unit("u\(number)"), .string(["open", "late"].randomElement(using: &random) ?? ""),
        .duration(TimeSpan(microseconds: Int64.random(in: 0...1, using: &random))),
        .bool(Bool.random(using: &random)),
        .position(Position(UInt64.random(in: 0...9, using: &random))),
        Bool.random(using: &random)
          ? .none : .decimal(ExactDecimal(mantissa: Int64.random(in: 1...2, using: &random))),
      ]
    }.shuffled(using: &random)
  }

  private static func plan(_ world: TinyWorld, hasLater: Bool = true) -> PlanNode {
    func scan(_ name: String) -> PlanNode { Query.scan(name, of: world).node }
    let outputs: [ReadingComparison.Output] = [
      .either(0), .change, .events, .whole(isNew: false), .whole(isNew: true),
      .side(1, isNew: false), .side(1, isNew: true),
    ]
    let types: [ValueType] = [
      .entity(.unit), ReadingComparison.change, .optional(.set(.position)), .optional(.record),
      .optional(.record), .optional(.string), .optional(.string),
    ]
    let comparison = ReadingComparison(
      from: scan("from"), to: scan("to"), later: hasLater ? scan("later") : nil,
      versions: scan("versions"), keys: [0], compared: [1, 2, 3, 5],
      running: .init(column: 2, flag: 3), outputs: outputs)
    return PlanNode(
      .diff(comparison),
      columns: types.enumerated().map { PlanColumn("c\($0.offset)", $0.element) },
      origin: 3..<9)
  }

  private static func world(seed: UInt64) -> TinyWorld {
    var random = SeededGenerator(seed: seed)
    var world = TinyWorld()
    for name in ["from", "to", "later"] {
      world.sources[name] = TinySource(columns, rows(&random))
    }
    world.sources["versions"] = TinySource(
      [("key", .entity(.unit)), ("%seq", .position)],
      (1...60).map { position in
        [
          unit("u\(Int.random(in: 0..<40, using: &random))"),
          .position(Position(UInt64(position))),
        ]
      })
    return world
  }

  @Test("agrees with the reference", arguments: 1...20 as ClosedRange<UInt64>)
  func agreement(seed: UInt64) throws {
    var world = DiffTests.world(seed: seed)
    for hasLater in [true, false] {
      let plan = DiffTests.plan(world, hasLater: hasLater)
      #expect(PlanInvariants.violations(of: plan) == [])
      let expected = try ReferenceInterpreter(world: world, reading: TinyWorld.reading)
        .rows(of: plan)
      #expect(expected.count > 10)
      for size in [1, 7, 1_024] {
        world.blockRowCount = size
        let found = try execute(plan, world: world, reading: TinyWorld.reading).rows
        #expect(found == expected, "seed \(seed), blocks of \(size)")
      }
      let words = Set(expected.map { $0[1] })
      #expect(words.contains(.symbol("changed")), "seed \(seed)")
      #expect(words.contains(.symbol("clock")) == hasLater, "seed \(seed)")
    }
  }

  @Test("two rows of one key are an error that names it")
  func duplicates() {
    var world = DiffTests.world(seed: 3)
    let row = DiffTests.columns.indices.map { $0 == 0 ? unit("u") : Value.none }
    world.sources["to"] = TinySource(DiffTests.columns, [row, row])
    #expect(
      throws: ExecutionError.duplicateKey(columns: ["key"], key: [unit("u")], origin: 3..<9)
    ) {
      try execute(DiffTests.plan(world), world: world, reading: TinyWorld.reading)
    }
  }

  @Test("more rows than a stage may hold end the run")
  func limit() {
    let world = DiffTests.world(seed: 4)
    #expect(throws: ExecutionError.self) {
      try execute(
        DiffTests.plan(world), world: world, reading: TinyWorld.reading,
        limits: ExecutionLimits(heldRowCountMax: 5))
    }
  }
}

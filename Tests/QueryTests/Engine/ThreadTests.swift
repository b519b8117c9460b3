import Catalog
import LedgerModel
import QueryAnalysis
import QueryEngine
import QueryPlan
import TestSupport
import Testing

/// A pipeline that is divided among threads gives what one thread gives: rows and their order, notes,
/// errors.
@Suite("Engine: threads")
struct ThreadTests {
  private static func limits(_ threadCount: Int, heldRowCountMax: Int = 1_000_000)
    -> ExecutionLimits
  {
    // A few rows wait at a time, so that groups are put together several times.
    ExecutionLimits(
      heldRowCountMax: heldRowCountMax,
      threads: ExecutionThreads(
        countMax: threadCount, dividedRowCountMin: 1, heldRowCountMax: 20_000))
  }

  private func rows(_ count: Int, _ random: inout SeededGenerator) -> [[Value]] {
    (0..<count).map { number in
      [
        Int.random(in: 0...9, using: &random) == 0
          ? .none : unit("u\(Int.random(in: 0...8, using: &random))"),
        ThreadTests.number(&random),
        .instant(instant(2021, 8, 1, hour: Int64.random(in: 0...99, using: &random))),
        .position(Position(UInt64(number / 2 + 1))),
        .string("t\(Int.random(in: 0...40, using: &random))"),
      ]
    }
  }

  /// Equal numbers are written in several ways.
  private static func number(_ random: inout SeededGenerator) -> Value {
    let number = Int64.random(in: -6...6, using: &random)
    return switch Int.random(in: 0...4, using: &random) {
    case 0: .none
    case 1: int(number)
    case 2: .decimal(ExactDecimal(mantissa: number, scale: 1))
    case 3: .decimal(ExactDecimal(mantissa: number * 10, scale: 2))
    default: Ratio(Int128(number), 6).map { .ratio($0) } ?? .none
    }
  }

  private func world(_ rows: [[Value]], isPlaced: Bool = true) -> TinyWorld {
    var world = TinyWorld()
    var tree = TinyTree([("r", nil, "central")] + (0...5).map { ("u\($0)", "r", "upper") })
    tree.places = ["u6": "u1", "u7": "r"]
    world.trees = [nil: tree]
    var columns: [(String, ValueType)] = [
      ("unit", .entity(.unit).optional), ("x", .optional(.ratio)), ("%at", .instant),
      ("%seq", .position), ("text", .string),
    ]
    if !isPlaced { columns[3].0 = "seq" }
    world.sources["s"] = TinySource(columns, rows)
    return world
  }

  private func plans(_ world: TinyWorld) -> [Query] {
    let s = Query.scan("s", of: world)
    let isPositive = compare(s["x"], .greater, constant(0))
    let isUnder = PlanExpression(.tree(.isUnder(root: "u1"), s["unit"], day: nil), type: .bool)
    let aggregates: [(String, PlanAggregate)] = [
      ("n", count()), ("sum", aggregate(.sum, s["x"], .optional(.ratio))),
      ("mean", aggregate(.average, s["x"], .optional(.ratio))),
      ("d", aggregate(.distinct, s["x"], .integer(nil))),
      ("people", aggregate(.distinct, s["text"], .integer(nil))),
      ("low", aggregate(.minimum, s["x"])), ("high", aggregate(.maximum, s["x"])),
      ("first", aggregate(.first, s["x"])), ("last", aggregate(.last, s["text"])),
      ("m", aggregate(.quantile(Ratio(1)), s["x"])),
      ("all", aggregate(.list(5), s["x"], .set(.ratio))),
      ("bounds", aggregate(.bounds, s["x"])),
      ("some", aggregate(.rate, isPositive, .optional(.ratio))),
    ]
    return [
      s.summarize(aggregates, by: []),
      s.summarize(aggregates, by: [("unit", s["unit"])], total: true),
      s.summarize(aggregates, by: [("x", s["x"])]),
      s.filter(isPositive).summarize(aggregates, by: [("unit", s["unit"]), ("text", s["text"])]),
      s.filter(isUnder).summarize(aggregates, by: [("positive", isPositive)], total: true),
      s.filter(isUnder).summarize([("n", count())], by: []).sort(("n", true)),
    ]
  }

  private func check(_ world: TinyWorld, _ label: String) throws {
    for (number, plan) in plans(world).enumerated() {
      let expected = try plan.run(world, limits: ThreadTests.limits(1))
      for threadCount in [2, 3] {
        let meter = StageMeter()
        let found = try execute(
          plan.node, world: world, reading: TinyWorld.reading,
          limits: ThreadTests.limits(threadCount), meter: meter)
        let form = "plan \(number), \(threadCount) threads, \(label)"
        #expect(
          found.rows.map { $0.map(\.planText) } == expected.rows.map { $0.map(\.planText) },
          "\(form)")
        // Nobody fell back on one thread.
        #expect(plan.node.sawThreads(meter), "\(form)")
        #expect(found.totalRows == expected.totalRows, "\(form)")
        #expect(found.notes == expected.notes, "\(form)")
      }
    }
  }

  @Test("one, two and three threads give the same table at any size of blocks", arguments: [5, 9])
  func sameTable(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let data = rows(2_500, &random)
    for isPlaced in [true, false] {
      var world = world(data, isPlaced: isPlaced)
      for size in [1, 7, 1024, 65_536] {
        for coding in [nil, TinyCoding()] {
          world.blockRowCount = size
          world.coding = coding
          try check(world, "blocks of \(size), \(coding == nil ? "values" : "codes")")
        }
      }
    }
  }

  @Test("random queries say the same with one, two and three threads")
  func randomQueries() throws {
    for seed in 1_000..<UInt64(1_400) {
      var query = RandomQuery(seed: seed)
      query.draw()
      var world = RandomTables.world(&query.random)
      guard let plan = RandomQuery.analysed(query.text).0.plan else { continue }
      for size in [2, 1024] {
        world.blockRowCount = size
        let expected = outcome(plan, world, 1)
        for threadCount in [2, 3] {
          let found = outcome(plan, world, threadCount)
          #expect(found == expected, "seed \(seed), blocks of \(size): \(query.text)")
        }
      }
    }
  }

  private func outcome(_ plan: PlanNode, _ world: TinyWorld, _ threadCount: Int) -> [String] {
    do {
      let table = try execute(
        plan, world: world, reading: TinyWorld.reading, limits: ThreadTests.limits(threadCount))
      return table.rows.map { $0.map(\.planText).joined(separator: "|") } + table.notes
    } catch {
      return ["\(error)"]
    }
  }

  @Test("the stages behind a divided scan tell how many threads worked on them")
  func meter() throws {
    var random = SeededGenerator(seed: 3)
    let world = world(rows(500, &random))
    let s = Query.scan("s", of: world)
    let plan = s.filter(compare(s["x"], .greater, constant(0))).summarize([("n", count())], by: [])
    func costs(_ threadCount: Int) throws -> [StageMeter.Cost] {
      let meter = StageMeter()
      _ = try execute(
        plan.node, world: world, reading: TinyWorld.reading,
        limits: ThreadTests.limits(threadCount), meter: meter)
      return plan.node.pipeline.map(meter.cost)
    }
    let (one, two) = (try costs(1), try costs(2))
    #expect(one.map(\.rowCount) == two.map(\.rowCount))
    #expect(two.contains { $0.threadCount == 2 })
    #expect(one.allSatisfy { $0.threadCount == 1 })
  }
}

// MARK: - What goes wrong

extension ThreadTests {
  private func numbers(_ values: [Value]) -> TinyWorld {
    var world = TinyWorld()
    world.blockRowCount = 16
    world.sources["s"] = TinySource(
      [("x", .integer(nil)), ("y", .decimal)],
      values.map { [$0, .decimal(ExactDecimal(mantissa: 1, scale: 18))] })
    return world
  }

  private func failure(_ query: Query, _ world: TinyWorld, _ limits: ExecutionLimits)
    -> ExecutionError?
  {
    do {
      _ = try query.run(world, limits: limits)
      return nil
    } catch {
      return error as? ExecutionError
    }
  }

  @Test("a sum that is too large is refused in the same words", arguments: [1, 2, 3])
  func overflow(threadCount: Int) throws {
    let world = numbers((0..<100).map { _ in int(.max / 10) })
    let s = Query.scan("s", of: world)
    let query = s.summarize([("n", aggregate(.sum, s["x"], .integer(nil)))], by: [])
    let limits = ThreadTests.limits(threadCount)
    #expect(failure(query, world, limits)?.code == "K601")
  }

  @Test("a sum that is in range only all together is found", arguments: [1, 2, 3])
  func sumsThatCancelOut(threadCount: Int) throws {
    let world = numbers((0..<60).map { int($0 < 30 ? .max : -.max) })
    let s = Query.scan("s", of: world)
    let query = s.summarize(
      [
        ("n", aggregate(.sum, s["x"], .integer(nil))),
        ("m", aggregate(.sum, combine(s["x"], .divide, constant(7)), .optional(.ratio))),
      ], by: [])
    let rows = try query.run(world, limits: ThreadTests.limits(threadCount)).rows
    #expect(rows.first?.first == int(0))
  }

  @Test("a row that cannot be computed ends the run as with one thread", arguments: [2, 3])
  func rowErrors(threadCount: Int) throws {
    let world = numbers((0..<100).map { int($0 == 20 || $0 == 90 ? .max : 1) })
    let s = Query.scan("s", of: world)
    let doubled = s.derive("z", combine(s["x"], .multiply, constant(2)))
    let query = doubled.summarize([("n", aggregate(.maximum, doubled["z"]))])
    let expected = failure(query, world, ThreadTests.limits(1))
    #expect(expected?.code == "K601")
    #expect(failure(query, world, ThreadTests.limits(threadCount)) == expected)
  }

  @Test("more groups than allowed are too many for any number of threads", arguments: [1, 2, 3])
  func heldRows(threadCount: Int) throws {
    let world = numbers((0..<100).map { int($0 % 50) })
    let s = Query.scan("s", of: world)
    let query = s.summarize([("n", count())], by: [("x", s["x"])])
    #expect(
      failure(query, world, ThreadTests.limits(threadCount, heldRowCountMax: 49))?.code == "K603")
    #expect(failure(query, world, ThreadTests.limits(threadCount, heldRowCountMax: 50)) == nil)
    let persons = s.summarize([("n", aggregate(.distinct, s["x"], .integer(nil)))], by: [])
    #expect(
      failure(persons, world, ThreadTests.limits(threadCount, heldRowCountMax: 50))?.code == "K603")
    #expect(failure(persons, world, ThreadTests.limits(threadCount, heldRowCountMax: 51)) == nil)
  }

  @Test("a run is cancelled on every thread")
  func cancellation() throws {
    let world = numbers((0..<100_000).map { int($0 % 50) })
    let s = Query.scan("s", of: world)
    let query = s.summarize([("n", count())], by: [("x", s["x"])])
    for look in [1, 5, 500, 8_000] {
      #expect(throws: ExecutionError.cancelled) {
        try query.run(
          world, limits: ThreadTests.limits(2),
          cancellation: CancellationToken(lookCountMax: look))
      }
    }
  }
}

extension PlanNode {
  /// The stages from the last to the scan.
  fileprivate var pipeline: [PlanNode] { [self] + (inputs.first?.pipeline ?? []) }

  fileprivate func sawThreads(_ meter: StageMeter) -> Bool {
    pipeline.contains { meter.cost(of: $0).threadCount > 1 }
  }
}

import Catalog
import LedgerModel
import QueryEngine
import QueryPlan
import Testing

@Suite("Engine: scans and readings")
struct ScanTests {
  private func world() -> TinyWorld {
    var world = TinyWorld()
    world.sources["visits"] = TinySource(
      [
        ("unit", .entity(.unit)), ("n", .integer(nil)), ("at", .instant), ("seq", .position),
        ("note", .string),
      ],
      [
        [unit("a"), int(1), at(8, 1), .position(Position(1)), text("x")],
        [unit("b"), int(2), at(8, 5), .position(Position(2)), text("y")],
        [unit("a"), int(3), at(9, 1), .position(Position(3)), text("z")],
      ])
    world.sources["visits"]?.withdrawn = [1]
    return world
  }

  @Test("rows that do not stand come with all")
  func all() throws {
    let world = world()
    #expect(try Query.scan("visits", of: world).run(world).rows.map { $0[1] } == [int(1), int(3)])
    #expect(
      try Query.scan("visits", of: world, all: true).run(world).rows.map { $0[1] }
        == [int(1), int(2), int(3)])
  }

  @Test("over keeps rows whose at lies inside, and is not inherited")
  func over() throws {
    let world = world()
    let august = Query.scan("visits", of: world, all: true) {
      $0.over = constant(days((8, 1), through: (8, 31)), .period)
    }
    #expect(try august.rows(world).map { $0[1] } == [int(1), int(2)])
    let narrow = august.select(("n", august["n"]))
    #expect(try narrow.rows(world) == [[int(1)], [int(2)]])
    let both = august.append(Query.scan("visits", of: world, all: true))
    #expect(try both.rows(world).count == 5)
  }

  @Test("only columns that somebody reads are asked of the world")
  func pushdown() throws {
    let world = world()
    let visits = Query.scan("visits", of: world)
    let query = visits.derive("unused", combine(visits["n"], .add, constant(1)))
      .filter(compare(visits["seq"], .greater, constant(.position(Position(0)), .position)))
    _ = try query.select(("unit", query["unit"])).run(world)
    _ = try visits.summarize([("n", count())]).run(world)
    #expect(world.questions.columns.map(Set.init) == [["unit", "seq"], []])
  }

  @Test("hidden columns never reach the result")
  func hidden() throws {
    var world = TinyWorld()
    world.sources["s"] = TinySource(
      [("x", .integer(nil)), ("%seq", .position)], [[int(1), .position(Position(1))]])
    let table = try Query.scan("s", of: world).run(world)
    #expect(table.columns.map(\.name) == ["x"])
    #expect(table.rows == [[int(1)]])
  }

  @Test("now, today and head are those of the pipeline's own scan")
  func clock() throws {
    let world = world()
    func values(_ request: (inout ReadingRequest) -> Void) throws -> [Value]? {
      let visits = Query.scan("visits", of: world, request)
      return try visits.select(
        ("now", PlanExpression(.now, type: .instant)),
        ("today", PlanExpression(.today, type: .date)),
        ("head", PlanExpression(.head, type: .position))
      ).rows(world).first
    }
    #expect(
      try values { _ in } == [at(8, 5, hour: 9), .date(day(2021, 8, 5)), .position(Position(100))])
    #expect(
      try values { $0.asOf = constant(.position(Position(7)), .point) }?[2]
        == .position(Position(7)))
    // 20:00 UTC is the next day in Viet Nam.
    let late = combine(
      PlanExpression(.now, type: .instant), .add, constant(hours(18), .duration), .instant)
    #expect(try values { $0.clock = late }?[1] == .date(day(2021, 8, 6)))
  }

  @Test("inner pipelines inherit the reading unless they write their own")
  func inheritance() throws {
    let world = world()
    let outer = Query.scan("visits", of: world) {
      $0.asOf = constant(.position(Position(7)), .point)
      $0.validAt = constant(.date(day(2021, 8, 4)), .date)
    }
    let plain = Query.scan("visits", of: world)
    let own = Query.scan("visits", of: world) {
      $0.asOf = PlanExpression(.head, type: .position)
    }
    _ = try outer.semijoin(plain, on: "unit").append(own).run(world)
    #expect(world.questions.readings.map(\.position.number) == [7, 7, 100])
    #expect(world.questions.readings.allSatisfy { $0.treeDay == day(2021, 8, 4) })
    #expect(world.questions.readings.last?.clock == TinyWorld.reading.clock)
  }

  @Test("a look-up through the dot asks once per key")
  func dot() throws {
    var world = world()
    world.sources["units"] = TinySource(
      [("unit", .entity(.unit)), ("kind", .string)], [[unit("a"), text("cdcs")]])
    let visits = Query.scan("visits", of: world, all: true)
    let kind = PlanExpression(
      .lookup(visits["unit"], source: "units", column: "kind", campaign: nil),
      type: .string.optional)
    #expect(
      try visits.select(("kind", kind)).rows(world) == [[text("cdcs")], [.none], [text("cdcs")]])
    #expect(world.questions.lookupCount == 2)
  }

  @Test("ids that are unique per campaign are told apart by it")
  func dotInCampaign() throws {
    var world = TinyWorld()
    world.sources["duties"] = TinySource(
      [("duty", .entity(.duty)), ("title", .string), ("campaign", .entity(.campaign))],
      [
        [unit("O11"), text("one"), unit("c1")], [unit("O11"), text("two"), unit("c2")],
      ])
    world.sources["s"] = TinySource(
      [("duty", .entity(.duty)), ("campaign", .entity(.campaign))],
      [[unit("O11"), unit("c2")], [unit("O11"), unit("c1")], [.none, unit("c1")]])
    let rows = Query.scan("s", of: world)
    let title = PlanExpression(
      .lookup(rows["duty"], source: "duties", column: "title", campaign: rows["campaign"]),
      type: .string)
    #expect(
      try rows.select(("title", title)).rows(world) == [[text("two")], [text("one")], [.none]])
  }

  @Test("take reads no more blocks than it needs, unless a row could fail")
  func earlyEnd() throws {
    var world = TinyWorld()
    world.blockRowCount = 2
    world.sources["s"] = TinySource([("x", .integer(nil))], (0..<10).map { [int($0)] })
    let rows = Query.scan("s", of: world)
    #expect(try rows.take(3).rows(world) == [[int(0)], [int(1)], [int(2)]])
    #expect(world.questions.blockCount == 2)
    #expect(try rows.take(0).rows(world).isEmpty)
    let failing = rows.select(("y", combine(constant(.max), .subtract, rows["x"])))
    _ = try failing.take(1).run(world)
    #expect(world.questions.blockCount == 2 + 1 + 5)
  }

  @Test("a cancelled run ends with an error")
  func cancellation() throws {
    let world = world()
    let token = CancellationToken()
    token.cancel()
    #expect(throws: ExecutionError.cancelled) {
      try Query.scan("visits", of: world).run(world, cancellation: token)
    }
  }

  @Test("a run that is cancelled on its way ends within the next rows")
  func cancellationOnTheWay() throws {
    var world = TinyWorld()
    world.blockRowCount = 4_096
    world.sources["s"] = TinySource([("x", .integer(nil))], (0..<20_000).map { [int($0)] })
    let rows = Query.scan("s", of: world)
    let plans = [
      rows, rows.sort(("x", true)), rows.top(3, by: "x"), rows.distinct("x"),
      rows.summarize([("n", count())], by: [("x", rows["x"])]), rows.semijoin(rows, on: "x"),
      rows.lookup(rows, on: "x"), rows.rank("r", of: "x"),
    ]
    for plan in plans {
      let token = CancellationToken()
      world.questions.blockCount = 0
      world.questions.beforeBlock = { if $0 == 2 { token.cancel() } }
      #expect(throws: ExecutionError.cancelled) { try plan.run(world, cancellation: token) }
      #expect(world.questions.blockCount == 3)
    }
  }

  /// Long work follows the last row too: groups are made, values ranked, columns filled, rows sorted.
  @Test("behind the last row a run looks as well, and ends at whichever look it is cancelled")
  func cancellationBehindTheRows() throws {
    var world = TinyWorld()
    let rowCount: Int64 = 20_000
    world.sources["s"] = TinySource(
      [("x", .integer(nil)), ("y", .ratio)],
      (0..<rowCount).map { row in
        [int(row), Ratio(Int128(row * 7_919 % 10_007), 3).map { .ratio($0) } ?? .none]
      })
    let rows = Query.scan("s", of: world)
    func looks(_ query: Query) throws -> Int {
      let token = CancellationToken()
      _ = try query.run(world, cancellation: token)
      return token.lookCount
    }
    let median = PlanAggregate.Function.quantile(try #require(Ratio(1, 2)))
    let plain = try looks(rows.summarize([("n", count())]))
    let grouped = rows.summarize([("m", aggregate(median, rows["x"]))], by: [("x", rows["x"])])
    for query in [grouped, rows.summarize([("m", aggregate(median, rows["y"]))])] {
      let whole = try looks(query)
      #expect(whole >= plain + Int(rowCount) / 2 / 4_096)
      for look in 1...whole {
        let token = CancellationToken(lookCountMax: look)
        #expect(throws: ExecutionError.cancelled) { try query.run(world, cancellation: token) }
      }
    }
  }

  @Test("a stage that would hold too much says which it is")
  func limits() throws {
    var world = TinyWorld()
    world.sources["s"] = TinySource([("x", .integer(nil))], (0..<10).map { [int($0)] })
    let rows = Query.scan("s", of: world)
    let limits = ExecutionLimits(heldRowCountMax: 9)
    func stage(_ query: Query) -> String? {
      do {
        _ = try query.run(world, limits: limits)
        return nil
      } catch ExecutionError.tooManyRows(let stage, 9, _) {
        return stage
      } catch {
        return "\(error)"
      }
    }
    #expect(stage(rows) == "the result")
    #expect(stage(rows.take(9)) == nil)
    #expect(stage(rows.sort(("x", false)).take(1)) == "sort")
    #expect(stage(rows.top(1, by: "x")) == "top")
    #expect(stage(rows.distinct("x").take(1)) == "distinct")
    #expect(stage(rows.summarize([("n", count())], by: [("x", rows["x"])]).take(1)) == "summarize")
    #expect(
      stage(rows.summarize([("d", aggregate(.distinct, rows["x"], .integer(nil)))])) == "summarize")
    #expect(stage(rows.summarize([("n", count())])) == nil)
    #expect(stage(rows.take(1).semijoin(rows, on: "x")) == "with")
    #expect(stage(rows.take(1).lookup(rows, on: "x")) == "lookup")
  }
}

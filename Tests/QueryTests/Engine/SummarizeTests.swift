import Catalog
import LedgerModel
import QueryEngine
import QueryPlan
import Testing

@Suite("Engine: summarize")
struct SummarizeTests {
  private static let colour = ValueType.enumeration(
    Enumeration(name: "colour", cases: ["red", "green", "blue"]))

  private func world(_ rows: [[Value]]? = nil) -> TinyWorld {
    var world = TinyWorld()
    world.sources["s"] = TinySource(
      [
        ("name", .string.optional), ("colour", Self.colour.optional),
        ("x", .integer(nil).optional), ("tags", .set(.string)), ("%at", .instant),
        ("%seq", .position),
      ],
      rows ?? [
        [
          text("đ"), word("green"), int(4), .set([text("p"), text("q")]), at(8, 3),
          .position(Position(1)),
        ],
        [text("d"), word("red"), int(1), .set([text("p")]), at(8, 1), .position(Position(2))],
        [text("đ"), word("green"), .none, .set([]), at(8, 2), .position(Position(3))],
        [.none, word("blue"), int(3), .set([text("q")]), at(8, 2), .position(Position(4))],
        [text("đ"), .none, int(1), .set([text("p")]), at(8, 2), .position(Position(5))],
      ])
    return world
  }

  private func x(_ query: Query) -> PlanExpression { query["x"] }

  @Test("without keys there is one row, also for no rows")
  func emptyInput() throws {
    let world = world([])
    let rows = Query.scan("s", of: world)
    let x = rows["x"]
    let table = try rows.summarize([
      ("count", count()), ("distinct", aggregate(.distinct, x, .integer(nil))),
      ("sum", aggregate(.sum, x, .integer(nil))), ("avg", aggregate(.average, x, .ratio.optional)),
      ("min", aggregate(.minimum, x)), ("max", aggregate(.maximum, x)),
      ("median", aggregate(.quantile(Ratio(1).half), x)),
      ("reached", aggregate(.reached(Ratio(1).half), x)),
      ("rate", aggregate(.rate, compare(x, .equal, constant(1)), .ratio.optional)),
      ("first", aggregate(.first, x)), ("last", aggregate(.last, x)),
      ("list", aggregate(.list(2), x, .set(.integer(nil)))),
      ("bounds", aggregate(.bounds, x, .record)),
      ("share", aggregate(.share(count(), of: []), x, .ratio.optional)),
    ]).run(world)
    #expect(
      table.rows == [
        [
          int(0), int(0), int(0), .none, .none, .none, .none, .none, .none, .none, .none,
          .set([]), .none, .none,
        ]
      ])
    #expect(table.notes.isEmpty)
    let keyed = rows.summarize([("n", count())], by: [("name", rows["name"])])
    #expect(try keyed.rows(world).isEmpty)
  }

  @Test("aggregates over none and values")
  func aggregates() throws {
    let world = world()
    let rows = Query.scan("s", of: world)
    let x = rows["x"]
    let table = try rows.summarize([
      ("count", count()), ("some", count(where: not(isNone(x)))),
      ("distinct", aggregate(.distinct, x, .integer(nil))),
      ("sum", aggregate(.sum, x, .integer(nil))), ("avg", aggregate(.average, x, .ratio.optional)),
      ("min", aggregate(.minimum, x)), ("max", aggregate(.maximum, x)),
      ("median", aggregate(.quantile(Ratio(1).half), x)),
      ("reached", aggregate(.reached(Ratio(1).half), x)),
      ("never", aggregate(.reached(Ratio(1)), x)),
      ("rate", aggregate(.rate, compare(x, .equal, constant(1)), .ratio.optional)),
      ("first", aggregate(.first, x)), ("last", aggregate(.last, x)),
      ("list", aggregate(.list(2), x, .set(.integer(nil)))),
      ("bounds", aggregate(.bounds, x, .record)),
    ]).run(world)
    // Values 4 1 – 3 1. By time: 1 (1/8), then of 2/8 none, 3 and 1 by position, 4 (3/8).
    #expect(
      table.rows == [
        [
          int(5), int(4), int(3), int(9), ratio(9, 4), int(1), int(4), int(1), int(3), .none,
          ratio(2, 5), int(1), int(4), .set([int(1), int(3), text("… +1")]),
          .record(["largest": int(4), "sum": int(9)]),
        ]
      ])
    #expect(parts(table.rows[0][8 - 4]) == [9, 4])
    #expect(
      table.notes == [
        "distinct, sum, avg, min, max, median, first, last, list, bounds: 1 row without a value "
          + "left out"
      ])
  }

  @Test("a condition decides which rows take part, also in the denominator of a rate")
  func conditions() throws {
    let world = world()
    let rows = Query.scan("s", of: world)
    let x = rows["x"]
    let known = not(isNone(x))
    let table = try rows.summarize([
      ("rate", aggregate(.rate, compare(x, .equal, constant(1)), where: known, .ratio.optional)),
      ("max", aggregate(.maximum, x, where: compare(x, .less, constant(4)))),
      ("none", aggregate(.rate, known, where: compare(x, .equal, constant(9)), .ratio.optional)),
      ("first", aggregate(.first, x, where: compare(x, .greater, constant(1)))),
    ]).run(world)
    #expect(table.rows == [[ratio(2, 4), int(4 - 1), .none, int(3)]])
    #expect(parts(table.rows[0][0]) == [2, 4])
    #expect(table.notes.isEmpty)
  }

  @Test("groups come in key order: text by collation, cases as declared, none last")
  func keyOrder() throws {
    let world = world()
    let rows = Query.scan("s", of: world)
    #expect(
      try rows.summarize([("n", count())], by: [("name", rows["name"])]).rows(world)
        == [[text("d"), int(1)], [text("đ"), int(3)], [.none, int(1)]])
    #expect(
      try rows.summarize([("n", count())], by: [("colour", rows["colour"])]).rows(world)
        == [
          [word("red"), int(1)], [word("green"), int(2)], [word("blue"), int(1)], [.none, int(1)],
        ])
    let two = rows.summarize(
      [("n", count())], by: [("colour", rows["colour"]), ("x", rows["x"])])
    #expect(
      try two.rows(world) == [
        [word("red"), int(1), int(1)], [word("green"), int(4), int(1)],
        [word("green"), .none, int(1)], [word("blue"), int(3), int(1)], [.none, int(1), int(1)],
      ])
  }

  @Test("numbers that are equal in value are one key, shown as they came first")
  func numericKeys() throws {
    var world = TinyWorld()
    world.sources["s"] = TinySource(
      [("x", .decimal)], [[decimal("1.50")], [ratio(3, 2)], [decimal("1.5")], [int(1)]])
    let rows = Query.scan("s", of: world)
    let table = try rows.summarize([("n", count())], by: [("x", rows["x"])]).rows(world)
    #expect(table == [[int(1), int(1)], [decimal("1.50"), int(3)]])
    #expect(
      try rows.summarize([("d", aggregate(.distinct, rows["x"], .integer(nil)))]).rows(world)
        == [[int(2)]])
  }

  @Test("a total is over all rows and stays below what follows")
  func total() throws {
    let world = world()
    let rows = Query.scan("s", of: world)
    let summary = rows.summarize(
      [("d", aggregate(.distinct, rows["x"], .integer(nil))), ("n", count())],
      by: [("colour", rows["colour"])], total: true)
    let table = try summary.run(world)
    #expect(table.rows.last == [.none, int(3), int(5)])
    #expect(table.totalRows == [4])
    let sorted = try summary.sort(("n", true)).take(1).run(world)
    #expect(sorted.rows == [[word("green"), int(1), int(2)], [.none, int(3), int(5)]])
    #expect(sorted.totalRows == [1])
    let again = summary.summarize([("sum", aggregate(.sum, summary["n"], .integer(nil)))])
    #expect(try again.rows(world) == [[int(5)]])
    #expect(try summary.filter(isNone(summary["colour"])).run(world).totalRows == [1])
    #expect(try summary.assert(.empty).run(world).failedAssertion?.rows.count == 4)
  }

  @Test("a row counts once in each of its groups and once in the total")
  func each() throws {
    let world = world()
    let rows = Query.scan("s", of: world)
    let summary = rows.summarize(
      [
        ("n", count()), ("part", aggregate(.share(count(), of: []), rows["x"], .ratio.optional)),
        ("sum", aggregate(.sum, rows["x"], .integer(nil))),
      ], by: [("tag", rows["tags"])], each: ["tag"], total: true)
    let table = try summary.run(world)
    #expect(
      table.rows == [
        [text("p"), int(3), ratio(3, 5), int(6)], [text("q"), int(2), ratio(2, 5), int(7)],
        [.none, int(5), ratio(5, 5), int(9)],
      ])
    #expect(table.rows.map { parts($0[2]) } == [[3, 5], [2, 5], [5, 5]])
  }

  @Test("a share of the rows that are equal in some keys")
  func share() throws {
    let world = world()
    let rows = Query.scan("s", of: world)
    let part = aggregate(.share(count(), of: [0]), rows["x"], .ratio.optional)
    let sums = aggregate(
      .share(aggregate(.sum, rows["x"], .integer(nil)), of: []), rows["x"], .ratio.optional)
    let summary = rows.summarize(
      [("part", part), ("sums", sums)], by: [("name", rows["name"]), ("colour", rows["colour"])])
    let table = try summary.rows(world)
    #expect(
      table == [
        [text("d"), word("red"), ratio(1, 1), ratio(1, 9)],
        [text("đ"), word("green"), ratio(2, 3), ratio(4, 9)],
        [text("đ"), .none, ratio(1, 3), ratio(1, 9)],
        [.none, word("blue"), ratio(1, 1), ratio(3, 9)],
      ])
    #expect(parts(table[3][3]) == [3, 9])
  }

  @Test("outputs are computed from keys and aggregates")
  func outputs() throws {
    let world = world()
    let rows = Query.scan("s", of: world)
    var grouping = rows.grouping([
      ("a", aggregate(.sum, rows["x"], .integer(nil))), ("b", count()),
    ])
    grouping.outputs = [
      PlanBinding(
        "mean",
        combine(
          PlanExpression(.column(0), type: .integer(nil)), .divide,
          PlanExpression(.column(1), type: .integer(nil)), .ratio))
    ]
    let node = PlanNode(
      .summarize(rows.node, grouping, fill: false, total: false),
      columns: [PlanColumn("mean", .ratio)])
    let table = try Query(node: node).run(world)
    #expect(parts(table.rows.first?.first) == [9, 5])
    #expect(table.notes == ["mean: 1 row without a value left out"])
  }

  @Test("sums and means of decimals, ratios and lengths are exact")
  func exactSums() throws {
    var world = TinyWorld()
    world.sources["s"] = TinySource(
      [("d", .decimal), ("r", .ratio), ("t", .duration)],
      [
        [decimal("0.10"), ratio(1, 3), hours(1)], [decimal("0.2"), ratio(1, 6), hours(2)],
        [int(1), ratio(1, 2), .duration(TimeSpan(microseconds: 1))],
      ])
    let rows = Query.scan("s", of: world)
    let table = try rows.summarize([
      ("d", aggregate(.sum, rows["d"], .decimal)), ("r", aggregate(.sum, rows["r"], .ratio)),
      ("t", aggregate(.sum, rows["t"], .duration)),
      ("md", aggregate(.average, rows["d"], .ratio)),
      ("mt", aggregate(.average, rows["t"], .duration)),
    ]).rows(world)
    #expect(
      table == [
        [
          decimal("1.30"), ratio(1, 1), .duration(TimeSpan(microseconds: 10_800_000_001)),
          ratio(13, 30), .duration(TimeSpan(microseconds: 3_600_000_000)),
        ]
      ])
  }

  @Test("a sum may pass 64 bits on its way, not at its end")
  func sumOverflow() throws {
    var world = TinyWorld()
    world.sources["s"] = TinySource(
      [("x", .integer(nil))], [[int(.max)], [int(.max)], [int(-.max)]])
    let rows = Query.scan("s", of: world)
    let argument = PlanExpression(rows["x"].kind, type: .integer(nil), origin: 4..<5)
    let sum = rows.summarize([("sum", aggregate(.sum, argument, .integer(nil)))])
    #expect(try sum.rows(world) == [[int(.max)]])
    world.sources["s"] = TinySource([("x", .integer(nil))], [[int(.max)], [int(1)]])
    #expect(throws: ExecutionError.overflow(operation: "sum", origin: 4..<5)) {
      try sum.rows(world)
    }
  }

  @Test(
    "quantiles are the ⌈q·n⌉-th smallest",
    arguments: [
      (1, 2, [3, 1, 2], 2), (1, 2, [4, 1, 2, 3], 2), (9, 10, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 9),
      (9, 10, [1, 2, 3], 3), (0, 1, [2, 1], 1), (1, 1, [2, 1], 2), (1, 4, [5], 5),
    ] as [(Int128, Int128, [Int64], Int64)])
  func quantiles(_ numerator: Int128, _ denominator: Int128, _ values: [Int64], _ expected: Int64)
    throws
  {
    var world = TinyWorld()
    world.sources["s"] = TinySource([("x", .integer(nil))], values.map { [int($0)] })
    let rows = Query.scan("s", of: world)
    let share = try #require(Ratio(numerator, denominator))
    #expect(
      try rows.summarize([("q", aggregate(.quantile(share), rows["x"]))]).rows(world)
        == [[int(expected)]])
  }
}

@Suite("Engine: fill")
struct FillTests {
  private func world() -> TinyWorld {
    var world = TinyWorld()
    world.sources["s"] = TinySource(
      [("at", .instant.optional), ("form", .string), ("x", .integer(nil))],
      [
        [at(8, 5, hour: 3), text("online"), int(1)], [at(8, 2, hour: 5), text("paper"), int(2)],
        [at(8, 2, hour: 7), text("paper"), int(3)], [.none, text("lost"), int(4)],
      ])
    return world
  }

  private func summary(_ rows: Query, _ function: ScalarFunction, by form: Bool) -> Query {
    let period = call(function, [rows["at"]], .period.optional)
    return rows.summarize(
      [
        ("n", count()), ("d", aggregate(.distinct, rows["x"], .integer(nil))),
        ("sum", aggregate(.sum, rows["x"], .integer(nil))),
      ], by: [("when", period)] + (form ? [("form", rows["form"])] : []), fill: true)
  }

  @Test("every day from the first group to the last, beside every other key seen")
  func days8() throws {
    let world = world()
    let rows = Query.scan("s", of: world)
    let filtered = rows.filter(not(isNone(rows["at"])))
    let found = try summary(filtered, .day, by: false).rows(world)
    #expect(
      found == [
        [days((8, 2), through: (8, 2)), int(2), int(2), int(5)],
        [days((8, 3), through: (8, 3)), int(0), int(0), .none],
        [days((8, 4), through: (8, 4)), int(0), int(0), .none],
        [days((8, 5), through: (8, 5)), int(1), int(1), int(1)],
      ])
    let byForm = try summary(filtered, .day, by: true).rows(world)
    #expect(byForm.count == 8)
    #expect(byForm[0].prefix(3) == [days((8, 2), through: (8, 2)), text("online"), int(0)])
    #expect(byForm[1].prefix(3) == [days((8, 2), through: (8, 2)), text("paper"), int(2)])
  }

  @Test("over gives the ends; a group without a period stays, last")
  func over() throws {
    let world = world()
    let rows = Query.scan("s", of: world) {
      $0.over = constant(days((7, 26), through: (8, 15)), .period)
    }
    let weeks = try summary(rows, .week, by: false).rows(world)
    #expect(weeks.map { $0[1] } == [int(0), int(3), int(0)])
    #expect(weeks[0][0] == days((7, 26), through: (8, 1)))
    let all = try summary(Query.scan("s", of: world), .week, by: false).rows(world)
    #expect(all.map { $0[0] } == [days((8, 2), through: (8, 8)), .none])
    let nothing = try summary(rows.take(0), .week, by: false).rows(world)
    #expect(nothing.map { $0[1] } == [int(0), int(0), int(0)])
  }

  @Test("a period computed by an earlier stage is filled by its shape")
  func derivedPeriod() throws {
    let world = world()
    let rows = Query.scan("s", of: world)
    let derived = rows.filter(not(isNone(rows["at"])))
      .derive("day", call(.day, [rows["at"]], .period))
    let summary = derived.summarize([("n", count())], by: [("day", derived["day"])], fill: true)
    #expect(try summary.rows(world).map { $0[1] } == [int(2), int(0), int(0), int(1)])
    let bins = rows.filter(not(isNone(rows["at"])))
    let bin = call(.bin, [rows["at"], constant(hours(1), .duration)], .period)
    let hourly = bins.summarize([("n", count())], by: [("hour", bin)], fill: true)
    // From Monday 05:00 to Thursday 03:00.
    #expect(try hourly.rows(world).count == 71)
  }

  @Test("too many periods are an error, not a full memory")
  func limit() throws {
    let world = world()
    let rows = Query.scan("s", of: world)
    let bin = call(
      .bin, [rows["at"], constant(.duration(TimeSpan(microseconds: 1)), .duration)], .period)
    let summary = rows.summarize([("n", count())], by: [("bin", bin)], fill: true)
    #expect(throws: ExecutionError.tooManyRows(stage: "fill", limit: 1000, origin: nil)) {
      try summary.run(world, limits: ExecutionLimits(heldRowCountMax: 1000))
    }
  }
}

extension Ratio {
  fileprivate var half: Ratio { divided(by: Ratio(2)) ?? self }
}

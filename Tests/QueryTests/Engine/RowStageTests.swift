import Catalog
import LedgerModel
import QueryEngine
import QueryPlan
import Testing

@Suite("Engine: sort, top, rank, distinct, append, assert")
struct RowStageTests {
  private func world(_ values: [(String, Value)]) -> TinyWorld {
    var world = TinyWorld()
    world.sources["s"] = TinySource(
      [("k", .string), ("x", .integer(nil).optional)], values.map { [text($0), $1] })
    return world
  }

  private let sample: [(String, Value)] = [
    ("b", int(2)), ("a", .none), ("đ", int(2)), ("d", int(5)), ("b", int(1)), ("a", int(5)),
  ]

  private func keys(_ table: [[Value]]) -> String {
    table.map { row in
      if case .string(let key) = row[0] { key } else { "?" }
    }.joined()
  }

  @Test("sorting is stable and puts none last in both directions")
  func sort() throws {
    let world = world(sample)
    let rows = Query.scan("s", of: world)
    #expect(try keys(rows.sort(("x", false)).rows(world)) == "bbđdaa")
    #expect(try keys(rows.sort(("x", true)).rows(world)) == "dabđba")
    #expect(try keys(rows.sort(("k", false)).rows(world)) == "aabbdđ")
    #expect(try keys(rows.sort(("k", true), ("x", true)).rows(world)) == "đdbbaa")
    #expect(try rows.take(0).sort(("x", false)).rows(world).isEmpty)
  }

  @Test("every type has its order")
  func orders() throws {
    let cases = ValueType.enumeration(Enumeration(name: "c", cases: ["late", "early"]))
    let lists: [(ValueType, [Value])] = [
      (.bool, [.bool(false), .bool(true)]),
      (.decimal, [decimal("-1.5"), int(0), ratio(1, 3), decimal("0.5"), int(7)]),
      (cases, [word("late"), word("early"), word("unknown")]),
      (.level, [word("central"), word("upper"), word("grassroots")]),
      (.entity(.unit), [unit("A"), unit("a"), unit("b"), unit("á")]),
      (.string, [text("Ea 10"), text("Ea 2"), text("Êa"), text("Ô")]),
      (.date, [.date(day(2021, 8, 5)), .date(day(2021, 8, 6))]),
      (.position, [.position(Position(2)), .position(Position(10))]),
      (.duration, [hours(-1), hours(2)]),
      (
        .calendarDuration,
        [
          .calendarDuration(CalendarSpan(count: 9, unit: .workingDay)),
          .calendarDuration(CalendarSpan(count: 2, unit: .month)),
          .calendarDuration(CalendarSpan(count: 1, unit: .quarter)),
          .calendarDuration(CalendarSpan(count: 1, unit: .year)),
        ]
      ),
      (
        .period,
        [
          days((8, 1), through: (8, 1)), days((8, 1), through: (8, 5)),
          .period(Period(start: instant(2021, 8, 1), end: nil)), days((8, 2), through: (8, 2)),
        ]
      ),
      (.set(.integer(nil)), [.set([]), .set([int(1)]), .set([int(1), int(2)]), .set([int(2)])]),
    ]
    for (type, values) in lists {
      var world = TinyWorld()
      let mixed = [Value.none] + values.reversed()
      world.sources["s"] = TinySource([("x", type.optional)], mixed.map { [$0] })
      let rows = Query.scan("s", of: world)
      #expect(try rows.sort(("x", false)).rows(world).map { $0[0] } == values + [.none])
      #expect(
        try rows.sort(("x", true)).rows(world).map { $0[0] } == values.reversed() + [.none])
      let least = rows.summarize([
        ("min", aggregate(.minimum, rows["x"])), ("max", aggregate(.maximum, rows["x"])),
      ])
      #expect(try least.rows(world) == [[values[0], values[values.count - 1]]], "\(type)")
    }
  }

  @Test("top cuts at n and says how many ties it cut")
  func top() throws {
    let world = world(sample)
    let rows = Query.scan("s", of: world)
    let one = try rows.top(1, by: "x").run(world)
    #expect(keys(one.rows) == "d")
    #expect(one.notes == ["top 1: 1 row that ties with the last one kept was cut off"])
    let two = try rows.top(2, by: "x").run(world)
    #expect(keys(two.rows) == "da")
    #expect(two.notes.isEmpty)
    #expect(try keys(rows.top(2, by: "x", ascending: true).rows(world)) == "bb")
    #expect(try keys(rows.top(9, by: "x").rows(world)) == "dabđba")
    let per = try rows.top(1, by: "x", per: ["k"]).run(world)
    #expect(keys(per.rows) == "bađd")
    #expect(per.rows.map { $0[1] } == [int(2), int(5), int(2), int(5)])
  }

  @Test("ranks: ties share, none has none, partitions count apart")
  func rank() throws {
    let world = world(sample)
    let rows = Query.scan("s", of: world)
    #expect(
      try rows.rank("r", of: "x").rows(world).map { $0[2] }
        == [int(3), .none, int(3), int(1), int(5), int(1)])
    #expect(
      try rows.rank("r", of: "x", per: ["k"]).rows(world).map { $0[2] }
        == [int(1), .none, int(1), int(1), int(2), int(1)])
    let onlyRank = rows.rank("r", of: "x")
    #expect(try onlyRank.select(("r", onlyRank["r"])).rows(world).count == 6)
  }

  @Test("distinct keeps the first row of each combination")
  func distinct() throws {
    let world = world(sample)
    let rows = Query.scan("s", of: world)
    #expect(try keys(rows.distinct("k").rows(world)) == "bađd")
    #expect(try rows.distinct("x").rows(world).map { $0[1] } == [int(2), .none, int(5), int(1)])
    #expect(try rows.distinct("k", "x").rows(world).count == 6)
  }

  @Test("append finds columns by name, in any order")
  func append() throws {
    var world = world([("a", int(1))])
    world.sources["t"] = TinySource(
      [("x", .integer(nil).optional), ("k", .string)], [[int(2), text("b")]])
    let both = Query.scan("s", of: world).append(Query.scan("t", of: world))
    #expect(try both.rows(world) == [[text("a"), int(1)], [text("b"), int(2)]])
    #expect(
      try both.select(("x", both["x"])).rows(world) == [[int(1)], [int(2)]])
  }

  @Test("assertions let rows through and name those that break them")
  func assert() throws {
    let world = world(sample)
    let rows = Query.scan("s", of: world)
    let positive = AssertionCondition.holds(compare(rows["x"], .greater, constant(1)))
    let table = try rows.assert(positive, "x is large").assert(.empty).take(1).run(world)
    #expect(table.rows.count == 1)
    #expect(table.failedAssertion?.message == "x is large")
    #expect(table.failedAssertion?.rows == [[text("a"), .none], [text("b"), int(1)]])
    #expect(table.failedAssertion?.columns.map(\.name) == ["k", "x"])
    #expect(try rows.take(0).assert(.empty).run(world).failedAssertion == nil)
    let fine = AssertionCondition.holds(not(isNone(rows["k"])))
    #expect(try rows.assert(fine).run(world).failedAssertion == nil)
  }
}

import Catalog
import LedgerModel
import QueryEngine
import QueryPlan
import Testing

@Suite("Engine: rollup and the tree")
struct RollupTests {
  private static let lines: [(String, String?, String)] = [
    ("tld", nil, "central"), ("province", "tld", "provincial"), ("A", "province", "upper"),
    ("B", "province", "upper"), ("C", "province", "upper"), ("A1", "A", "grassroots"),
    ("A2", "A", "grassroots"), ("B1", "B", "grassroots"),
  ]

  private func world(_ rows: [(String?, String)], source: String = "s") -> TinyWorld {
    var world = TinyWorld()
    world.trees = [nil: TinyTree(Self.lines)]
    world.sources[source] = TinySource(
      [("unit", .entity(.unit).optional), ("who", .entity(.person))],
      rows.map { [$0.map { unit($0) } ?? .none, unit($1)] })
    return world
  }

  private func table(_ rows: [[Value]]) -> [String] {
    rows.map { row in
      row.map { value in
        switch value {
        case .entity(let id): id
        case .symbol(let word): word
        case .integer(let number): "\(number)"
        case .ratio(let ratio): "\(ratio.numerator)/\(ratio.denominator)"
        case .string(let text): text
        case .none: "–"
        default: "?"
        }
      }.joined(separator: " ")
    }
  }

  @Test("each unit counts the distinct rows of its whole subtree, in the order of the tree")
  func subtrees() throws {
    let world = world([("A1", "p"), ("A2", "p"), ("A", "q"), ("B1", "p"), ("A1", "r")])
    let rows = Query.scan("s", of: world)
    let people = aggregate(.distinct, rows["who"], .integer(.person))
    let rollup = rows.rollup([
      ("n", count()), ("people", people),
      ("own", PlanAggregate(.own(count()), type: .integer(nil))),
      ("part", PlanAggregate(.share(count(), of: []), type: .ratio)),
    ])
    let found = try rollup.run(world)
    #expect(
      table(found.rows) == [
        "province provincial 1 5 3 0 5/5", "A upper 2 4 3 1 4/5", "A1 grassroots 3 2 2 2 2/5",
        "A2 grassroots 3 1 1 1 1/5", "B upper 2 1 1 0 1/5", "B1 grassroots 3 1 1 1 1/5",
        "C upper 2 0 0 0 0/5",
      ])
    #expect(found.depths == [0, 1, 2, 2, 1, 2, 1])
    #expect(found.notes.isEmpty)
  }

  @Test("down to a level; what lies deeper still counts above")
  func level() throws {
    let world = world([("A1", "p"), ("A2", "p"), ("B1", "q")])
    let rows = Query.scan("s", of: world)
    let rollup = rows.rollup([("n", count())], to: "upper")
    #expect(
      try table(rollup.rows(world)) == [
        "province provincial 1 3", "A upper 2 2", "B upper 2 1", "C upper 2 0",
      ])
    let sorted = try rollup.filter(compare(rollup["n"], .greater, constant(0))).run(world)
    #expect(sorted.depths == [0, 1, 1])
    #expect(try rollup.sort(("n", true)).run(world).depths == nil)
  }

  @Test("from a root asked for; rows beside it are not counted")
  func root() throws {
    let world = world([("A1", "p"), ("B1", "q")])
    let rows = Query.scan("s", of: world)
    #expect(
      try table(rows.rollup([("n", count())], root: "A").rows(world)) == [
        "A upper 2 1", "A1 grassroots 3 1", "A2 grassroots 3 0",
      ])
    #expect(
      try table(rows.rollup([("n", count())], root: "tld", to: "provincial").rows(world)) == [
        "tld central 0 2", "province provincial 1 2",
      ])
  }

  @Test("rows without a unit: a last line, counted at the root")
  func withoutUnit() throws {
    let world = world([("A1", "p"), (nil, "q"), ("unknown", "r"), ("B1", "p")])
    let rows = Query.scan("s", of: world)
    let people = aggregate(.distinct, rows["who"], .integer(.person))
    #expect(
      try table(rows.rollup([("n", count()), ("people", people)], to: "upper").rows(world)) == [
        "province provincial 1 4 3", "A upper 2 1 1", "B upper 2 1 1", "C upper 2 0 0",
        "– – 2 2 2",
      ])
  }

  @Test("of obligations only units above some row are shown")
  func obligations() throws {
    let world = world([("A", "p"), ("C", "q")], source: "obligations")
    let rows = Query.scan("obligations", of: world)
    #expect(
      try table(rows.rollup([("n", count())]).rows(world)) == [
        "province provincial 1 2", "A upper 2 1", "C upper 2 1",
      ])
    #expect(try rows.take(0).rollup([("n", count())]).rows(world).isEmpty)
  }

  @Test("no rows: all units of the tree")
  func noRows() throws {
    let world = world([])
    let rows = Query.scan("s", of: world)
    let rate = aggregate(.rate, isNone(rows["who"]), .ratio.optional)
    let found = try rows.rollup([("n", count()), ("rate", rate)], to: "provincial").rows(world)
    #expect(table(found) == ["tld central 0 0 –", "province provincial 1 0 –"])
  }

  @Test("further keys make lines inside each unit")
  func keys() throws {
    let world = world([("A1", "q"), ("A1", "p"), ("B1", "p"), ("A1", "p")])
    let rows = Query.scan("s", of: world)
    let found = rows.rollup([("n", count())], by: [("who", rows["who"])], to: "upper")
    #expect(
      try table(found.rows(world)) == [
        "province provincial 1 p 3", "province provincial 1 q 1", "A upper 2 p 2", "A upper 2 q 1",
        "B upper 2 p 1", "C upper 2 – 0",
      ])
  }

  @Test("A and B merge into M on 20 August: each row in the tree of its own day")
  func succession() throws {
    var world = TinyWorld()
    let before = TinyTree([
      ("province", nil, "provincial"), ("A", "province", "upper"), ("B", "province", "upper"),
      ("C", "province", "upper"),
    ])
    var after = TinyTree([
      ("province", nil, "provincial"), ("M", "province", "upper"), ("C", "province", "upper"),
    ])
    after.places = ["A": "M", "B": "M"]
    world.trees = [day(2021, 8, 4): before, day(2021, 8, 20): after, nil: after]
    world.sources["obligations"] = TinySource(
      [("unit", .entity(.unit)), ("%day", .date)],
      ["A", "B", "C"].map { [unit($0), .date(day(2021, 8, 4))] })
    let rows = Query.scan("obligations", of: world)
    let onDueDay = try rows.rollup([("n", count())], day: rows["%day"], to: "upper").run(world)
    #expect(
      table(onDueDay.rows) == [
        "province provincial 0 3", "A upper 1 1", "B upper 1 1", "C upper 1 1",
      ])
    #expect(onDueDay.notes.isEmpty)
    let later = try rows.rollup([("n", count())], to: "upper").run(world)
    #expect(table(later.rows) == ["province provincial 0 3", "C upper 1 1", "M upper 1 2"])
    #expect(later.notes == ["2 rows of 2 units placed by succession"])
  }

  @Test("rows of several days: the units of all their trees")
  func severalDays() throws {
    var world = TinyWorld()
    world.trees = [
      day(2021, 8, 4): TinyTree([("r", nil, "central"), ("A", "r", "upper"), ("B", "r", "upper")]),
      day(2021, 8, 20): TinyTree([
        ("r", nil, "central"), ("M", "r", "upper"), ("B", "M", "grassroots"),
      ]),
    ]
    let days = [(4, "A"), (4, "B"), (20, "M"), (20, "B")]
    world.sources["s"] = TinySource(
      [("unit", .entity(.unit)), ("%day", .date)],
      days.map { [unit($1), .date(day(2021, 8, $0))] })
    let rows = Query.scan("s", of: world)
    let found = try rows.rollup([("n", count())], day: rows["%day"]).rows(world)
    #expect(
      table(found) == ["r central 0 4", "A upper 1 1", "M upper 1 2", "B grassroots 2 2"])
  }

  @Test("headcounts are those of the lowest units that declare")
  func headcounts() throws {
    var world = world([("A1", "p")])
    var tree = TinyTree(Self.lines)
    tree.members = ["A": 100, "A1": 20, "B": 7, "tld": 1000]
    world.trees = [nil: tree]
    let rows = Query.scan("s", of: world)
    let members = PlanAggregate(.headcount("members"), type: .integer(.person).optional)
    let found = try rows.rollup([("members", members)], root: "tld").run(world)
    #expect(
      table(found.rows) == [
        "tld central 0 27", "province provincial 1 27", "A upper 2 20", "A1 grassroots 3 20",
        "A2 grassroots 3 –", "B upper 2 7", "B1 grassroots 3 –", "C upper 2 –",
      ])
    #expect(
      found.notes == [
        "headcount of members: 2 units declared none: tld/province/A/A2, tld/province/C"
      ])
  }

  @Test("questions to the tree place units by succession first")
  func treeQuestions() throws {
    var world = TinyWorld()
    var tree = TinyTree(Self.lines)
    tree.places = ["old": "A1", "split": "A"]
    world.trees = [nil: tree, day(2021, 7, 1): TinyTree([("old", nil, "upper")])]
    world.sources["s"] = TinySource(
      [("unit", .entity(.unit).optional), ("day", .date.optional)],
      [
        [unit("A1"), .none], [unit("old"), .none], [unit("split"), .none], [unit("nobody"), .none],
        [.none, .none], [unit("old"), .date(day(2021, 7, 1))],
      ])
    let rows = Query.scan("s", of: world)
    func ask(_ function: TreeFunction, _ type: ValueType) throws -> [Value] {
      let question = PlanExpression(.tree(function, rows["unit"], day: rows["day"]), type: type)
      return try rows.select(("answer", question)).rows(world).map { $0[0] }
    }
    func yes(_ flags: [Bool]) -> [Value] { flags.map { .bool($0) } }
    #expect(
      try ask(.isUnder(root: "A"), .bool) == yes([true, true, true, false, false, false]))
    #expect(
      try ask(.isBelow(root: "A"), .bool) == yes([true, true, false, false, false, false]))
    #expect(
      try ask(.isAtLevel(["upper"]), .bool) == yes([false, false, true, false, false, true]))
    #expect(
      try ask(.ancestor(level: "upper"), .entity(.unit).optional)
        == [unit("A"), unit("A"), unit("A"), .none, .none, unit("old")])
    #expect(
      try ask(.level, .level.optional)
        == [word("grassroots"), word("grassroots"), word("upper"), .none, .none, word("upper")])
    #expect(
      try ask(.successor, .entity(.unit).optional)
        == [.none, unit("A1"), unit("A"), .none, .none, .none])
    #expect(
      try ask(.depth, .integer(nil).optional) == [int(3), int(3), int(2), .none, .none, int(0)])
    #expect(try ask(.path, .string.optional)[1] == text("tld/province/A/A1"))
    let level = PlanExpression(.tree(.level, rows["unit"], day: nil), type: .level.optional)
    #expect(
      try rows.select(("level", level)).run(world).notes == ["2 units placed by succession"])
  }
}

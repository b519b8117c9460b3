import Catalog
import LedgerModel
import QueryAnalysis
import QueryEngine
import QueryPlan
import TestSupport

/// Two sources that between them have every type, filled with few and often equal values, so that
/// ties, nones and empty groups come up all the time.
enum RandomTables {
  static let kinds = Enumeration(name: "items.kind", cases: ["zeta", "alpha", "mid"])

  static let items = SourceSchema(
    "items", "Rows of every type.", key: ["item"], at: "start", events: [],
    columns: [
      column("item", .string), maybe("unit", .entity(.unit)), maybe("person", .entity(.person)),
      column("kind", .enumeration(kinds)), maybe("size", .integer(nil)),
      column("weight", .decimal), maybe("part", .ratio), column("flag", .bool),
      maybe("done", .bool), column("on", .date), column("start", .instant),
      maybe("length", .duration), column("tags", .set(.string)), column("name", .string),
    ])

  static let marks = SourceSchema(
    "marks", "A second source, with equal keys.", key: ["mark"], at: "time", events: [],
    columns: [
      column("mark", .string), column("unit", .entity(.unit)), maybe("person", .entity(.person)),
      column("item", .string), maybe("score", .integer(nil)),
    ])

  static let units = SourceSchema(
    "units", "The tree.", key: ["unit"], at: "opened", entity: .unit, events: [],
    columns: [
      column("unit", .entity(.unit)), column("kind", .string), maybe("members", .integer(.person)),
    ])

  static let schemas = SchemaSet([items, marks, units])

  static func world(_ random: inout SeededGenerator) -> TinyWorld {
    var world = TinyWorld()
    world.trees = [
      nil: TinyTree(
        [("r", nil, "central"), ("u0", "r", "upper"), ("u1", "r", "upper")]
          + (2...5).map { ("u\($0)", "u\($0 % 2)", "grassroots") })
    ]
    let rowCount = Int.random(in: 0...14, using: &random)
    world.sources["items"] = source(items, rowCount) { item($0, &random) }
    world.sources["marks"] = source(marks, Int.random(in: 0...8, using: &random)) {
      mark($0, &random)
    }
    world.sources["units"] = source(units, 6) { number in
      [
        .entity("u\(number)"), .string(number < 2 ? "upper" : "base"),
        orNone(&random) { .integer(Int64.random(in: 0...9, using: &$0)) },
      ]
    }
    return world
  }

  private static func source(
    _ schema: SourceSchema, _ count: Int, _ row: (Int) -> [Value]
  ) -> TinySource {
    let hidden: [(String, ValueType)] = [("%at", .instant), ("%seq", .position)]
    let columns = schema.columns.map { ($0.name, $0.type) } + hidden
    let rows = (0..<count).map { number -> [Value] in
      // Several rows share a time, so that positions have to decide.
      let at = Value.instant(instant(2021, 8, 1, hour: Int64(number * 7 % 5) * 9))
      let seq = Value.position(Position(UInt64(number + 1)))
      let common: [Value] = [at, at, seq, .none, .bool(number % 3 == 0), .bool(false), at, seq]
      return row(number) + common
    }
    return TinySource(columns, rows)
  }

  private static func item(_ number: Int, _ random: inout SeededGenerator) -> [Value] {
    let start = instant(2021, 8, 1, hour: Int64.random(in: 0...99, using: &random))
    let tags = ["b", "a", "ă"].filter { _ in Bool.random(using: &random) }.sorted()
    return [
      .string("i\(number)"), orNone(&random) { .entity("u\(Int.random(in: 0...5, using: &$0))") },
      orNone(&random) { .entity("p\(Int.random(in: 0...3, using: &$0))") },
      .symbol(kinds.cases.randomElement(using: &random) ?? "mid"),
      orNone(&random) { .integer(Int64.random(in: -2...3, using: &$0)) },
      .decimal(ExactDecimal(mantissa: Int64.random(in: -20...20, using: &random), scale: 1)),
      orNone(&random) {
        Ratio(Int128(Int.random(in: 0...4, using: &$0)), 4).map { .ratio($0) } ?? .none
      },
      .bool(Bool.random(using: &random)), orNone(&random) { .bool(Bool.random(using: &$0)) },
      .date(Day(year: 2021, month: 8, day: Int.random(in: 1...9, using: &random)) ?? .earliest),
      .instant(start),
      orNone(&random) {
        .duration(TimeSpan(microseconds: Int64.random(in: 0...4, using: &$0) * 3_600_000_000))
      },
      .set(tags.map { .string($0) }),
      .string(["Ea Súp", "ea sup", "Ân", "an", "Đắk"].randomElement(using: &random) ?? ""),
    ]
  }

  private static func mark(_ number: Int, _ random: inout SeededGenerator) -> [Value] {
    [
      .string("m\(number)"), .entity("u\(Int.random(in: 0...5, using: &random))"),
      orNone(&random) { .entity("p\(Int.random(in: 0...3, using: &$0))") },
      .string("i\(Int.random(in: 0...9, using: &random))"),
      orNone(&random) { .integer(Int64.random(in: 0...4, using: &$0)) },
    ]
  }

  private static func orNone(
    _ random: inout SeededGenerator, _ value: (inout SeededGenerator) -> Value
  ) -> Value {
    Int.random(in: 0...3, using: &random) == 0 ? .none : value(&random)
  }
}

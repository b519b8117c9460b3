import Catalog
import Columns
import LedgerModel
import QueryEngine
import QueryPlan
import TestSupport
import Testing

/// Inputs that leave the small forms behind: lists of pairs instead of bits, sorting by digits,
/// selection among many. What is expected is computed with the library's sets and sorts.
@Suite("Engine: large inputs")
struct LargeInputTests {
  /// Two threads, and several shares for each.
  private static let divided = ExecutionLimits(
    heldRowCountMax: 8_388_608,
    threads: ExecutionThreads(countMax: 2, dividedRowCountMin: 1, heldRowCountMax: 60_000))

  private static func world(_ rows: [[Value]], _ columns: [(String, ValueType)]) -> TinyWorld {
    var world = TinyWorld()
    world.coding = TinyCoding()
    world.blockRowCount = 16_384
    world.sources["s"] = TinySource(columns, rows)
    return world
  }

  @Test("distinct persons by unit, most of them in one unit or in many", arguments: [0, 30, 100])
  func pairs(percentElsewhere: Int) throws {
    var random = SeededGenerator(seed: 1)
    var expected: [String: Set<String>] = [:]
    let rows = (0..<120_000).map { _ -> [Value] in
      let person = Int.random(in: 0..<12_000, using: &random)
      let isElsewhere = Int.random(in: 0..<100, using: &random) < percentElsewhere
      let home = isElsewhere ? Int.random(in: 0..<600, using: &random) : person % 600
      if person % 97 == 0 { return [unit("u\(home)"), .none] }
      expected["u\(home)", default: []].insert("p\(person)")
      return [unit("u\(home)"), .entity("p\(person)")]
    }
    let world = LargeInputTests.world(
      rows, [("unit", .entity(.unit)), ("person", .entity(.person).optional)])
    let s = Query.scan("s", of: world)
    let query = s.summarize(
      [("n", aggregate(.distinct, s["person"], .integer(nil)))], by: [("unit", s["unit"])])
    for limits in [ExecutionLimits.standard, LargeInputTests.divided] {
      let found = try query.run(world, limits: limits).rows
      let counted = found.filter { $0[1] != int(0) }
      #expect(counted.count == expected.count)
      for row in counted {
        #expect(row[0].id.map { int(Int64(expected[$0]?.count ?? 0)) } == row[1])
      }
      #expect(found.map { $0[0].id ?? "" } == found.map { $0[0].id ?? "" }.sorted())
    }
  }

  @Test("rows by several keys in both directions, equal ones as they came", arguments: [1, 2, 3])
  func sorting(keyCount: Int) throws {
    var random = SeededGenerator(seed: 2)
    typealias Row = (number: Int64?, flag: Bool, name: String, place: Int64)
    let rows = (0..<20_000).map { place -> Row in
      let wide = Int.random(in: 0...3, using: &random) == 0
      let number = Int64.random(in: wide ? -1 << 40...1 << 40 : -20...20, using: &random)
      return (
        Int.random(in: 0...9, using: &random) == 0 ? nil : number,
        Bool.random(using: &random), "n\(Int.random(in: 100...400, using: &random))", Int64(place)
      )
    }
    let world = LargeInputTests.world(
      rows.map { [$0.number.map(int) ?? .none, .bool($0.flag), text($0.name), int($0.place)] },
      [
        ("number", .optional(.integer(nil))), ("flag", .bool), ("name", .string),
        ("place", .integer(nil)),
      ])
    let s = Query.scan("s", of: world)
    let sorted: Query
    let precedes: (Row, Row) -> Bool
    /// None comes last, whatever the direction.
    func number(_ row: Row) -> Int64 { row.number.map { -$0 } ?? .max }
    switch keyCount {
    case 1:
      sorted = s.sort(("number", isDescending: true))
      precedes = { (number($0), $0.place) < (number($1), $1.place) }
    case 2:
      sorted = s.sort(("name", isDescending: false), ("number", isDescending: true))
      precedes = { ($0.name, number($0), $0.place) < ($1.name, number($1), $1.place) }
    default:
      sorted = s.sort(
        ("flag", isDescending: true), ("name", isDescending: false),
        ("number", isDescending: true))
      precedes = {
        ($0.flag ? 0 : 1, $0.name, number($0), $0.place)
          < ($1.flag ? 0 : 1, $1.name, number($1), $1.place)
      }
    }
    let found = try sorted.run(world).rows.map { $0[3] }
    #expect(found == rows.sorted(by: precedes).map { int($0.place) })
  }

  @Test("the median wait of a funnel", arguments: [1, 2, 999, 20_000])
  func waits(count: Int) throws {
    var random = SeededGenerator(seed: 3)
    let start = instant(2021, 8, 1)
    let waits = (0..<count).map { _ in Int64.random(in: 0...1_000_000, using: &random) }
    var world = LargeInputTests.world([], [])
    func source(_ moment: (Int) -> Int64, _ position: (Int) -> Int) -> TinySource {
      TinySource(
        [("person", .entity(.person)), ("at", .instant), ("seq", .position)],
        waits.indices.map { person in
          [
            .entity("p\(person)"),
            .instant(Instant(microseconds: start.microseconds + moment(person))),
            .position(Position(UInt64(position(person)))),
          ]
        })
    }
    world.sources["one"] = source({ _ in 0 }, { 1 + $0 })
    world.sources["two"] = source({ waits[$0] }, { 1 + count + $0 })
    let people = Query.scan("one", of: world)
    let rows = try people.funnel(
      key: "person", [("one", people), ("two", Query.scan("two", of: world))]
    ).rows(world)
    let median = waits.sorted()[(count + 1) / 2 - 1]
    #expect(rows.map { $0[1] } == [int(Int64(count)), int(Int64(count))])
    #expect(rows[1].last == .duration(TimeSpan(microseconds: median)))
  }

  @Test("keys of a dictionary that grows are in order at every question")
  func ranks() throws {
    var world = LargeInputTests.world([], [])
    let s = { (count: Int) in
      TinySource(
        [("unit", .entity(.unit))], (0..<count).map { [unit("u\($0 &* 7_919 % 10_007)")] })
    }
    for rowCount in [10, 10, 3_000, 3_000, 4_000, 20] {
      world.sources["s"] = s(rowCount)
      let rows = Query.scan("s", of: world)
      let found = try rows.summarize([("n", count())], by: [("unit", rows["unit"])]).rows(world)
      let names = Set((0..<rowCount).map { "u\($0 &* 7_919 % 10_007)" })
      #expect(found.map(\.first) == names.sorted().map { unit($0) })
    }
  }
}

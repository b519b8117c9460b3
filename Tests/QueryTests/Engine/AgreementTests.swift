import Catalog
import LedgerModel
import QueryEngine
import QueryPlan
import TestSupport
import Testing

/// Rows drawn by a seed, and plain loops that say what stages must make of them.
@Suite("Engine: agreement with brute force and between block sizes")
struct AgreementTests {
  private func rows(_ count: Int, _ random: inout SeededGenerator) -> [[Value]] {
    (0..<count).map { number in
      [
        Int.random(in: 0...9, using: &random) == 0
          ? .none : unit("u\(Int.random(in: 0...6, using: &random))"),
        Int.random(in: 0...4, using: &random) == 0
          ? .none : int(Int64.random(in: -3...3, using: &random)),
        .instant(instant(2021, 8, 1, hour: Int64.random(in: 0...99, using: &random))),
        .position(Position(UInt64(number + 1))),
      ]
    }
  }

  private func world(_ rows: [[Value]], _ other: [[Value]] = []) -> TinyWorld {
    var world = TinyWorld()
    world.trees = [
      nil: TinyTree(
        [("r", nil, "central")] + (0...5).map { ("u\($0)", "r", "upper") })
    ]
    let columns: [(String, ValueType)] = [
      ("unit", .entity(.unit).optional), ("x", .integer(nil).optional), ("%at", .instant),
      ("%seq", .position),
    ]
    world.sources["s"] = TinySource(columns, rows)
    world.sources["t"] = TinySource(columns, other)
    return world
  }

  private func plans(_ world: TinyWorld) -> [Query] {
    let (s, t) = (Query.scan("s", of: world), Query.scan("t", of: world))
    let isPositive = compare(s["x"], .greater, constant(0))
    let summary = s.summarize(
      [
        ("n", count()), ("sum", aggregate(.sum, s["x"], .integer(nil))),
        ("d", aggregate(.distinct, s["x"], .integer(nil))), ("first", aggregate(.first, s["x"])),
        ("last", aggregate(.last, s["x"])), ("m", aggregate(.quantile(Ratio(1)), s["x"])),
      ], by: [("unit", s["unit"]), ("positive", isPositive)], total: true)
    let smaller = compare(s["x"], .less, s.right(t, "x"))
    return [
      s, s.filter(isPositive), s.derive("y", combine(s["x"], .multiply, constant(2))), summary,
      summary.sort(("n", true)).take(3), s.sort(("x", true), ("unit", false)),
      s.filter(isPositive).take(700), s.top(3, by: "x", per: ["unit"]), s.distinct("unit", "x"),
      s.rank("r", of: "x", per: ["unit"]), s.semijoin(t, on: "unit", "x"),
      s.semijoin(t, on: "unit", isAnti: true, when: smaller),
      s.take(300).lookup(t.take(40), on: "unit", isExpand: true),
      s.lookup(t.distinct("unit"), on: "unit"), s.append(t), s.rollup([("n", count())]),
    ]
  }

  @Test("blocks of any size give the same table")
  func blockSizes() throws {
    var random = SeededGenerator(seed: 7)
    var world = world(rows(2_100, &random), rows(900, &random))
    for (number, plan) in plans(world).enumerated() {
      world.blockRowCount = 4_096
      let expected = try plan.run(world)
      for size in [1, 2, 1023, 1024, 1025, 65_536] {
        for coding in [nil, TinyCoding()] {
          world.blockRowCount = size
          world.coding = coding
          let found = try plan.run(world)
          #expect(found.rows == expected.rows, "plan \(number), blocks of \(size)")
          #expect(found.totalRows == expected.totalRows)
          #expect(found.notes == expected.notes)
        }
      }
      world.coding = nil
    }
  }

  @Test("groups equal those of a plain loop", arguments: 0..<20)
  func grouping(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let data = rows(Int.random(in: 0...60, using: &random), &random)
    let world = world(data)
    let s = Query.scan("s", of: world)
    let found = try s.summarize(
      [
        ("n", count()), ("sum", aggregate(.sum, s["x"], .integer(nil))),
        ("d", aggregate(.distinct, s["x"], .integer(nil))), ("last", aggregate(.last, s["x"])),
      ], by: [("unit", s["unit"])]
    ).rows(world)
    var units: [Value] = (0...6).map { unit("u\($0)") } + [.none]
    units = units.filter { unit in data.contains { $0[0] == unit } }
    let expected = units.map { unit -> [Value] in
      let group = data.filter { $0[0] == unit }
      let numbers = group.compactMap { row -> Int64? in
        if case .integer(let number) = row[1] { number } else { nil }
      }
      return [
        unit, int(Int64(group.count)), int(numbers.reduce(0, +)), int(Int64(Set(numbers).count)),
        last(group),
      ]
    }
    #expect(found == expected, "seed \(seed)")
  }

  private func last(_ group: [[Value]]) -> Value {
    var best: (Int64, UInt64, Value)?
    for row in group {
      guard case .instant(let at) = row[2], case .position(let position) = row[3],
        row[1] != .none
      else { continue }
      if best.map({ ($0.0, $0.1) < (at.microseconds, position.number) }) ?? true {
        best = (at.microseconds, position.number, row[1])
      }
    }
    return best?.2 ?? .none
  }

  @Test("sorting equals an insertion sort", arguments: 0..<20)
  func sorting(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let data = rows(Int.random(in: 0...40, using: &random), &random)
    let world = world(data)
    let isDescending = seed % 2 == 0
    let found = try Query.scan("s", of: world).sort(("x", isDescending)).rows(world)
    var expected: [[Value]] = []
    for row in data {
      let place = expected.firstIndex { mustPrecede(row, $0, isDescending) } ?? expected.count
      expected.insert(row, at: place)
    }
    #expect(found == expected.map { Array($0.prefix(2)) }, "seed \(seed)")
  }

  private func mustPrecede(_ row: [Value], _ other: [Value], _ isDescending: Bool) -> Bool {
    switch (row[1], other[1]) {
    case (.integer(let one), .integer(let two)): isDescending ? one > two : one < two
    case (.integer, .none): true
    default: false
    }
  }

  @Test("semijoins equal a double loop", arguments: 0..<20)
  func semijoins(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let data = rows(Int.random(in: 0...40, using: &random), &random)
    let other = rows(Int.random(in: 0...10, using: &random), &random)
    let world = world(data, other)
    let (s, t) = (Query.scan("s", of: world), Query.scan("t", of: world))
    let smaller = compare(s["x"], .less, s.right(t, "x"))
    let hasMatch = data.map { row in
      other.contains { candidate in
        guard row[0] != .none, row[0] == candidate[0], case .integer(let one) = row[1],
          case .integer(let two) = candidate[1]
        else { return false }
        return one < two
      }
    }
    func expected(_ wanted: Bool) -> [[Value]] {
      zip(data, hasMatch).filter { $0.1 == wanted }.map { Array($0.0.prefix(2)) }
    }
    #expect(
      try s.semijoin(t, on: "unit", when: smaller).rows(world) == expected(true), "seed \(seed)")
    #expect(
      try s.semijoin(t, on: "unit", isAnti: true, when: smaller).rows(world) == expected(false),
      "seed \(seed)")
  }

  @Test("ranks equal their definition", arguments: 0..<20)
  func ranks(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let data = rows(Int.random(in: 0...40, using: &random), &random)
    let world = world(data)
    let found = try Query.scan("s", of: world).rank("r", of: "x", per: ["unit"]).rows(world)
    for (row, result) in zip(data, found) {
      let greater = data.count { other in
        guard other[0] == row[0], case .integer(let one) = row[1],
          case .integer(let two) = other[1]
        else { return false }
        return two > one
      }
      #expect(result[2] == (row[1] == .none ? .none : int(Int64(greater) + 1)), "seed \(seed)")
    }
  }
}

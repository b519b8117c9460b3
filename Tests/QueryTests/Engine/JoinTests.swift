import Catalog
import LedgerModel
import QueryEngine
import QueryPlan
import Testing

@Suite("Engine: with, without, lookup, expand")
struct JoinTests {
  private func world() -> TinyWorld {
    var world = TinyWorld()
    world.sources["left"] = TinySource(
      [("unit", .entity(.unit).optional), ("n", .decimal.optional), ("at", .instant)],
      [
        [unit("a"), int(1), at(8, 1)], [unit("b"), decimal("2.0"), at(8, 2)],
        [.none, int(1), at(8, 3)], [unit("a"), .none, at(8, 4)], [unit("c"), int(9), at(8, 5)],
      ])
    world.sources["right"] = TinySource(
      [
        ("unit", .entity(.unit).optional), ("n", .decimal.optional), ("period", .period),
        ("name", .string),
      ],
      [
        [unit("a"), int(1), days((8, 1), through: (8, 2)), text("first")],
        [unit("b"), int(2), days((8, 3), through: (8, 9)), text("second")],
        [.none, int(1), days((8, 1), through: (8, 9)), text("nobody")],
        [unit("a"), .none, days((8, 4), through: (8, 4)), text("third")],
      ])
    return world
  }

  private func moments(_ table: [[Value]]) -> [Value] { table.map { $0[2] } }

  @Test("keys with none in them match nothing")
  func semijoin() throws {
    let world = world()
    let (left, right) = (Query.scan("left", of: world), Query.scan("right", of: world))
    func matched(_ query: Query) throws -> [Int] {
      let all = moments(try left.rows(world))
      return try moments(query.rows(world)).compactMap { all.firstIndex(of: $0) }
    }
    #expect(try matched(left.semijoin(right, on: "unit")) == [0, 1, 3])
    #expect(try matched(left.semijoin(right, on: "unit", isAnti: true)) == [2, 4])
    #expect(try matched(left.semijoin(right, on: "unit", "n")) == [0, 1])
    #expect(try matched(left.semijoin(right, on: "unit", "n", isAnti: true)) == [2, 3, 4])
    let nobody = right.take(0)
    #expect(try matched(left.semijoin(nobody, on: "unit")) == [])
    #expect(try matched(left.semijoin(nobody, on: "unit", isAnti: true)) == [0, 1, 2, 3, 4])
  }

  @Test("a condition over both rows")
  func when() throws {
    let world = world()
    let (left, right) = (Query.scan("left", of: world), Query.scan("right", of: world))
    let inside = PlanExpression(
      .contained(left["at"], in: left.right(right, "period")), type: .bool)
    let with = left.semijoin(right, on: "unit", when: inside)
    #expect(try with.rows(world).map { $0[2] } == [at(8, 1), at(8, 4)])
    let selected = with.select(("n", with["n"]))
    #expect(try selected.rows(world) == [[int(1)], [.none]])
    let without = left.semijoin(right, on: "unit", isAnti: true, when: inside)
    #expect(try without.rows(world).count == 3)
  }

  @Test("a look-up adds the match or none; two on the right are an error")
  func lookup() throws {
    let world = world()
    let (left, right) = (Query.scan("left", of: world), Query.scan("right", of: world))
    let unique = right.filter(
      PlanExpression(
        .or(isNone(right["n"]), compare(right["n"], .equal, constant(2))), type: .bool))
    let found = left.lookup(unique, on: "unit")
    let names = found.select(("name", found["r.name"]), ("unit", found["unit"]))
    #expect(
      try names.rows(world) == [
        [text("third"), unit("a")], [text("second"), unit("b")], [.none, .none],
        [text("third"), unit("a")], [.none, unit("c")],
      ])
    #expect(
      throws: ExecutionError.duplicateKey(columns: ["unit"], key: [unit("a")], origin: 30..<40)
    ) { try left.lookup(right, on: "unit").rows(world) }
    // Also when no left row has that key: the right side is what is wrong.
    #expect(throws: ExecutionError.self) {
      try left.take(0).lookup(right, on: "unit").rows(world)
    }
  }

  @Test("a condition may make the match unique")
  func lookupWhen() throws {
    let world = world()
    let (left, right) = (Query.scan("left", of: world), Query.scan("right", of: world))
    let inside = PlanExpression(
      .contained(left["at"], in: left.right(right, "period")), type: .bool)
    let found = left.lookup(right, on: "unit", when: inside)
    #expect(
      try found.rows(world).map { $0[6] } == [text("first"), .none, .none, text("third"), .none])
    let always = compare(constant(1), .equal, constant(1))
    #expect(throws: ExecutionError.self) {
      try left.lookup(right, on: "unit", when: always).rows(world)
    }
  }

  @Test("expand yields every match in the order of the right side")
  func expand() throws {
    let world = world()
    let (left, right) = (Query.scan("left", of: world), Query.scan("right", of: world))
    let found = left.lookup(right, on: "unit", isExpand: true)
    #expect(
      try found.rows(world).map { $0[6] } == [
        text("first"), text("third"), text("second"), .none, text("first"), text("third"), .none,
      ])
  }
}

import Catalog
import LedgerModel
import QueryEngine
import QueryPlan
import TestSupport
import Testing

@Suite("Engine: funnel")
struct FunnelTests {
  private func world(_ steps: [[(String, Int64)]], persons: [(String, String)]) -> TinyWorld {
    var world = TinyWorld()
    world.sources["people"] = TinySource(
      [("person", .entity(.person)), ("role", .string)], persons.map { [unit($0), text($1)] })
    var position: UInt64 = 0
    for (number, step) in steps.enumerated() {
      let rows = step.map { person, hour -> [Value] in
        position += 1
        return [
          unit(person), .instant(instant(2021, 8, 1, hour: hour)), .position(Position(position)),
        ]
      }
      world.sources["step\(number)"] = TinySource(
        [("person", .entity(.person)), ("at", .instant), ("seq", .position)], rows)
    }
    return world
  }

  private func steps(_ world: TinyWorld, _ count: Int) -> [(String, Query)] {
    (0..<count).map { ("s\($0)", Query.scan("step\($0)", of: world)) }
  }

  private func sample() -> TinyWorld {
    world(
      [
        [("a", 1), ("b", 2), ("a", 0), ("x", 1)], [("a", 5), ("c", 1)],
        [("b", 9), ("a", 3)],
      ], persons: [("a", "m"), ("b", "w"), ("c", "m"), ("a", "m")])
  }

  @Test("without order a key reaches a step if it has a row there")
  func unordered() throws {
    let world = sample()
    let people = Query.scan("people", of: world)
    let table = try people.funnel(key: "person", steps(world, 3)).rows(world)
    #expect(
      table == [
        [text("s0"), int(2), ratio(2, 2), .none, .none],
        [text("s1"), int(2), ratio(2, 2), ratio(2, 2), hours(5)],
        [text("s2"), int(2), ratio(2, 2), ratio(2, 2), hours(-2)],
      ])
    #expect(parts(table[0][2]) == [2, 2])
  }

  @Test("keys of the universe by group, each once")
  func byGroup() throws {
    let world = sample()
    let people = Query.scan("people", of: world)
    let table = try people.funnel(
      key: "person", steps(world, 2), by: [("role", people["role"])]
    ).rows(world)
    #expect(
      table.map { Array($0.prefix(3)) } == [
        [text("m"), text("s0"), int(1)], [text("m"), text("s1"), int(2)],
        [text("w"), text("s0"), int(1)], [text("w"), text("s1"), int(0)],
      ])
    #expect(parts(table[1][3]) == [2, 1])
  }

  @Test("with each every row has the instant of each step")
  func each() throws {
    let world = sample()
    let people = Query.scan("people", of: world)
    let table = try people.funnel(key: "person", steps(world, 2), each: true).rows(world)
    let first = Value.instant(instant(2021, 8, 1))
    #expect(
      table.map { Array($0.suffix(2)) } == [
        [first, .instant(instant(2021, 8, 1, hour: 5))],
        [.instant(instant(2021, 8, 1, hour: 2)), .none],
        [.none, .instant(instant(2021, 8, 1, hour: 1))],
        [first, .instant(instant(2021, 8, 1, hour: 5))],
      ])
  }

  @Test("in order a step must come after the one before")
  func ordered() throws {
    let world = sample()
    let people = Query.scan("people", of: world)
    let table = try people.funnel(
      key: "person", steps(world, 3), order: FunnelOrder(within: nil)
    ).rows(world)
    // a: 0, 1 | 5 | 3 reaches two steps; b starts only; c never starts.
    #expect(table.map { $0[1] } == [int(2), int(1), int(0)])
  }

  @Test("an empty universe")
  func empty() throws {
    let world = sample()
    let people = Query.scan("people", of: world).take(0)
    let table = try people.funnel(key: "person", steps(world, 2)).rows(world)
    #expect(
      table == [
        [text("s0"), int(0), .none, .none, .none], [text("s1"), int(0), .none, .none, .none],
      ])
    let byRole = people.funnel(key: "person", steps(world, 2), by: [("role", people["role"])])
    #expect(try byRole.rows(world).isEmpty)
  }

  @Test("in order and within a time: the same as trying every chain", arguments: 0..<40)
  func bruteForce(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let events = (0..<3).map { _ in
      (0..<Int.random(in: 0...5, using: &random)).map { _ in
        ("a", Int64.random(in: 0...6, using: &random))
      }
    }
    let world = world(events, persons: [("a", "m")])
    let limit = seed % 2 == 0 ? nil : Int64.random(in: 0...5, using: &random)
    let order = FunnelOrder(within: limit.map { constant(hours($0), .duration) })
    let people = Query.scan("people", of: world)
    let found = try people.funnel(key: "person", steps(world, 3), order: order).rows(world)
    let expected = longestChain(events, within: limit)
    #expect(found.map { $0[1] } == (0..<3).map { int($0 < expected ? 1 : 0) }, "seed \(seed)")
  }

  /// Tries every combination of one event per step; positions count through all steps.
  private func longestChain(_ steps: [[(String, Int64)]], within limit: Int64?) -> Int {
    var position = 0
    let numbered = steps.map { step in
      step.map { event -> (Int64, Int) in
        position += 1
        return (event.1, position)
      }
    }
    var best = 0
    func extend(_ chain: [(Int64, Int)]) {
      best = max(best, chain.count)
      guard chain.count < numbered.count else { return }
      for event in numbered[chain.count] {
        let isLater = chain.last.map { $0 < event } ?? true
        let isInTime = limit.map { event.0 - (chain.first?.0 ?? event.0) <= $0 } ?? true
        if isLater && isInTime { extend(chain + [event]) }
      }
    }
    extend([])
    return best
  }
}

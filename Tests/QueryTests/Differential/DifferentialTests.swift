import Diagnostics
import LedgerModel
import QueryAnalysis
import QueryEngine
import QueryPlan
import TestSupport
import Testing

@Suite("Differential: random queries, engine against reference")
struct DifferentialTests {
  /// What both sides say of one drawn query; the text is empty when nothing could be drawn.
  private func compare(seed: UInt64) throws {
    var query = RandomQuery(seed: seed)
    query.draw()
    let world = RandomTables.world(&query.random)
    let (result, diagnostics) = RandomQuery.analysed(query.text)
    let plan = try #require(
      result.plan, "seed \(seed): \(query.text)\n\(diagnostics.map(\.message))")
    let whole = try #require(RandomQuery.analysed(query.text, prunes: false).0.plan)
    let story = "seed \(seed): \(query.text)\n\(plan.describe())"
    #expect(PlanInvariants.violations(of: plan) == [], "\(story)")
    #expect(PlanInvariants.violations(of: whole) == [], "\(story)")
    let reference = ReferenceInterpreter(world: world, reading: TinyWorld.reading)
    let expected = try reference.rows(of: whole)
    #expect(try reference.rows(of: plan) == expected, "pruned: \(story)")
    for size in [1, 2, 3, 1024] {
      for coding in [nil, TinyCoding()] {
        var world = world
        world.blockRowCount = size
        world.coding = coding
        let form = "\(story)blocks of \(size), \(coding == nil ? "values" : "codes")"
        do {
          let actual = try execute(plan, world: world, reading: TinyWorld.reading).rows
          if actual != expected {
            Issue.record("\(form)\nengine\n\(lines(actual))\nreference\n\(lines(expected))")
          }
        } catch {
          Issue.record("\(form)\nengine: \(error)")
        }
      }
    }
  }

  private func lines(_ rows: [[Value]]) -> String {
    rows.map { $0.map(\.planText).joined(separator: " | ") }.joined(separator: "\n")
  }

  @Test("the same rows in the same order, whatever the size of blocks and the form of columns")
  func sameRows() throws {
    for seed in 0..<UInt64(700) { try compare(seed: seed) }
  }

  @Test("the same rows from stores in which most rows were closed, and compacted on the way")
  func compactedRows() throws {
    var compactedCount = 0
    for seed in 0..<UInt64(300) {
      var query = RandomQuery(seed: seed)
      query.draw()
      let tables = RandomTables.world(&query.random)
      let (result, diagnostics) = RandomQuery.analysed(query.text)
      let plan = try #require(
        result.plan, "seed \(seed): \(query.text)\n\(diagnostics.map(\.message))")
      let expected = try ReferenceInterpreter(world: tables, reading: TinyWorld.reading)
        .rows(of: plan)
      for size in [1, 2, 1023] {
        let world = try CompactedWorld(tables, blockRowCount: size, &query.random)
        compactedCount += world.compactedCount
        let actual = try execute(plan, world: world, reading: TinyWorld.reading).rows
        if actual != expected {
          Issue.record(
            "seed \(seed): \(query.text)\nblocks of \(size)\n\(lines(actual))\n\(lines(expected))")
        }
      }
    }
    #expect(compactedCount > 1_000)
  }
}

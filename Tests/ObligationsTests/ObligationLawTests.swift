import Columns
import LedgerModel
import Obligations
import Projections
import QueryPlan
import TestSupport
import Testing

/// What must hold of every ledger, on seeded histories.
@Suite("Obligations: laws")
struct ObligationLawTests {
  private static let length = 160
  private static let clocks = ["11/7", "01/8", "05/8 00:00", "05/8 09:00", "16/8", "31/8 24:00"]

  private func play(_ seed: UInt64) -> Play {
    RandomCampaign(seed: seed, count: ObligationLawTests.length).play
  }

  @Test("filed, pending and missing partition what is expected", arguments: 1...20)
  func verbsPartition(seed: UInt64) throws {
    let play = play(seed)
    for clock in ObligationLawTests.clocks {
      for row in try play.obligations(clock: clock).rows {
        let judgement = row.judgement
        let verbs = [judgement.status.isFiled, judgement.isPending, judgement.isMissing]
        #expect(verbs.count { $0 } == 1, "seed \(seed), \(clock), \(row.text)")
      }
    }
  }

  @Test("keys are unique", arguments: 1...20)
  func uniqueKeys(seed: UInt64) throws {
    let rows = try play(seed).obligations(clock: "31/8").table.rows
    #expect(Set(rows.map(\.text)).count == rows.count, "seed \(seed)")
  }

  @Test("as of a position is the ledger cut there", arguments: 21...30)
  func asOfIsTheLedgerCut(seed: UInt64) throws {
    let play = play(seed)
    let list = EventList(play.events)
    let registry = SourceRegistry.complete
    let store = ProjectionStore(log: list, folds: registry.folds)
    for number in stride(from: 20, through: play.events.count, by: 7) {
      let reading = Reading(position: Position(UInt64(number)), clock: time("16/8"))
      let whole = ReadingContext(reading: reading, store: store, registry: registry)
      let cut = EventList(Array(play.events.prefix(number)))
      let alone = ReadingContext(
        reading: reading, store: ProjectionStore(log: cut, folds: registry.folds),
        registry: registry)
      let (left, right) = (try whole.obligations.rows, try alone.obligations.rows)
      #expect(left.count == right.count, "seed \(seed), #\(number)")
      for (first, second) in zip(left, right) {
        #expect(
          Comparable(first) == Comparable(second), "seed \(seed), #\(number), \(first.text)")
      }
    }
  }

  @Test("what is expected is the same under every assumption", arguments: 31...40)
  func expectedIsInvariant(seed: UInt64) throws {
    let play = play(seed)
    let plain = try play.obligations(clock: "16/8").rows.map(\.text).sorted()
    let assumptions: [(inout Assumptions) -> Void] = [
      { $0.boundary = .by }, { $0.boundary = .before }, { $0.instant = .recorded },
      { $0.instant = .received }, { $0.counts = .standing }, { $0.counts = .first },
      { $0.grace = .exact(.day) }, { $0.resubmit = .exact(.day) },
    ]
    for assumption in assumptions {
      let rows = try play.obligations(clock: "16/8", assuming: assumption).rows
      #expect(rows.map(\.text).sorted() == plain, "seed \(seed)")
    }
  }

  @Test("the later boundary never makes late what was on time", arguments: 41...50)
  func byIsKinder(seed: UInt64) throws {
    let play = play(seed)
    for clock in ObligationLawTests.clocks {
      let before = try play.obligations(clock: clock) { $0.boundary = .before }
      let by = try play.obligations(clock: clock) { $0.boundary = .by }
      for row in before.rows where row.judgement.status == .onTime {
        let other = by.table.rows.first { $0.text == row.text }
        #expect(other?.judgement.status == .onTime, "seed \(seed), \(clock), \(row.text)")
      }
    }
  }

  @Test("every unit is counted at the root, whatever the day", arguments: 51...60)
  func rootTotals(seed: UInt64) throws {
    let context = try play(seed).obligations(clock: "31/8").context
    let units = try context.units.units.map(\.unit)
    for number in stride(from: day("25/6").number, to: day("10/9").number, by: 3) {
      let tree = try context.tree(Day(number: number))
      let counted = units.count { tree.isUnder($0, root: "tld") }
      #expect(counted == units.count, "seed \(seed), day \(number)")
      #expect(units.allSatisfy { tree.place(of: $0) != nil })
    }
  }

  @Test("folded step by step is folded at once", arguments: 61...66)
  func incrementalIsFromScratch(seed: UInt64) throws {
    let play = play(seed)
    let list = EventList(play.events)
    let registry = SourceRegistry.complete
    let slow = ProjectionStore(log: list, folds: registry.folds)
    let fast = ProjectionStore(log: list, folds: registry.folds)
    var random = SeededGenerator(seed: seed)
    var position = Position.empty
    while position < list.head {
      position = Position(
        min(list.head.number, position.number + UInt64.random(in: 1...9, using: &random)))
      try slow.advance(slow.sources, through: position)
    }
    for source in fast.sources { try fast.advance([source], through: list.head) }
    for source in fast.sources {
      let (left, right) = (try slow.stored(source)?.rows, try fast.stored(source)?.rows)
      #expect(left?.rowCount == right?.rowCount, "seed \(seed), \(source)")
      for row in 0..<(left?.rowCount ?? 0) {
        #expect(try left?.row(row) == right?.row(row), "seed \(seed), \(source)")
        #expect(left?.lifetime(of: row).until == right?.lifetime(of: row).until)
      }
    }
  }
}

/// A row without which event made it: a cut ledger knows fewer versions.
private struct Comparable: Equatable {
  let text: String
  let unit: String
  let judgement: Judgement
  let version: RowVersion
  let evidence: [Position]

  init(_ row: JudgedObligation) {
    text = row.text
    unit = row.key.unit
    judgement = row.judgement
    version = row.version
    evidence = row.evidence
  }
}

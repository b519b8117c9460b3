import Catalog
import LedgerModel
import Projections
import QueryPlan
import Testing

/// A ledger in use is read at another clock by every question: what does not go by the clock is worked
/// out once, and is what a reading of its own would have found.
@Suite("Rows at many clocks")
struct ClockTests {
  private static let length = 60
  private static let clocks = [
    "07-01 00:00", "07-24 10:00", "07-24 10:01", "08-10 00:00", "09-05 00:00", "09-05 00:01",
  ]
  private static let sources = SourceCatalog.all.map(\.name).filter { name in
    // `projections` tells of the store and not of the log.
    name != "projections" && SourceRegistry.projections.knows(name)
  }

  private func readings(_ head: Position) -> [Reading] {
    ClockTests.clocks.map { Reading(position: head, clock: instant($0)) }
  }

  @Test(
    "all sources are the same with what earlier clocks found",
    arguments: 1...3 as ClosedRange<UInt64>)
  func sameRows(seed: UInt64) throws {
    let log = RandomHistory(seed: seed, count: ClockTests.length, amendedPercent: 20).log
    let events = EventList(log.events)
    let registry = SourceRegistry.projections
    let store = ProjectionStore(log: events, folds: registry.folds)
    let knowledge = KnowledgeCache(position: events.head)
    for reading in readings(events.head) {
      let after = ReadingContext(
        reading: reading, store: store, registry: registry, knowledge: knowledge)
      let alone = ReadingContext(reading: reading, store: store, registry: registry)
      for source in ClockTests.sources {
        let (left, right) = (try after.table(source), try alone.table(source))
        #expect(left.rows == right.rows, "seed \(seed), \(source) at \(reading.clock)")
      }
    }
  }

  @Test("units and people are worked out once a day of the tree", arguments: ["units", "people"])
  func once(source: String) throws {
    let events = EventList(MiniCampaign().log.events)
    let registry = SourceRegistry.projections
    let store = ProjectionStore(log: events, folds: registry.folds)
    let knowledge = KnowledgeCache(position: events.head)
    var tables: [Day: SourceTable] = [:]
    for reading in readings(events.head) {
      let context = ReadingContext(
        reading: reading, store: store, registry: registry, knowledge: knowledge)
      let (day, table) = (try context.treeDay, try context.table(source))
      if let known = tables[day] {
        let isSame = table.rows.span.isIdentical(to: known.rows.span)
        #expect(isSame)
      }
      tables[day] = table
    }
    #expect(tables.count < ClockTests.clocks.count)
  }
}

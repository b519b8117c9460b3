import Catalog
import LedgerModel
import Projections
import QueryPlan
import Testing

/// What was known at a position is what a ledger knows that ends there: every source, at every
/// position and on several tree days, of histories in which a fifth of the events correct or void
/// others and much comes in late.
@Suite("Sources: as of a position is the ledger cut there")
struct TruncationTests {
  private static let length = 120
  private static let days: [Day?] = [nil, day("07-20"), day("08-20")]
  private static let sources = SourceCatalog.all.map(\.name).filter { name in
    // `projections` tells of the store and not of the log.
    name != "projections" && SourceRegistry.projections.knows(name)
  }

  @Test(arguments: 1...4 as ClosedRange<UInt64>)
  func everyPointEqualsTheLedgerCutThere(seed: UInt64) throws {
    let log = RandomHistory(seed: seed, count: TruncationTests.length, amendedPercent: 20).log
    let amendments = log.events.count { ["entry.corrected", "entry.voided"].contains($0.typeName) }
    #expect(amendments > TruncationTests.length / 8, "seed \(seed): \(amendments) amendments")
    let registry = SourceRegistry.projections
    let whole = ProjectionStore(log: EventList(log.events), folds: registry.folds)
    var compared = 0
    for position in 1...log.events.count {
      let cut = ProjectionStore(
        log: EventList(Array(log.events.prefix(position))), folds: registry.folds)
      for validAt in TruncationTests.days {
        let reading = Reading(
          position: Position(UInt64(position)), clock: SourceRows.clock, treeDay: validAt)
        let asOf = ReadingContext(reading: reading, store: whole, registry: registry)
        let alone = ReadingContext(reading: reading, store: cut, registry: registry)
        for source in TruncationTests.sources {
          let (left, right) = (try asOf.table(source), try alone.table(source))
          #expect(left.rows == right.rows, "seed \(seed), \(source) as of #\(position)")
          compared += left.rows.count
        }
      }
    }
    print("seed \(seed): \(compared) rows of \(3 * log.events.count) points compared")
    #expect(compared > 10_000, "seed \(seed)")
  }
}

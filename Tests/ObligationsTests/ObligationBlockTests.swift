import Catalog
import Columns
import LedgerModel
import Obligations
import Projections
import QueryPlan
import Testing

@Suite("Obligations: blocks and threads change nothing")
struct ObligationBlockTests {
  /// All columns of all rows as blocks hand them out, against the same read off rows one by one.
  @Test("blocks of 1, 3 and 1,000 rows by 1, 2 and 3 threads", arguments: 800...811)
  func blocks(seed: Int) throws {
    let campaign = RandomCampaign(seed: UInt64(seed), count: 140, isWide: seed.isMultiple(of: 2))
    let context = try campaign.play.obligations(clock: "12/8").context
    let schema = try #require(SourceCatalog.source(named: "obligations"))
    let names = schema.columns.map(\.name)
    let table = try context.table("obligations")
    let places = names.map { table.column($0) }
    for all in [true, false] {
      let expected = table.rows.filter { all || $0.stands }.map { row in
        places.map { row.values[$0] }
      }
      for (size, threads) in [(1, 1), (1, 3), (3, 2), (3, 3), (1_000, 1), (1_000, 2)] {
        context.store.threadCount = threads
        var rows: [[Value]] = []
        let source = ObligationsSource(blockRowCountMax: size)
        let isScanned = try source.scan(all: all, columns: names, in: context) { block in
          for row in 0..<block.rowCount where block.mask[row] {
            rows.append(block.columns.map { $0.value(at: row) })
          }
        }
        #expect(isScanned)
        #expect(rows == expected, "seed \(seed), blocks of \(size), \(threads) threads")
      }
    }
  }
}

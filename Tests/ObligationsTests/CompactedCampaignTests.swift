import Columns
import LedgerModel
import Obligations
import Projections
import QueryPlan
import TestSupport
import Testing

/// Every source, obligations included, of a random campaign from rows that were compacted in the middle
/// of it.
@Suite("Obligations: compacted rows")
struct CompactedCampaignTests {
  private func answers(_ store: ProjectionStore, at position: Position) throws -> [String:
    [[Value]]]
  {
    let context = ReadingContext(
      reading: Reading(position: position, clock: time("05/8 09:00")), store: store,
      registry: .complete)
    let registry = SourceRegistry.complete
    var answers: [String: [[Value]]] = [:]
    let stored = registry.folds.map(\.source).filter { !$0.hasPrefix("%") }
    for source in stored + registry.derived.keys where source != "projections" {
      answers[source] = try context.table(source).rows.map {
        [.bool($0.stands)] + $0.values
      }
    }
    return answers
  }

  @Test("all sources are those of memory, before, at and behind it", arguments: 1...8)
  func sameAnswers(seed: UInt64) throws {
    let log = EventList(RandomCampaign(seed: seed, count: 170, isWide: seed % 2 == 0).play.events)
    let sizes = RowStore.Sizes(chunkRowCount: 1, blockRowCount: [1, 2, 1_023][Int(seed % 3)])
    let folder = try TemporaryFolder()
    let middle = log.head.number * 2 / 3
    func stored(isReadOnly: Bool) throws -> ProjectionStore {
      ProjectionStore(
        log: log, folds: SourceRegistry.complete.folds, sizes: sizes,
        archive: try ProjectionArchive(at: folder.path, isReadOnly: isReadOnly),
        indexing: isReadOnly ? nil : DutyCompiler.indexing())
    }
    let memory = ProjectionStore(log: log, folds: SourceRegistry.complete.folds)
    for end in [middle, log.head.number] {
      let writer = try stored(isReadOnly: false)
      try writer.persist(through: Position(end))
      if end == middle { #expect(try writer.compact(.all, .fullChunks)) }
      for position in [end / 2, end - 1, end, log.head.number] {
        let found = try answers(try stored(isReadOnly: true), at: Position(position))
        for (source, rows) in try answers(memory, at: Position(position)) {
          let isSame = found[source] == rows
          #expect(isSame, "seed \(seed), \(source) as of #\(position)")
        }
      }
    }
    let rows = try stored(isReadOnly: true)
    let count = try rows.sources.reduce(0) { sum, name in
      sum + (try rows.stored(name)?.rows.compacted.count ?? 0)
    }
    #expect(count > 0)
  }
}

import Catalog
import Columns
import LedgerModel
import QueryEngine
import QueryPlan

/// Blocks made beforehand, so that reading them allocates nothing.
struct BlockWorld: QueryWorld {
  let columns: [String]
  let blocks: [Block]

  let levels: [String] = []
  let calendar = CampaignCalendar.standard

  func reading(
    asOf: Value?, validAt: Value?, clock: Value?, assumptions: Assumptions, inherited: Reading
  ) -> Reading { inherited }

  func scan(
    source: String, all: Bool, columns: [String], ranges: [ColumnRange], reading: Reading,
    _ body: (Block) throws -> Void
  ) throws {
    let places = columns.compactMap { self.columns.firstIndex(of: $0) }
    for block in blocks {
      try body(
        Block(
          rowCount: block.rowCount, columns: places.map { block.columns[$0] }, mask: block.mask))
    }
  }

  func lookup(
    source: String, column: String, key: String, campaign: String?, reading: Reading
  ) -> Value { .none }

  func tree(reading: Reading, day: Day?) -> any UnitTree { TinyTree([]) }
}

extension BlockWorld {
  /// The rows of a source of another world as it hands them out.
  init(_ world: TinyWorld, _ source: String) throws {
    let names = world.sources[source]?.columns.map(\.name) ?? []
    var blocks: [Block] = []
    try world.scan(
      source: source, all: false, columns: names, ranges: [], reading: TinyWorld.reading
    ) { blocks.append($0) }
    self.init(columns: names, blocks: blocks)
  }
}

import Catalog
import Columns
import LedgerModel

extension ReadingContext {
  /// Blocks of a stored source with the columns asked for. Rows closed by the reading's position are
  /// among them when `versions` is true.
  func scanStored(
    _ projection: any StoredSource, all: Bool, versions: Bool = false, columns: [String],
    ranges: [ColumnRange] = [], _ body: (Block) throws -> Void
  ) throws {
    let reading = registry.readings[projection.source]
    let whole = store.companion("whole columns of \(projection.source)") {
      WholeColumns(projection.source, projection.layout, reading)
    }
    if !versions, let places = whole.places(of: columns) {
      return try scanWhole(projection, whole.plan, places, all: all, columns, ranges, body)
    }
    let plan = ScanPlan(projection.source, columns, layout: projection.layout, reading: reading)
    let filler =
      try plan.needsFiller
      ? FilledScan(plan, columns, of: projection, reading: reading, in: self) : nil
    let blocks = try StoredBlocks(plan, projection.layout, reading, filler, self)
    try blocks.prepare(plan.origins.indices, in: self)
    if versions {
      try projection.rows.scanVersions(through: position, columns: blocks.wanted) { stored in
        try store.check()
        if let block = try blocks.shown(stored, all: all) { try body(block.loaded()) }
      }
      return
    }
    try scanFilled(projection, blocks, all: all, columns, ranges, plan, body)
  }

  /// Where every column asked for is made of whole ones: a block is kept with all columns of the source,
  /// none of which is made before some question asks for it.
  private func scanWhole(
    _ projection: any StoredSource, _ plan: ScanPlan, _ places: [Int], all: Bool,
    _ columns: [String], _ ranges: [ColumnRange], _ body: (Block) throws -> Void
  ) throws {
    let name = "\(projection.source) \(all)"
    func chosen(_ block: Block) -> Block {
      let late = LateColumns(count: places.count) { try block.column(places[$0]) }
      return Block(rowCount: block.rowCount, late: late, mask: block.mask)
    }
    if let kept = try kept(of: projection.source, name) {
      try kept.source.prepare(places, in: self)
      for block in kept.blocks {
        try store.check()
        try body(chosen(block))
      }
      return
    }
    let blocks = try StoredBlocks(
      plan, projection.layout, registry.readings[projection.source], nil, self)
    try blocks.prepare(places, in: self)
    let tests = ScanPlan.zoneTests(ranges, columns, places.map { plan.origins[$0] })
    // Where zones leave blocks out, working out all of them would cost more than it saves.
    let isKept =
      try blocks.isWorkedOut(places) && tests.isEmpty
      && projection.rows.rowCount <= KeptBlocks.rowCountMax
    var kept: [Block] = []
    let skippedCount = try projection.rows.scan(
      visibleAt: position, columns: blocks.wanted, tests: tests, isLate: true
    ) { stored in
      try store.check()
      guard let block = try blocks.shown(stored, all: all) else { return }
      if isKept { kept.append(block) } else { try body(chosen(block)) }
    }
    skippedBlockCount += skippedCount
    guard isKept else { return }
    try keep(KeptBlocks(blocks: kept, source: blocks), of: projection.source, name)
    for block in kept {
      try store.check()
      try body(chosen(block))
    }
  }

  /// Where the source's reading has to look at every row.
  private func scanFilled(
    _ projection: any StoredSource, _ source: StoredBlocks, all: Bool, _ columns: [String],
    _ ranges: [ColumnRange], _ plan: ScanPlan, _ body: (Block) throws -> Void
  ) throws {
    let name = "\(projection.source) \(all) \(columns)"
    if let kept = try kept(of: projection.source, name) {
      for block in kept.blocks { try body(block) }
      return
    }
    let tests = ScanPlan.zoneTests(ranges, columns, plan.origins)
    let isKept = try tests.isEmpty && projection.rows.rowCount <= KeptBlocks.rowCountMax
    var kept: [Block] = []
    skippedBlockCount += try projection.rows.scan(
      visibleAt: position, columns: source.wanted, tests: tests
    ) { stored in
      try store.check()
      guard let block = try source.shown(stored, all: all) else { return }
      if isKept { kept.append(block) }
      try body(block)
    }
    if isKept {
      try keep(KeptBlocks(blocks: kept, source: source), of: projection.source, name)
    }
  }
}

/// The columns of a source that are made without a look at single rows; found out once.
private final class WholeColumns {
  let plan: ScanPlan
  private let places: [String: Int]

  init(_ source: String, _ layout: ColumnLayout, _ reading: (any RowReading)?) {
    let own = SourceCatalog.source(named: source)?.columns.map(\.name) ?? []
    let all = layout.names + own.filter { layout.index(of: $0) == nil }
    let names = ScanPlan.wholeColumns(source, all, layout: layout, reading: reading)
    plan = ScanPlan(source, names, layout: layout, reading: reading)
    places = Dictionary(
      names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// Where those columns are in the plan; none when some column is not among them.
  func places(of columns: [String]) -> [Int]? {
    let found = columns.compactMap { places[$0] }
    return found.count == columns.count && !plan.needsFiller ? found : nil
  }
}

/// Blocks that a reading worked out and that the next question at it finds again.
struct KeptBlocks {
  /// Larger sources are worked out at each question.
  static let rowCountMax = 16_000_000
  /// Values of typed columns that take as much memory as one row of values.
  private static let valuesPerRow = 64

  let blocks: [Block]
  let source: StoredBlocks

  /// In rows of values.
  var size: Int {
    blocks.reduce(0) { $0 + $1.rowCount * $1.heldColumnCount } / KeptBlocks.valuesPerRow
  }
}

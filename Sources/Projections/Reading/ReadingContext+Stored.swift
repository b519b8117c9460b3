import Columns
import LedgerModel

extension ReadingContext {
  /// Blocks of a stored source with the columns asked for. Rows closed by the reading's position are
  /// among them when `versions` is true.
  func scanStored(
    _ projection: any StoredSource, all: Bool, versions: Bool = false, columns: [String],
    ranges: [ColumnRange] = [], _ body: (Block) throws -> Void
  ) throws {
    let name = "\(projection.source) \(all) \(columns)"
    if !versions, let kept = try keptBlocks(of: projection.source, name) {
      for block in kept { try body(block) }
      return
    }
    let reading = registry.readings[projection.source]
    let layout = projection.layout
    let plan = ScanPlan(projection.source, columns, layout: layout, reading: reading)
    let blocks = try StoredBlocks(plan, layout, self)
    let filler =
      try plan.needsFiller
      ? FilledScan(plan, columns, of: projection, reading: reading, in: self) : nil
    let wanted = blocks.stored + (filler?.read ?? [])
    let links = try links
    let linked = store.companion("linked persons") { LinkedPersons() }
    linked.follow(links)
    let persons = wanted.indices.filter {
      !links.isEmpty && PersonLinks.columns.contains(layout.names[wanted[$0]])
    }
    let tests = plan.zoneTests(ranges, columns, layout)
    func shown(_ stored: Block) throws -> Block? {
      try store.check()
      let block = persons.isEmpty ? stored : linked.linking(stored, persons)
      guard let filler else { return try blocks.plain(block, all: all) }
      return try blocks.filled(block, filler, all: all)
    }
    if versions {
      try projection.rows.scanVersions(through: position, columns: wanted) { stored in
        if let block = try shown(stored) { try body(block) }
      }
      return
    }
    let isWorkedOut = filler != nil || blocks.placesPersons || !persons.isEmpty
    let rowCount = try projection.rows.rowCount
    // Where zones leave blocks out, working out all of them would cost more than it saves.
    guard isWorkedOut, rowCount <= KeptBlocks.rowCountMax, tests.isEmpty else {
      let skipped = try projection.rows.scan(
        visibleAt: position, columns: wanted, tests: tests, isLate: !isWorkedOut
      ) { stored in
        if let block = try shown(stored) { try body(block) }
      }
      skippedBlockCount += skipped
      return
    }
    var kept: [Block] = []
    try projection.rows.scan(visibleAt: position, columns: wanted) { stored in
      if let block = try shown(stored) { kept.append(block) }
    }
    try keep(kept, of: projection.source, name)
    for block in kept { try body(block) }
  }
}

/// Blocks that a reading worked out and that the next question at it finds again.
struct KeptBlocks {
  /// Larger sources are worked out at each question.
  static let rowCountMax = 16_000_000
  /// Rows of typed columns that take as much memory as one row of values.
  private static let rowsPerValueRow = 16

  let blocks: [Block]

  /// In rows of values.
  var size: Int { blocks.reduce(0) { $0 + $1.rowCount } / KeptBlocks.rowsPerValueRow }
}

/// Turns blocks of stored columns into blocks of the columns asked for.
private struct StoredBlocks {
  let plan: ScanPlan
  let layout: ColumnLayout
  /// The stored columns asked of the store.
  let stored: [Int]
  private let fills: CommonFills
  private let persons: PersonFills?

  /// Whether some column asks where a row's person belonged at its time.
  var placesPersons: Bool { persons != nil }

  init(_ plan: ScanPlan, _ layout: ColumnLayout, _ context: ReadingContext) throws {
    self.plan = plan
    self.layout = layout
    stored = plan.storedColumns(layout)
    let needsTree = plan.origins.contains { if case .level = $0 { true } else { false } }
    fills = CommonFills(
      campaigns: try context.campaigns, tree: needsTree ? try context.tree() : nil)
    let needsPersons = plan.origins.contains { if case .ofPerson = $0 { true } else { false } }
    persons =
      needsPersons
      ? try context.store.companion("person fills") { LastPersonFills() }.fills(context) : nil
  }

  /// Without the source's reading: no row is looked at alone.
  func plain(_ block: Block, all: Bool) throws -> Block? {
    let mask = all ? block.mask : try standing(block)
    guard let mask else { return nil }
    if block.isLate { return late(block, mask) }
    let ends = Ends(block.columns)
    let person = person(block.columns, block.rowCount)
    let columns = try plan.origins.map { origin -> Column in
      switch origin {
      case .ofPerson(.unit, _): person?.unit ?? .constant(.none)
      case .ofPerson(.role, _): person?.role ?? .constant(.none)
      default: try column(origin, block.column, ends, block.rowCount) ?? .constant(.none)
      }
    }
    return Block(rowCount: block.rowCount, columns: columns, mask: mask)
  }

  /// A block whose columns are made from the stored ones when they are first asked for.
  private func late(_ block: Block, _ mask: Mask) -> Block {
    let late = LateColumns(count: plan.origins.count) { place in
      try column(plan.origins[place], block.column, nil, block.rowCount) ?? .constant(.none)
    }
    return Block(rowCount: block.rowCount, late: late, mask: mask)
  }

  /// With it: the visible rows alone, and of those the ones that stand.
  func filled(_ block: Block, _ filler: FilledScan, all: Bool) throws -> Block? {
    let rows = block.mask.rows
    let (filled, standing) = try filler.fill(
      Array(block.columns.dropFirst(stored.count)), rows: rows)
    let own = block.columns.prefix(stored.count).map { $0.gathered(rows) }
    let ends = Ends(block.columns.suffix(2).map { $0.gathered(rows) })
    let stands = Column.flags(FlagColumn(bytes: standing.map { $0 ? 1 : 0 }))
    var next = filled.makeIterator()
    let columns = plan.origins.map { origin in
      if case .stands = origin { return stands }
      return column(origin, { own[$0] }, ends, rows.count) ?? next.next() ?? .constant(.none)
    }
    let mask = Mask(bytes: standing.map { all || $0 ? 1 : 0 })
    return Block(rowCount: rows.count, columns: columns, mask: mask)
  }

  /// The visible rows that stand; none when there is none.
  private func standing(_ block: Block) throws -> Mask? {
    let stands = try block.column(0)
    switch stands {
    case .constant(let value): return value == .bool(false) ? nil : block.mask
    case .flags(let flags):
      var mask = block.mask
      mask.keep(where: flags.bytes)
      return mask.visibleCount > 0 ? mask : nil
    default:
      var mask = block.mask
      mask.keep(
        where: (0..<block.rowCount).map { stands.value(at: $0) == .bool(false) ? 0 : 1 })
      return mask
    }
  }

  /// Unit and role of the rows' persons, where some column asks for them.
  private func person(
    _ columns: [Column], _ rowCount: Int
  ) -> (unit: Column, role: Column)? {
    for origin in plan.origins {
      guard case .ofPerson(_, let source) = origin else { continue }
      func own(_ index: Int?) -> Column {
        index.map { self.own($0) { columns[$0] } } ?? .constant(.none)
      }
      let at = fills.settled(
        own(layout.at), .instant, campaign: columns[1], rowCount: rowCount)
      return persons?.columns(
        PersonFills.Inputs(
          person: own(source.person), at: at, campaign: columns[1], unit: own(source.unit),
          role: own(source.role), manner: source.manner.map { own($0) }, rowCount: rowCount)
      )
    }
    return nil
  }

  /// A stored column, where `columns` yields those of the block by place.
  private func own(_ index: Int, _ columns: (Int) throws -> Column) rethrows -> Column {
    try stored.firstIndex(of: index).map { try columns($0) } ?? .constant(.none)
  }

  /// None for a column that the source's reading fills.
  private func column(
    _ origin: ScanPlan.Origin, _ columns: (Int) throws -> Column, _ ends: Ends?, _ rowCount: Int
  ) rethrows -> Column? {
    switch origin {
    case .stored(let index): return try self.own(index, columns)
    case .settled(let index, let time):
      return fills.settled(
        try self.own(index, columns), time, campaign: try columns(1), rowCount: rowCount)
    case .level(let level, let unit):
      return fills.level(
        stored: try level.map { try self.own($0, columns) }, unit: try self.own(unit, columns),
        rowCount: rowCount)
    case .backdated:
      let campaign = try columns(1)
      let at = fills.settled(
        try self.own(layout.at, columns), .instant, campaign: campaign, rowCount: rowCount)
      return fills.backdated(
        at: at, recorded: try self.own(layout.recorded, columns), campaign: campaign,
        rowCount: rowCount)
    case .stands: return try columns(0)
    case .opened: return ends?.opened
    case .closed: return ends?.closed
    case .none: return .constant(.none)
    case .ofPerson, .filled: return nil
    }
  }
}

/// The two columns that `RowStore.scanVersions` puts behind the others.
private struct Ends {
  let opened: Column
  let closed: Column

  init(_ columns: [Column]) {
    let last = columns.suffix(2)
    opened = last.first ?? .constant(.none)
    closed = last.last ?? .constant(.none)
  }
}

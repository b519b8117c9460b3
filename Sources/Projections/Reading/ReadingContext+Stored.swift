import Columns
import LedgerModel

extension ReadingContext {
  /// Blocks of a stored source with the columns asked for. Rows closed by the reading's position are
  /// among them when `versions` is true.
  func scanStored(
    _ projection: any StoredSource, all: Bool, versions: Bool = false, columns: [String],
    _ body: (Block) throws -> Void
  ) throws {
    let reading = registry.readings[projection.source]
    let layout = projection.layout
    let plan = ScanPlan(projection.source, columns, layout: layout, reading: reading)
    let blocks = try StoredBlocks(plan, layout, self)
    let filler =
      try plan.needsFiller
      ? FilledScan(plan, columns, of: projection, reading: reading, in: self) : nil
    let wanted = blocks.stored + (filler?.read ?? [])
    let links = try links
    let persons = wanted.indices.filter {
      !links.isEmpty && PersonLinks.columns.contains(layout.names[wanted[$0]])
    }
    func show(_ stored: Block) throws {
      let block = persons.isEmpty ? stored : stored.linking(persons, links)
      let shown =
        try filler.map { try blocks.filled(block, $0, all: all) }
        ?? blocks.plain(block, all: all)
      if let shown { try body(shown) }
    }
    if versions {
      try projection.rows.scanVersions(through: position, columns: wanted, show)
    } else {
      try projection.rows.scan(visibleAt: position, columns: wanted, show)
    }
  }
}

/// Turns blocks of stored columns into blocks of the columns asked for.
private struct StoredBlocks {
  let plan: ScanPlan
  let layout: ColumnLayout
  /// The stored columns asked of the store.
  let stored: [Int]
  private let fills: CommonFills

  init(_ plan: ScanPlan, _ layout: ColumnLayout, _ context: ReadingContext) throws {
    self.plan = plan
    self.layout = layout
    stored = plan.storedColumns(layout)
    let needsTree = plan.origins.contains { if case .level = $0 { true } else { false } }
    fills = CommonFills(
      campaigns: try context.campaigns, tree: needsTree ? try context.tree() : nil)
  }

  /// Without the source's reading: no row is looked at alone.
  func plain(_ block: Block, all: Bool) -> Block? {
    let mask = all ? block.mask : standing(block)
    guard let mask else { return nil }
    let ends = Ends(block.columns)
    let columns = plan.origins.map {
      column($0, block.columns, ends, block.rowCount) ?? .constant(.none)
    }
    return Block(rowCount: block.rowCount, columns: columns, mask: mask)
  }

  /// With it: the visible rows alone, and of those the ones that stand.
  func filled(_ block: Block, _ filler: FilledScan, all: Bool) throws -> Block? {
    let rows = block.mask.rows
    let (values, standing) = try filler.fill(
      Array(block.columns.dropFirst(stored.count)), rows: rows)
    let own = block.columns.prefix(stored.count).map { $0.gathered(rows) }
    let ends = Ends(block.columns.suffix(2).map { $0.gathered(rows) })
    let stands = Column.flags(FlagColumn(bytes: standing.map { $0 ? 1 : 0 }))
    var next = values.makeIterator()
    let columns = plan.origins.map { origin in
      if case .stands = origin { return stands }
      return column(origin, own, ends, rows.count) ?? .values(next.next() ?? [])
    }
    let mask = Mask(bytes: standing.map { all || $0 ? 1 : 0 })
    return Block(rowCount: rows.count, columns: columns, mask: mask)
  }

  /// The visible rows that stand; none when there is none.
  private func standing(_ block: Block) -> Mask? {
    switch block.columns[0] {
    case .constant(let value): return value == .bool(false) ? nil : block.mask
    case .flags(let flags):
      var mask = block.mask
      for row in flags.bytes.indices { mask.bytes[row] &= flags.bytes[row] == 0 ? 0 : 1 }
      return mask.bytes.contains(1) ? mask : nil
    default:
      var mask = block.mask
      for row in 0..<block.rowCount where block.columns[0].value(at: row) == .bool(false) {
        mask.bytes[row] = 0
      }
      return mask
    }
  }

  /// None for a column that the source's reading fills.
  private func column(
    _ origin: ScanPlan.Origin, _ columns: [Column], _ ends: Ends, _ rowCount: Int
  ) -> Column? {
    func own(_ index: Int) -> Column {
      stored.firstIndex(of: index).map { columns[$0] } ?? .constant(.none)
    }
    let campaign = columns[1]
    switch origin {
    case .stored(let index): return own(index)
    case .settled(let index, let time):
      return fills.settled(own(index), time, campaign: campaign, rowCount: rowCount)
    case .level(let level, let unit):
      return fills.level(stored: level.map(own), unit: own(unit), rowCount: rowCount)
    case .backdated:
      let at = fills.settled(own(layout.at), .instant, campaign: campaign, rowCount: rowCount)
      return fills.backdated(
        at: at, recorded: own(layout.recorded), campaign: campaign, rowCount: rowCount)
    case .stands: return columns[0]
    case .opened: return ends.opened
    case .closed: return ends.closed
    case .none: return .constant(.none)
    case .filled: return nil
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

extension Block {
  /// The block with persons as the pseudonyms that stand for them; columns without a linked account
  /// stay in the form in which they are stored.
  fileprivate func linking(_ persons: [Int], _ links: PersonLinks) -> Block {
    var linked = columns
    for index in persons {
      let column = columns[index]
      let isTouched = (0..<rowCount).contains { row in
        column.value(at: row).text.map { links.standing[$0] != nil } ?? false
      }
      guard isTouched else { continue }
      linked[index] = .values((0..<rowCount).map { links.person(column.value(at: $0)) })
    }
    return Block(rowCount: rowCount, columns: linked, mask: mask)
  }
}

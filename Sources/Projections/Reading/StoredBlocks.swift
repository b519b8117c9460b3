import Columns
import LedgerModel

/// Turns blocks of stored columns into blocks of the columns asked for. Where no row has to be looked at
/// by itself a column is made when somebody first asks the block for it. Confined to one thread.
final class StoredBlocks {
  /// The stored columns asked of the store.
  let wanted: [Int]

  private let plan: ScanPlan
  private let layout: ColumnLayout
  private let reading: (any RowReading)?
  /// The first of `wanted`: what the origins read.
  private let stored: [Int]
  private var fills: CommonFills
  private var persons: PersonFills?
  private let maker: (any ColumnFiller)?
  private let filler: FilledScan?
  private let linked: LinkedPersons
  private let links: PersonLinks
  /// Places in `wanted` of columns that hold persons, where accounts are linked.
  private let linkedPlaces: Set<Int>

  init(
    _ plan: ScanPlan, _ layout: ColumnLayout, _ reading: (any RowReading)?, _ filler: FilledScan?,
    _ context: ReadingContext
  ) throws {
    self.plan = plan
    self.layout = layout
    self.reading = reading
    self.filler = filler
    stored = plan.storedColumns(layout)
    wanted = stored + (filler?.read ?? [])
    fills = CommonFills(campaigns: try context.campaigns, tree: nil)
    maker = filler == nil ? try reading?.columnFiller(in: context) : nil
    links = try context.links
    linked = context.store.companion("linked persons") { LinkedPersons() }
    let names = wanted.map { layout.names[$0] }
    linkedPlaces =
      links.isEmpty ? [] : Set(names.indices.filter { PersonLinks.columns.contains(names[$0]) })
  }

  /// Makes ready for columns at those places of the plan, before a block is asked for them: the blocks
  /// outlive the context.
  func prepare(_ places: some Sequence<Int>, in context: ReadingContext) throws {
    var made: Set<String> = []
    for place in places { try prepare(plan.origins[place], &made, context) }
    // Which rows stand is asked of every block.
    if plan.standing != nil { made.insert("%stands") }
    try maker?.prepare(for: made, in: context)
  }

  private func prepare(
    _ origin: ScanPlan.Origin, _ made: inout Set<String>, _ context: ReadingContext
  ) throws {
    switch origin {
    case .level, .levelOf:
      if fills.tree == nil { fills.tree = try context.tree() }
      if case .levelOf(let unit, _) = origin { try prepare(unit, &made, context) }
    case .ofPerson where persons == nil:
      persons = try context.store.companion("person fills") { LastPersonFills() }.fills(context)
    case .made(let name, _): made.insert(name)
    default: break
    }
  }

  /// Whether something is made of the stored columns for those places that is worth being kept.
  func isWorkedOut(_ places: [Int]) -> Bool {
    plan.standing != nil
      || places.contains { place in
        switch plan.origins[place] {
        case .ofPerson, .made, .level, .levelOf, .backdated: true
        case .stored(let index): stored.firstIndex(of: index).map(linkedPlaces.contains) ?? false
        default: false
        }
      }
  }

  /// The rows that a question sees; none when there is none.
  func shown(_ block: Block, all: Bool) throws -> Block? {
    if let filler { return try filled(block, filler, all: all) }
    return try plain(StoredBlocks.dense(block), all: all)
  }

  /// Of a block most of whose rows are closed the visible ones: nothing is worked out for the others, and
  /// what is kept is small.
  private static func dense(_ block: Block) -> Block {
    let rows = block.mask.rows
    guard block.isLate, rows.count * 2 <= block.rowCount else { return block }
    let late = LateColumns(count: block.columnCount) { try block.column($0).gathered(rows) }
    return Block(rowCount: rows.count, late: late, mask: Mask(allOf: rows.count))
  }

  private func column(_ place: Int, of block: Block) throws -> Column {
    let column = try block.column(place)
    guard linkedPlaces.contains(place) else { return column }
    // Another reading may have asked since this block was handed out.
    linked.follow(links)
    return linked.linked(column, block.rowCount)
  }

  // MARK: Whole columns

  /// Without a look at single rows.
  private func plain(_ block: Block, all: Bool) throws -> Block? {
    let source = BlockSource(
      rowCount: block.rowCount, ends: block.isLate ? nil : Ends(block.columns)
    ) { [self] in
      try column($0, of: block)
    }
    var mask = block.mask
    if !all {
      if plan.standing != nil {
        mask.keep(where: try standing(source))
      } else if try !keepStanding(&mask, block) {
        return nil
      }
      guard mask.visibleCount > 0 else { return nil }
    }
    let placed = PersonOfBlock { [self] in try self.person(source) }
    let late = LateColumns(count: plan.origins.count) { [self] place in
      try whole(plan.origins[place], source, placed)
    }
    return Block(rowCount: block.rowCount, late: late, mask: mask)
  }

  private func whole(
    _ origin: ScanPlan.Origin, _ source: BlockSource, _ placed: PersonOfBlock
  ) throws -> Column {
    switch origin {
    case .ofPerson(.unit, _): try placed.columns?.unit ?? .constant(.none)
    case .ofPerson(.role, _): try placed.columns?.role ?? .constant(.none)
    case .made(let name, _):
      try maker?.column(name, of: columns(of: source)) ?? .constant(.none)
    case .levelOf(let unit, let stored):
      fills.level(
        stored: try stored.map { try own($0, source) }, unit: try whole(unit, source, placed),
        rowCount: source.rowCount)
    case .stands where plan.standing != nil: .flags(FlagColumn(bytes: try standing(source)))
    default: try made(origin, source) ?? .constant(.none)
    }
  }

  private func standing(_ source: BlockSource) throws -> [UInt8] {
    try maker?.standing(of: columns(of: source))
      ?? Array(repeating: 1, count: source.rowCount)
  }

  /// What a column filler sees of a block.
  private func columns(of source: BlockSource) -> StoredColumns {
    StoredColumns(rowCount: source.rowCount) { [self] name in
      guard let index = layout.index(of: name) else { return .constant(.none) }
      let column = try own(index, source)
      guard index == layout.at else { return column }
      return fills.settled(
        column, .instant, campaign: try source.column(1), rowCount: source.rowCount)
    }
  }

  /// Leaves the rows that the stored column has standing; false when there is none.
  private func keepStanding(_ mask: inout Mask, _ block: Block) throws -> Bool {
    let stands = try block.column(0)
    switch stands {
    case .constant(let value): return value != .bool(false)
    case .flags(let flags): mask.keep(where: flags.bytes)
    default:
      mask.keep(
        where: (0..<block.rowCount).map { stands.value(at: $0) == .bool(false) ? 0 : 1 })
    }
    return true
  }

  /// Unit and role of the rows' persons, where some column asks for them.
  private func person(_ source: BlockSource) throws -> (unit: Column, role: Column)? {
    for origin in plan.origins {
      guard case .ofPerson(_, let person) = origin else { continue }
      func own(_ index: Int?) throws -> Column {
        try index.map { try self.own($0, source) } ?? .constant(.none)
      }
      let campaign = try source.column(1)
      let at = fills.settled(
        try own(layout.at), .instant, campaign: campaign, rowCount: source.rowCount)
      return try persons?.columns(
        PersonFills.Inputs(
          person: own(person.person), at: at, campaign: campaign, unit: own(person.unit),
          role: own(person.role), manner: person.manner.map { try own($0) },
          rowCount: source.rowCount))
    }
    return nil
  }

  // MARK: Row by row

  /// With the source's reading: the visible rows alone, and of those the ones that stand.
  private func filled(_ block: Block, _ filler: FilledScan, all: Bool) throws -> Block? {
    let rows = block.mask.rows
    let read = try (stored.count..<wanted.count).map { try column($0, of: block) }
    let (filled, standing) = try filler.fill(read, rows: rows)
    let own = try stored.indices.map { try column($0, of: block).gathered(rows) }
    let source = BlockSource(
      rowCount: rows.count, ends: Ends(block.columns.suffix(2).map { $0.gathered(rows) })
    ) { own[$0] }
    let stands = Column.flags(FlagColumn(bytes: standing.map { $0 ? 1 : 0 }))
    var next = filled.makeIterator()
    let columns = try plan.origins.map { origin in
      if case .stands = origin { return stands }
      return try made(origin, source) ?? next.next() ?? .constant(.none)
    }
    let mask = Mask(bytes: standing.map { all || $0 ? 1 : 0 })
    return Block(rowCount: rows.count, columns: columns, mask: mask)
  }

  // MARK: Common rules

  /// A stored column by its number.
  private func own(_ index: Int, _ source: BlockSource) throws -> Column {
    try stored.firstIndex(of: index).map { try source.column($0) } ?? .constant(.none)
  }

  /// None for a column that the source's reading fills.
  private func made(_ origin: ScanPlan.Origin, _ source: BlockSource) throws -> Column? {
    let rowCount = source.rowCount
    switch origin {
    case .stored(let index): return try own(index, source)
    case .settled(let index, let time):
      return fills.settled(
        try own(index, source), time, campaign: try source.column(1), rowCount: rowCount)
    case .level(let level, let unit):
      return fills.level(
        stored: try level.map { try own($0, source) }, unit: try own(unit, source),
        rowCount: rowCount)
    case .backdated:
      let campaign = try source.column(1)
      let at = fills.settled(
        try own(layout.at, source), .instant, campaign: campaign, rowCount: rowCount)
      return fills.backdated(
        at: at, recorded: try own(layout.recorded, source), campaign: campaign,
        rowCount: rowCount)
    case .stands: return try source.column(0)
    case .opened: return source.ends?.opened
    case .closed: return source.ends?.closed
    case .none: return .constant(.none)
    case .ofPerson, .made, .levelOf, .filled: return nil
    }
  }
}

/// The stored columns of one block, by their places among those that origins read.
private struct BlockSource {
  let rowCount: Int
  let ends: Ends?
  let column: (Int) throws -> Column

  init(rowCount: Int, ends: Ends?, _ column: @escaping (Int) throws -> Column) {
    self.rowCount = rowCount
    self.ends = ends
    self.column = column
  }
}

/// Unit and role of the persons of a block, worked out together when one of them is asked for.
private final class PersonOfBlock {
  private let make: () throws -> (unit: Column, role: Column)?
  private var made: (unit: Column, role: Column)??

  init(_ make: @escaping () throws -> (unit: Column, role: Column)?) { self.make = make }

  var columns: (unit: Column, role: Column)? {
    get throws {
      if let made { return made }
      let found = try make()
      made = .some(found)
      return found
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

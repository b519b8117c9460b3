import Catalog
import Columns
import LedgerModel

/// The part of `events` that stored rows tell: columns as they are stored, and only the events that
/// a void or a correction names read again from the log.
struct StoredEntries {
  /// Up to where the rows are read.
  let position: Position

  private enum Origin {
    case stored(Int)
    /// The short name of the type.
    case kind(type: Int)
    case backdated
    /// True only for events that an amendment names.
    case flag
  }

  private let origins: [Origin]
  private let projection: any StoredSource
  private let reader: EventColumns
  private let fills: CommonFills
  private let links: PersonLinks
  private let log: any EventSource
  /// Positions that some amendment known at `position` names, ascending.
  private let named: [Position]

  /// None where no rows are stored, or a column is asked for that only the log has.
  init?(_ columns: [String], _ reader: EventColumns, _ context: ReadingContext) throws {
    guard context.store.archive != nil, let projection = context.store.stored(EntriesFold.name),
      projection.position > .empty
    else { return nil }
    let layout = projection.layout
    var origins: [Origin] = []
    for name in columns {
      guard let origin = StoredEntries.origin(name, layout) else { return nil }
      origins.append(origin)
    }
    self.origins = origins
    self.projection = projection
    self.reader = reader
    position = min(context.position, projection.position)
    fills = CommonFills(campaigns: try context.campaigns, tree: nil)
    links = try context.links
    log = context.log
    named = try context.amendments().named
  }

  private static func origin(_ name: String, _ layout: ColumnLayout) -> Origin? {
    switch name {
    case "kind": layout.index(of: "type").map { .kind(type: $0) }
    case "backdated": .backdated
    case "voided", "corrected": .flag
    default: name.hasPrefix("%") ? nil : layout.index(of: name).map { .stored($0) }
    }
  }

  /// Calls `body` with blocks of the columns, in log order.
  func scan(_ body: (Block) throws -> Void) throws {
    let layout = projection.layout
    var wanted = [layout.seq, layout.at, layout.recorded, layout.campaign]
    for origin in origins {
      switch origin {
      case .stored(let column), .kind(let column): wanted.append(column)
      case .backdated, .flag: break
      }
    }
    let read = Array(Set(wanted)).sorted()
    try projection.rows.scan(visibleAt: position, columns: read, isLate: true) { block in
      func stored(_ index: Int) throws -> Column {
        try read.firstIndex(of: index).map { try block.column($0) } ?? .constant(.none)
      }
      let patches =
        named.isEmpty ? [] : try patches(try stored(layout.seq), block.rowCount)
      let late = LateColumns(count: origins.count) { place in
        StoredEntries.patched(
          try column(origins[place], stored, block.rowCount), patches, place, block.rowCount)
      }
      try body(Block(rowCount: block.rowCount, late: late, mask: block.mask))
    }
  }

  private func column(
    _ origin: Origin, _ stored: (Int) throws -> Column, _ rowCount: Int
  ) rethrows -> Column {
    let layout = projection.layout
    switch origin {
    case .stored(let index):
      guard layout.names[index] == "person", !links.isEmpty else { return try stored(index) }
      let persons = try stored(index)
      return .values((0..<rowCount).map { links.person(persons.value(at: $0)) })
    case .kind(let type): return StoredEntries.kinds(try stored(type), rowCount)
    case .backdated:
      return fills.backdated(
        at: try stored(layout.at), recorded: try stored(layout.recorded),
        campaign: try stored(layout.campaign), rowCount: rowCount)
    case .flag: return .constant(.bool(false))
    }
  }

  private static func kinds(_ types: Column, _ rowCount: Int) -> Column {
    func kind(_ type: Value) -> Value {
      .symbol(type.text.flatMap { EventCatalog.type($0)?.kind })
    }
    switch types {
    case .constant(let type): return .constant(kind(type))
    case .coded(let coded):
      return .coded(CodedColumn(codes: coded.codes, values: coded.values.map(kind)))
    default: return .values((0..<rowCount).map { kind(types.value(at: $0)) })
    }
  }

  /// What amendments make of the events of a block that they name: a value per column.
  private func patches(
    _ positions: Column, _ rowCount: Int
  ) throws -> [(row: Int, values: [Value])] {
    guard rowCount > 0 else { return [] }
    func position(_ row: Int) -> Position { positions.value(at: row).position ?? .empty }
    var patches: [(row: Int, values: [Value])] = []
    let (first, last) = (position(0), position(rowCount - 1))
    for name in named[StoredEntries.place(of: first, in: named.count) { named[$0] }...] {
      guard name <= last else { break }
      let row = StoredEntries.place(of: name, in: rowCount, position)
      guard row < rowCount, position(row) == name, let event = try log.event(at: name) else {
        continue
      }
      patches.append((row, try reader.values(of: event)))
    }
    return patches
  }

  /// The column at a place with the patches put in.
  private static func patched(
    _ column: Column, _ patches: [(row: Int, values: [Value])], _ place: Int, _ rowCount: Int
  ) -> Column {
    guard patches.contains(where: { column.value(at: $0.row) != $0.values[place] }) else {
      return column
    }
    var values = column.values(rowCount)
    for patch in patches { values[patch.row] = patch.values[place] }
    return .values(values)
  }

  /// How many of the first places lie before `position`; positions ascend. O(log n).
  private static func place(
    of position: Position, in count: Int, _ at: (Int) -> Position
  ) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if at(middle) < position { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

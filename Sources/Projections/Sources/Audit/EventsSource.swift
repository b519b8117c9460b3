import Catalog
import Columns
import LedgerModel

/// `events`: the log itself, corrections applied, voided entries marked. Rows that are stored are
/// read as they are, the rest event by event; neither is kept: a log outgrows memory long before
/// its sources do.
struct EventsSource: StreamedSource {
  let source = "events"
  let dependencies: [String] = []

  func scan(
    in context: ReadingContext, columns: [String], _ body: (Block) throws -> Void
  ) throws {
    let reader = try EventColumns(columns, context)
    var gathered = [[Value]](repeating: [], count: columns.count)
    var count = 0
    func flush() throws {
      guard count > 0 else { return }
      let block = Block(
        rowCount: count, columns: gathered.map { .values($0) }, mask: Mask(allOf: count))
      gathered = [[Value]](repeating: [], count: columns.count)
      count = 0
      try body(block)
    }
    let stored = try StoredEntries(columns, reader, context)
    try stored?.scan(body)
    try context.log.forEach(
      after: stored?.position ?? .empty, through: context.position, types: EventsSource.types
    ) { stored in
      for (index, value) in try reader.values(of: stored).enumerated() {
        gathered[index].append(value)
      }
      count += 1
      if count == RowStore.blockRowCountMax { try flush() }
    }
    try flush()
  }

  func rows(in context: ReadingContext) throws -> [DerivedRow] {
    let own = SourceCatalog.source(named: source)?.columns.map(\.name) ?? []
    let reader = try EventColumns(own.dropLast(SourceSchema.commonColumns.count), context)
    var rows: [DerivedRow] = []
    try context.log.forEach(
      after: .empty, through: context.position, types: EventsSource.types
    ) { stored in
      rows.append(
        DerivedRow(
          values: try reader.values(of: stored), at: .instant(reader.standing(stored).time),
          version: RowVersion(
            position: stored.position, recorded: stored.recorded,
            actor: stored.event.actorName, isCorrected: reader.isCorrected(stored))))
    }
    return rows
  }

  private static let types = Set(EventCatalog.types.map(\.name))
}

import Columns
import LedgerModel

/// `projections`: how far the stored rows that this process reads have come, the log's tail that it
/// folded itself included.
struct ProjectionsSource: DerivedSource {
  let source = "projections"
  let dependencies: [String] = []

  /// O(rows of all sources): every digest is taken. `scan` takes it only when it is asked for.
  func rows(in context: ReadingContext) throws -> [DerivedRow] {
    try sources(in: context).map { stored in
      DerivedRow(
        values: try ProjectionsSource.own.map { try $0.value(stored, context.store) },
        at: .instant(context.clock),
        version: RowVersion(
          position: stored.position, recorded: context.clock, actor: nil))
    }
  }

  func scan(
    all: Bool, columns: [String], in context: ReadingContext, _ body: (Block) throws -> Void
  ) throws -> Bool {
    let asked = columns.compactMap(Field.init(rawValue:))
    guard asked.count == columns.count else { return false }
    let found = try sources(in: context)
    let values = try asked.map { field in
      Column.values(try found.map { try field.value($0, context.store) })
    }
    try body(Block(rowCount: found.count, columns: values, mask: Mask(allOf: found.count)))
    return true
  }

  /// In the order of the catalogue.
  private static let own: [Field] = [
    .name, .generation, .live, .version, .position, .digest, .rows, .agrees, .quarantined,
  ]

  /// A column of the source.
  private enum Field: String {
    case name, generation, live, version, position, digest, rows, agrees, quarantined

    func value(_ stored: any StoredSource, _ store: ProjectionStore) throws -> Value {
      switch self {
      case .name: .string(stored.source)
      case .generation: .integer(Int64(store.generation?.number ?? 0))
      case .live: .bool(true)
      case .version: .integer(Int64(stored.version))
      case .position: .position(stored.position)
      case .digest: .string(try SourceDigest(stored).hex)
      case .rows: .integer(Int64(try stored.rows.rowCount))
      case .agrees: .bool(store.generation?.agreement[stored.source])
      case .quarantined: .integer(Int64(stored.quarantine.count))
      }
    }
  }

  private func sources(in context: ReadingContext) throws -> [any StoredSource] {
    let store = context.store
    let names = store.sources.filter { !$0.hasPrefix("%") }
    try store.advance(names, through: context.position)
    return names.compactMap { store.stored($0) }
  }
}

import Catalog
import Columns
import LedgerModel
import Projections
import QueryPlan

/// The rows of a log's sources under a reading, as the tests look at them.
struct SourceRows {
  /// The clock, where a test does not say otherwise.
  static let clock = instant("09-05 00:00")

  let context: ReadingContext
  let store: ProjectionStore

  /// Everything known up to a position, the whole log when none is given.
  init(_ log: TestLog, through position: Int? = nil, assuming: Assumptions = Assumptions()) {
    let events = EventList(log.events)
    let registry = SourceRegistry.projections
    store = ProjectionStore(log: events, folds: registry.folds)
    context = ReadingContext(
      reading: Reading(
        position: position.map { Position(UInt64($0)) } ?? events.head, clock: SourceRows.clock,
        assumptions: assuming),
      store: store, registry: registry)
  }

  /// The source's own columns of rows that stand, with `all` of the others too, by key,
  /// positions by number.
  func lines(_ source: String, all: Bool = false) throws -> [String] {
    guard let schema = SourceCatalog.source(named: source) else { return ["no source \(source)"] }
    let common = Set(SourceSchema.commonColumns.map(\.name) + ["campaign"])
    let isOwn = { (name: String) in source == "campaigns" || !common.contains(name) }
    let shown = schema.columns.map(\.name).filter(isOwn)
    var found: [(key: String, line: String)] = []
    try context.scan(source, all: all, columns: schema.key + shown) { block in
      for row in 0..<block.rowCount where block.mask[row] {
        let values = block.columns.map { $0.value(at: row) }
        found.append(
          (
            RowText.line(Array(values.prefix(schema.key.count))),
            RowText.line(Array(values.dropFirst(schema.key.count)))
          ))
      }
    }
    return found.sorted { SourceRows.order($0.key) < SourceRows.order($1.key) }.map(\.line)
  }

  private static func order(_ key: String) -> String {
    guard key.hasPrefix("#") else { return key }
    let digits = key.dropFirst().prefix { $0 != "/" }.count
    return String(repeating: "0", count: max(0, 8 - digits)) + key.dropFirst()
  }

  /// Every row by the text of its key columns, joined by `/`.
  func rows(_ source: String) throws -> [String: [String: Value]] {
    guard let schema = SourceCatalog.source(named: source) else { return [:] }
    let table = try context.table(source)
    let names = schema.columns.map(\.name)
    var found: [String: [String: Value]] = [:]
    for row in table.rows {
      var values = Dictionary(
        names.map { ($0, row.values[table.column($0)]) }, uniquingKeysWith: { first, _ in first })
      values["%stands"] = .bool(row.stands)
      let key = schema.key.map { RowText.text(values[$0] ?? .none) }.joined(separator: "/")
      found[key] = values
    }
    return found
  }
}

package import Catalog
import Columns
import EventLog
import Evidence
package import LedgerModel
import Obligations
import Projections
import QueryPlan

/// The rows of a ledger's sources for files that other programs read: what every source holds at one
/// position, and of stored sources also the rows that were closed by then, so that every earlier
/// position can be asked, too.
///
/// Persons are pseudonyms, personal values are not in it. Confined to one thread.
package struct LedgerExport {
  /// Identifies the ledger, 32 hexadecimal digits.
  package let ledger: String
  package let position: Position
  /// Root of the log's first `position` events, 64 hexadecimal digits.
  package let root: String
  /// At which derived sources are judged.
  package let clock: Instant
  /// In which instants are written.
  package let zone: CivilZone
  package let sources: [ExportedSource]
  private let context: ReadingContext

  init(_ run: QueryRun, root: String, sources names: [String]) throws {
    context = run.world.context(run.base)
    ledger = run.head.ledger.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }
      .joined()
    position = run.base.position
    clock = run.base.clock
    zone = try context.campaigns.zone
    self.root = root
    let context = context
    sources = SourceCatalog.all.filter { names.isEmpty || names.contains($0.name) }
      .map { ExportedSource($0, foldVersion: context.foldVersion(of: $0.name)) }
    try run.world.prepare(sources.map(\.name), through: position)
  }

  /// Calls `body` with the values of every row, in the order of `ExportedSource.columns`; rows as
  /// they were opened, those of one event in a fixed order.
  package func forEachRow(
    of source: ExportedSource, _ body: ([Value]) throws -> Void
  ) throws {
    let names = source.columns.map { LedgerExport.hidden[$0.name] ?? $0.name }
    try context.scanVersions(source.name, columns: names) { block in
      for row in block.mask.rows {
        try body(block.columns.map { $0.value(at: Int(row)) })
      }
    }
  }

  private static let hidden = ["from": "%from", "until": "%until", "stands": "%stands"]
}

/// One source in an export.
package struct ExportedSource: Sendable {
  package let name: String
  /// Columns that together name a row among those that hold at one position.
  package let key: [String]
  /// The version of the fold that made the rows; none for a source that is derived at the clock and
  /// has no closed rows.
  package let foldVersion: Int?
  /// `from`, `until` and `stands`, then the source's own.
  package let columns: [ColumnSchema]

  init(_ schema: SourceSchema, foldVersion: Int?) {
    name = schema.name
    key = schema.key
    self.foldVersion = foldVersion
    columns = ExportedSource.lifetime + schema.columns
  }

  /// A row holds at P when `from` ≤ P and P < `until`; without `until` it holds still.
  package static let lifetime = [
    ColumnSchema("from", .position, "position that the row holds from"),
    ColumnSchema("until", .optional(.position), "position that the row holds until, none: still"),
    ColumnSchema("stands", .bool, "false for rows that only `all: true` shows"),
  ]
}

extension Ledger {
  /// The ledger's rows for other programs.
  ///
  /// - Parameters:
  ///   - sources: names of the sources wanted; all when empty.
  ///   - asOf: a position (`#18422`) or an instant, none for all that is known.
  ///   - now: the clock of derived sources as in a question.
  /// - Throws: `QueryFailure` for a point that cannot be read; what the stores throw.
  package func export(
    sources: [String] = [], asOf: String? = nil, now: String? = nil
  ) throws -> LedgerExport {
    let run = try QueryRun(self, QueryRequest("export", now: now, asOf: asOf))
    let root = try log.root(ofSize: run.base.position.number).hex
    return try LedgerExport(run, root: root, sources: sources)
  }
}

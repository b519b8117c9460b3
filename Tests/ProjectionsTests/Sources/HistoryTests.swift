import Catalog
import Columns
import LedgerModel
import Projections
import QueryPlan
import Testing

/// `history X` against what X shows at every single position.
@Suite("Sources: histories")
struct HistoryTests {
  private static let length = 160

  /// Sources whose rows are stored, and the columns that no clock, tree or other source changes.
  private static let sources: [(name: String, columns: [String])] = SourceCatalog.all.compactMap {
    schema in
    let registry = SourceRegistry.projections
    let fold = registry.folds.first { $0.source == schema.name }
    guard let fold, registry.derived[schema.name] == nil, schema.insteadOfHistory == nil else {
      return nil
    }
    let filled = Set(registry.readings[schema.name]?.fills ?? []).union(["level"])
    let own = fold.columns.filter { !$0.hasPrefix("%") && !filled.contains($0) }
    return (schema.name, own.filter { schema.column(named: $0) != nil } + ["seq"])
  }

  private struct Rows {
    let log: TestLog
    let store: ProjectionStore

    init(seed: UInt64) {
      log = RandomHistory(seed: seed, count: HistoryTests.length).log
      store = ProjectionStore(
        log: EventList(log.events), folds: SourceRegistry.projections.folds)
    }

    func context(_ position: Int, after: Int = 0) -> ReadingContext {
      var reading = Reading(position: Position(UInt64(position)), clock: SourceRows.clock)
      reading.after = Position(UInt64(after))
      return ReadingContext(
        reading: reading, store: store, registry: SourceRegistry.projections)
    }

    /// Rows by the text of their key.
    func table(
      _ source: String, _ columns: [String], all: Bool, at position: Int
    ) throws -> [String: [Value]] {
      let key = SourceCatalog.source(named: source)?.key ?? []
      var found: [String: [Value]] = [:]
      try context(position).scan(source, all: all, columns: key + columns) { block in
        for row in block.mask.rows {
          let values = block.columns.map { $0.value(at: Int(row)) }
          let text = values.prefix(key.count).map(RowText.text).joined(separator: "/")
          found[text] = Array(values.dropFirst(key.count))
        }
      }
      return found
    }

    /// Versions as (key, position, old, new).
    func history(
      _ source: String, _ columns: [String], all: Bool, after: Int = 0
    ) throws -> [(key: String, at: Int, kind: Value, old: [Value], new: [Value])] {
      let key = SourceCatalog.source(named: source)?.key ?? []
      let names =
        key + ["seq", "change"] + columns.map { "%old." + $0 } + columns.map { "%new." + $0 }
      var found: [(key: String, at: Int, kind: Value, old: [Value], new: [Value])] = []
      let context = context(HistoryTests.length, after: after)
      try context.scan("history " + source, all: all, columns: names) { block in
        for row in block.mask.rows {
          let values = block.columns.map { $0.value(at: Int(row)) }
          let text = values.prefix(key.count).map(RowText.text).joined(separator: "/")
          let rest = Array(values.dropFirst(key.count + 2))
          found.append(
            (
              text, Int(values[key.count].position?.number ?? 0), values[key.count + 1],
              Array(rest.prefix(columns.count)), Array(rest.dropFirst(columns.count))
            ))
        }
      }
      return found
    }
  }

  @Test("every version is what changed at its position", arguments: 1...6 as ClosedRange<UInt64>)
  func versions(seed: UInt64) throws {
    let rows = Rows(seed: seed)
    var compared = 0
    for (source, columns) in HistoryTests.sources {
      // An answer falls with its sitting, by no event of its own: its versions stand or do not as the
      // reading knows now.
      let decides = SourceRegistry.projections.readings[source]?.decidesStanding ?? false
      for all in decides ? [true] : [false, true] {
        var expected: [String] = []
        var before: [String: [Value]] = [:]
        for position in 1...HistoryTests.length {
          let now = try rows.table(source, columns, all: all, at: position)
          for key in Set(before.keys).union(now.keys).sorted()
          where before[key] != now[key] {
            expected.append(HistoryTests.line(key, position, before[key], now[key]))
          }
          before = now
        }
        let history = try rows.history(source, columns, all: all)
        let versions = history.map { version in
          HistoryTests.line(
            version.key, version.at, HistoryTests.row(version.old),
            HistoryTests.row(version.new))
        }
        #expect(
          Set(versions) == Set(expected),
          "seed \(seed), \(source): \(Set(versions).symmetricDifference(expected).sorted())")
        #expect(history.map(\.at) == history.map(\.at).sorted(), "seed \(seed), \(source)")
        for version in history {
          let event = rows.log.events[version.at - 1].event
          #expect(version.kind == .symbol(event.type.kind), "seed \(seed), \(source)")
        }
        compared += expected.count
      }
    }
    #expect(compared > 200, "seed \(seed): \(compared) versions compared")
  }

  @Test("a history that begins later is the end of the whole one")
  func begunLater() throws {
    let rows = Rows(seed: 9)
    for (source, columns) in HistoryTests.sources {
      let whole = try rows.history(source, columns, all: true)
      let late = try rows.history(source, columns, all: true, after: 100)
      let expected = whole.filter { $0.at > 100 }
      #expect(late.map(\.key) == expected.map(\.key), "\(source)")
      #expect(late.map(\.old) == expected.map(\.old), "\(source)")
      #expect(late.map(\.new) == expected.map(\.new), "\(source)")
    }
  }

  @Test("sources that keep no versions say what to ask instead")
  func elsewhere() {
    let registry = SourceRegistry.projections
    for schema in SourceCatalog.all where registry.derived[schema.name] != nil {
      #expect(schema.insteadOfHistory != nil, "\(schema.name)")
    }
  }

  /// None where every column is: there is no such row.
  private static func row(_ values: [Value]) -> [Value]? {
    values.last?.isNone == true ? nil : values
  }

  private static func line(
    _ key: String, _ position: Int, _ old: [Value]?, _ new: [Value]?
  ) -> String {
    let (before, after) = (old.map { RowText.line($0) }, new.map { RowText.line($0) })
    return "\(key) #\(position): \(before ?? "-") > \(after ?? "-")"
  }
}

import Columns
import EventLog
import Evidence
import LedgerModel
import Projections
import QueryPlan

/// Digests of every source of a ledger at one position, for comparing two ways of folding them.
struct SourceDigests {
  private let registry: SourceRegistry
  private let store: ProjectionStore
  private let reading: Reading

  /// - Parameter store: folded up to the position of the reading.
  init(_ registry: SourceRegistry, _ store: ProjectionStore, at reading: Reading) {
    self.registry = registry
    self.store = store
    self.reading = reading
  }

  /// Stored sources with every opening and closing, derived ones with their rows at the reading;
  /// in the order of their names.
  func all() throws -> [VerifiedSource] {
    var sources = try store.sources.compactMap { try store.stored($0).map(digest) }
    let context = ReadingContext(reading: reading, store: store, registry: registry)
    for name in registry.derived.keys.sorted() {
      sources.append(digest(name, try context.table(name)))
    }
    return sources.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }

  private func digest(_ stored: any StoredSource) throws -> VerifiedSource {
    VerifiedSource(try SourceDigest(stored), quarantinedCount: stored.quarantine.count)
  }

  private func digest(_ name: String, _ table: SourceTable) -> VerifiedSource {
    var digest = ContentDigest()
    for row in table.rows {
      var writer = CBORWriter()
      writer.bool(row.stands)
      writer.row(row.values)
      digest.update(writer.bytes)
    }
    return VerifiedSource(
      name: name, rowCount: table.rows.count, quarantinedCount: 0, digest: digest.value.hex)
  }
}

extension VerifiedSource {
  /// The digest that a rebuild compares, too.
  init(_ digest: SourceDigest, quarantinedCount: Int) {
    self.init(
      name: digest.source, rowCount: digest.rowCount, quarantinedCount: quarantinedCount,
      digest: digest.hex)
  }
}

/// Points at which a fold is cut: the ends, the middle, and eight that depend on the log itself, so
/// that two runs on the same log cut at the same places and two logs at different ones.
enum FoldCuts {
  static func points(of head: LogHead) -> [UInt64] {
    guard head.size > 1 else { return [] }
    var points: Set<UInt64> = [1, head.size / 2, head.size - 1]
    let bytes = head.root.bytes
    for start in stride(from: 0, to: bytes.count, by: 4) {
      let number = bytes[start..<(start + 4)].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      points.insert(number % (head.size - 1) + 1)
    }
    return points.sorted()
  }
}

import Catalog
import Evidence
import Kiem
import LedgerModel
import Rendering

/// The rows that a source holds at one position, a line each: the key first, then whether the row
/// stands, then the other columns. The text depends on the events alone, however the rows were made.
struct SnapshotText {
  let export: LedgerExport

  /// Sources that tell of the store, and the log itself, which the root stands for.
  private static let leftOut: Set = ["projections", "events"]

  var sources: [ExportedSource] {
    export.sources.filter { !SnapshotText.leftOut.contains($0.name) }
  }

  /// Hands out the lines of a source and returns what the manifest says of it.
  func write(
    _ source: ExportedSource, _ body: (String) throws -> Void
  ) throws -> SnapshotManifest.Source {
    let names = source.columns.map(\.name)
    let first = source.key + ["stands"]
    let rest = names.filter { !first.contains($0) && $0 != "from" && $0 != "until" }
    let places = (first + rest).compactMap { names.firstIndex(of: $0) }
    let until = names.firstIndex(of: "until") ?? 1
    let text = SourceFileText(
      .ndjson, columns: places.map { source.columns[$0] }, zone: export.zone)
    var digest = ContentDigest()
    var rowCount = 0
    try export.forEachRow(of: source) { row in
      guard row[until] == .none else { return }
      let line = text.line(places.map { row[$0] })
      digest.update(Array(line.utf8))
      rowCount += 1
      try body(line)
    }
    return SnapshotManifest.Source(
      name: source.name, rowCount: rowCount, foldVersion: source.foldVersion,
      sha256: digest.value.hex, key: source.key)
  }

  /// The manifest of these sources.
  func manifest(_ sources: [SnapshotManifest.Source]) -> SnapshotManifest {
    SnapshotManifest(
      ledger: export.ledger, position: export.position.number, root: export.root,
      clock: export.zone.rfc3339(export.clock), zone: export.zone.identifier, sources: sources)
  }
}

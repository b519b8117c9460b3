import Catalog
import LedgerModel
import Obligations
import Projections
import QueryEngine
import QueryPlan

/// Says of rows what the log says of them: the events that made them, the rule and the cutoff that
/// they are judged by, and what was looked for where nothing was found.
struct RowExplainer {
  let context: ReadingContext
  let log: any EventSource
  private let names: EntityNames

  init(_ context: ReadingContext, _ log: any EventSource) {
    self.context = context
    self.log = log
    names = EntityNames(context: context)
  }

  /// One list of lines per key.
  func explain(_ keys: [[Value]], of source: String) throws -> [[Explanation]] {
    switch source {
    case "obligations":
      let obligations = try ObligationExplainer(context, self)
      return try keys.map { try obligations.lines($0.first?.text ?? "") }
    case "events":
      return try keys.map { key in try key.first?.position.map { [try event(at: $0)] } ?? [] }
    default: return try versions(keys, of: source)
    }
  }

  /// An event in a sentence.
  func event(at position: Position, part: String = "version") throws -> Explanation {
    guard let stored = try log.event(at: position) else {
      return Explanation(part, "of a type that this program does not know", position: position)
    }
    let settings = try context.campaigns.settings(of: stored.event.campaign)
    let sentence = SentenceWriter(names: names, zone: settings.zone).sentence(stored.event)
    var words = sentence + ", recorded \(settings.zone.secondText(stored.recorded))"
    if settings.isBackdated(stored) { words += " (back-dated)" }
    if let actor = stored.event.actorName { words += ", by \(SentenceWriter.oneLine(actor))" }
    return Explanation(part, words, position: position, at: stored.event.time)
  }

  /// What made rows of a source what they are, event by event.
  private func versions(_ keys: [[Value]], of source: String) throws -> [[Explanation]] {
    guard let schema = SourceCatalog.source(named: source) else { return keys.map { _ in [] } }
    let versions = try context.versions(
      of: source, all: true, columns: schema.key, after: .empty)
    guard let versions else { return try newest(keys, schema) }
    var positions: [[Value]: [Position]] = [:]
    for change in versions.changes {
      guard let row = change.new ?? change.old else { continue }
      positions[versions.columns.map { $0[row] }, default: []].append(change.position)
    }
    let fold = context.foldVersion(of: source).map { version in
      Explanation("fold", "version \(version) of the fold of \(source)")
    }
    return try keys.map { key in
      try (positions[key] ?? []).map { try event(at: $0) } + [fold].compactMap { $0 }
    }
  }

  /// A derived source keeps no versions: the newest event that a row rests on.
  private func newest(_ keys: [[Value]], _ schema: SourceSchema) throws -> [[Explanation]] {
    let table = try context.table(schema.name)
    let columns = schema.key.map { table.column($0) }
    let seq = table.column("seq")
    var rows: [[Value]: Value] = [:]
    for row in table.rows { rows[columns.map { row.values[$0] }] = row.values[seq] }
    return try keys.map { key in
      guard let position = rows[key]?.position else { return [] }
      return [try event(at: position)]
    }
  }
}

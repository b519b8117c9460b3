import Catalog
import LedgerModel
package import Projections
import QueryPlan

extension ObligationsSource {
  /// What each event did to rows. The row before and the row after it are judged at the moment at
  /// which it was recorded, so that no version comes of time alone; who recorded something when is
  /// no difference.
  package func versions(
    all: Bool, columns: [String], in context: ReadingContext
  ) throws -> VersionedRows? {
    let timeline = ObligationTimeline(store: context.store, like: context.reading) {
      context.moved(to: $0)
    }
    var play = ObligationPlay(all: all, columns)
    try timeline.forEachStep(after: context.reading.after, through: context.position) {
      try play.take($0)
    }
    return play.versions
  }
}

/// Notes the rows that steps changed.
private struct ObligationPlay {
  private(set) var versions: VersionedRows
  private let all: Bool
  private let columns: [String]
  /// Those of the stretch seen last.
  private var readers: StretchReaders?

  init(all: Bool, _ columns: [String]) {
    self.all = all
    self.columns = columns
    versions = VersionedRows(columnCount: columns.count)
  }

  mutating func take(_ step: ObligationStep) throws {
    guard !step.rows.isEmpty else { return }
    let before = try readers(step.before)
    let after = try readers(step.after)
    var found: [(change: VersionedRows.Change, key: String)] = []
    for (old, new) in step.rows {
      let (old, new) = (shown(old), shown(new))
      guard let key = (new ?? old)?.text, !before.agrees(old, with: after, new) else { continue }
      let change = VersionedRows.Change(
        at: step.position, old: old.map { versions.append(before.values($0)) },
        new: new.map { versions.append(after.values($0)) })
      found.append((change, key))
    }
    versions.changes += VersionedRows.ordered(found)
  }

  private func shown(_ row: JudgedObligation?) -> JudgedObligation? {
    row.flatMap { all || ObligationsSource.stands($0) ? $0 : nil }
  }

  private mutating func readers(_ stretch: Stretch) throws -> StretchReaders {
    if let readers, readers.stretch === stretch { return readers }
    let made = try StretchReaders(stretch, columns)
    readers = made
    return made
  }
}

/// How the columns of rows of one stretch are read.
private struct StretchReaders {
  let stretch: Stretch
  /// Of the columns asked for.
  private let asked: [ObligationReader]
  /// Of those that make a difference, and of those among them that evidence alone can change.
  private let compared: [ObligationReader]
  private let judged: [ObligationReader]

  init(_ stretch: Stretch, _ columns: [String]) throws {
    self.stretch = stretch
    let duties = stretch.duties
    let maker = try ObligationColumns(
      duties: duties.map(\.rule), settings: duties.map(\.settings),
      dueDays: duties.map(\.dueDay), stretch.context)
    asked = try columns.map { try maker.reader($0) ?? .value { _ in .none } }
    let names = (SourceCatalog.source(named: "obligations")?.columns ?? []).map(\.name)
      .filter { !["seq", "recorded", "actor"].contains($0) }
    compared = try names.compactMap { try maker.reader($0) }
    judged = try names.filter { ObligationColumns.ofEvidence.contains($0) }
      .compactMap { try maker.reader($0) }
  }

  func values(_ row: JudgedObligation) -> [Value] { asked.map { $0.value(of: row) } }

  func agrees(
    _ old: JudgedObligation?, with other: StretchReaders, _ new: JudgedObligation?
  ) -> Bool {
    guard let old, let new else { return old == nil && new == nil }
    let (own, others) =
      stretch === other.stretch ? (judged, other.judged) : (compared, other.compared)
    return zip(own, others).allSatisfy { $0.value(of: old) == $1.value(of: new) }
  }
}

import Catalog
import LedgerModel
import Obligations
import Projections
import QueryAnalysis
import Text

/// Names in quotes resolved against the ledger as known at one position: ids, codes, paths, names
/// and former names, by exact match; folded matches are only suggested.
final class LedgerResolver: EntityResolver {
  private let context: ReadingContext
  private var directories: [EntityKind: Directory] = [:]

  init(_ context: ReadingContext) { self.context = context }

  /// What of one kind can be named.
  private struct Directory {
    var ids: Set<String> = []
    /// Name, title or code to the ids that bear it.
    var byName: [String: [String]] = [:]
    var former: [String: [(id: String, present: String)]] = [:]
    var closed: [String: Day] = [:]
    var opened: [String: Day] = [:]
    var paths: [String: String] = [:]
  }

  func resolve(_ kind: EntityKind, _ text: String, campaign: String?) -> EntityResolution {
    let text = nfc(text)
    if kind == .person, let links = try? context.links {
      return .found(EntityMatch(id: links.person(text)))
    }
    guard let directory = directory(of: kind) else {
      return .found(EntityMatch(id: text))
    }
    if directory.ids.contains(text) {
      return .found(EntityMatch(id: text, closed: directory.closed[text]))
    }
    let hits = directory.byName[text] ?? []
    if hits.count == 1 {
      return .found(EntityMatch(id: hits[0], closed: directory.closed[hits[0]]))
    }
    if hits.count > 1 { return .ambiguous(hits.map { candidate($0, directory) }) }
    let former = directory.former[text] ?? []
    if former.count == 1 {
      return .found(
        EntityMatch(
          id: former[0].id, presentName: former[0].present, closed: directory.closed[former[0].id]))
    }
    if former.count > 1 { return .ambiguous(former.map { candidate($0.id, directory) }) }
    let names = directory.byName.keys.sorted() + directory.ids.sorted()
    return .missing(suggestions: likelyNames(text, in: names))
  }

  private func candidate(_ id: String, _ directory: Directory) -> EntityCandidate {
    EntityCandidate(
      id: id, path: directory.paths[id] ?? id, opened: directory.opened[id],
      closed: directory.closed[id])
  }

  func levels(campaign: String?) -> [String] {
    guard let campaigns = try? context.campaigns else { return [] }
    return campaign.map { campaigns.settings(of: $0).levels } ?? campaigns.levels
  }

  func unitKinds(campaign: String?) -> [String: String] {
    guard let campaigns = try? context.campaigns else { return [:] }
    return campaigns.settings(of: campaign).kinds
  }

  func duties(campaign: String?) -> [DutySummary] {
    guard let table = try? context.table("duties") else { return [] }
    let (id, kind, scope) = (
      table.column("duty"), table.column("kind"), table.column("campaign")
    )
    return table.rows.filter { campaign == nil || $0.values[scope].text == campaign }
      .compactMap { row in
        guard let duty = row.values[id].text, let word = row.values[kind].text else { return nil }
        return DutySummary(id: duty, kind: word, firstCutoff: declaredCutoff(row, table))
      }
  }

  /// Extensions and rest days only ever move it to a later instant.
  private func declaredCutoff(_ row: SourceRow, _ table: SourceTable) -> Instant? {
    guard case .period(let due) = row.values[table.column("due")],
      case .duration(let grace) = row.values[table.column("grace")]
    else { return nil }
    let isBefore = row.values[table.column("boundary")].text == "before"
    return (isBefore ? due.start : due.end)?.adding(grace)
  }

  func holders(campaign: String?) -> [String: DutyHolders] {
    guard let table = try? context.obligations else { return [:] }
    let trees = table.dueDays.map { try? context.tree($0) }
    var found: [String: DutyHolders] = [:]
    for row in table.rows where row.judgement.status != .notApplicable {
      let rule = table.duties[row.duty]
      guard campaign == nil || rule.campaign == campaign else { continue }
      if row.judgement.status != .waived { found[rule.duty, default: DutyHolders()].rowCount += 1 }
      if let level = trees[row.duty]?.level(of: row.key.unit) {
        found[rule.duty, default: DutyHolders()].levels.insert(level)
      }
    }
    return found
  }

  func figureType(_ key: String, campaign: String?) -> ValueType? {
    guard let campaigns = try? context.campaigns else { return nil }
    let figures =
      campaign.map { campaigns.settings(of: $0).figures } ?? campaigns.all.flatMap(\.figures)
    guard let figure = figures.first(where: { $0.key == key }) else { return nil }
    return CountKind(rawValue: figure.kind).map { .integer($0) } ?? .decimal
  }

  var campaigns: [String] { ((try? context.campaigns)?.all ?? []).map(\.campaign) }
}

// MARK: - Directories

extension LedgerResolver {
  /// None for kinds that have no list of their own; their ids are taken as they are.
  private func directory(of kind: EntityKind) -> Directory? {
    if let known = directories[kind] { return known }
    // Kept with the reading: reading all names costs more than most questions. What could not be
    // read is not kept, for that is no list.
    let made = try? context.sharedAtAnyClock("names of \(kind)") {
      kind == .unit ? try unitDirectory() : try sourceDirectory(of: kind)
    }
    directories[kind] = made
    return made
  }

  private func unitDirectory() throws -> Directory {
    let day = try context.treeDay
    let tree = try context.tree(day)
    var directory = Directory()
    for unit in try context.units.units {
      directory.ids.insert(unit.unit)
      directory.closed[unit.unit] = unit.closed
      directory.opened[unit.unit] = unit.opened
      let name = unit.name(on: day)
      directory.byName[name, default: []].append(unit.unit)
      if let code = unit.code, code != name {
        directory.byName[code, default: []].append(unit.unit)
      }
      if let path = tree.path(of: unit.unit) {
        directory.paths[unit.unit] = path
        if path != name { directory.byName[path, default: []].append(unit.unit) }
      }
      for dated in unit.names where dated.content != name {
        directory.former[dated.content, default: []].append((unit.unit, name))
      }
    }
    return directory
  }

  private static let nameColumns = ["name", "title", "code"]

  private func sourceDirectory(of kind: EntityKind) throws -> Directory? {
    guard kind != .obligation, kind != .person, let schema = SourceCatalog.source(describing: kind),
      let key = schema.key.first
    else { return nil }
    let table = try context.table(schema.name)
    let column = table.column(key)
    let naming = LedgerResolver.nameColumns.compactMap { table.layout.index(of: $0) }
    var directory = Directory()
    for row in table.rows {
      guard let id = row.values[column].text else { continue }
      directory.ids.insert(id)
      for index in naming {
        guard let name = row.values[index].text, name != id, !name.isEmpty else { continue }
        if directory.byName[name]?.contains(id) != true {
          directory.byName[name, default: []].append(id)
        }
      }
    }
    return directory
  }
}

import Catalog
import Columns
package import LedgerModel
package import QueryPlan

/// A ledger as one reading sees it: the rows of every source at K, judged at T, placed on V.
///
/// Rows are computed when they are first asked for and kept as long as the context. Confined to
/// one thread.
package final class ReadingContext {
  package let reading: Reading
  package let store: ProjectionStore
  let registry: SourceRegistry
  var tables: [String: SourceTable] = [:]
  /// Derived sources being computed, to find a circle before the stack ends.
  private var active: Set<String> = []
  let knowledge: KnowledgeCache
  private var cache: [String: Any] = [:]
  private var kept: [String: KeptBlocks] = [:]
  /// Blocks of stored rows that scans left out because no row of them was wanted.
  package internal(set) var skippedBlockCount = 0

  /// `knowledge` is what earlier readings at the same position found out.
  package init(
    reading: Reading, store: ProjectionStore, registry: SourceRegistry,
    knowledge: KnowledgeCache? = nil
  ) {
    let found = knowledge ?? KnowledgeCache(position: reading.position)
    precondition(found.position == reading.position, "what is known is known at a position")
    self.reading = reading
    self.knowledge = found
    self.store = store
    self.registry = registry
  }

  /// Rows of values that are held in memory for further questions at this reading alone.
  package var heldRowCount: Int {
    tables.values.reduce(kept.values.reduce(0) { $0 + $1.size }) { $0 + $1.rows.count }
  }

  /// Blocks of a source that were worked out before under that name.
  func kept(of source: String, _ name: String) throws -> KeptBlocks? {
    registry.readsClock(source) ? kept[name] : knowledge.kept[try key(name)]
  }

  func keep(_ kept: KeptBlocks, of source: String, _ name: String) throws {
    if registry.readsClock(source) {
      self.kept[name] = kept
    } else {
      knowledge.kept[try key(name)] = kept
    }
  }

  private func key(_ name: String) throws -> KnowledgeCache.Key {
    KnowledgeCache.Key(name: name, reading: try withoutClock)
  }

  /// The reading with its tree day settled and a clock that is the same for all.
  var withoutClock: Reading {
    get throws {
      var reading = reading
      reading.treeDay = try treeDay
      reading.clock = Instant(microseconds: 0)
      return reading
    }
  }

  /// K.
  package var position: Position { reading.position }
  /// T.
  package var clock: Instant { reading.clock }

  /// All rows of a source, every column of its schema filled in; those that only `all: true`
  /// shows have `stands` false.
  package func table(_ source: String) throws -> SourceTable {
    if let table = tables[source] { return table }
    let key = try lastingKey(source)
    if let key, let table = knowledge.tables[key] { return table }
    guard active.insert(source).inserted else {
      preconditionFailure("the source \(source) depends on itself")
    }
    defer { active.remove(source) }
    let table: SourceTable
    if let derived = registry.derived[source] {
      table = try derivedTable(derived)
    } else {
      table = try finishedTable(source)
    }
    if let key { knowledge.tables[key] = table } else { tables[source] = table }
    return table
  }

  /// Under what the rows of a derived source are kept that does not read the clock: a ledger in use
  /// is read at another one by every question. None for other sources.
  private func lastingKey(_ source: String) throws -> KnowledgeCache.Key? {
    guard registry.derived[source] != nil, !registry.readsClock(source) else { return nil }
    return try key(source)
  }

  /// The visible rows of a stored source as they were folded, before any reading of them.
  package func stored(_ source: String) throws -> SourceTable {
    if let table = knowledge.storedTables[source] { return table }
    let table = try storedTable(source)
    knowledge.storedTables[source] = table
    return table
  }

  /// The campaigns known at K with their settings.
  package var campaigns: CampaignList {
    get throws {
      if let known = knowledge.campaigns { return known }
      let list = CampaignList(try stored("campaigns"))
      knowledge.campaigns = list
      return list
    }
  }

  /// The units known at K.
  package var units: UnitHistory {
    get throws {
      if let known = knowledge.units { return known }
      let history = try UnitHistory(self)
      knowledge.units = history
      return history
    }
  }

  /// V: as asked for, else the earlier of today and the last campaign's last day.
  package var treeDay: Day {
    get throws {
      if let day = reading.treeDay { return day }
      let today = try campaigns.zone.day(of: reading.clock)
      return min(today, try campaigns.lastDay ?? today)
    }
  }

  /// The tree of a day; none for that of the reading.
  package func tree(_ day: Day? = nil) throws -> TreeOfDay {
    try units.tree(on: day ?? treeDay)
  }

  /// The offices known at K.
  package var officeTerms: OfficeTerms {
    get throws {
      if let known = knowledge.officeTerms { return known }
      let terms = try OfficeTerms(self)
      knowledge.officeTerms = terms
      return terms
    }
  }

  /// Something that several sources need and only one should compute; lives with the context.
  package func shared<Result>(_ name: String, _ compute: () throws -> Result) rethrows -> Result {
    // Unwrapped first: a missing entry would pass for the `nil` of an optional result.
    if let kept = cache[name], let known = kept as? Result { return known }
    let result = try compute()
    cache[name] = result
    return result
  }

  /// The same for what does not depend on the clock: lives as long as what is known at K.
  package func sharedAtAnyClock<Result>(
    _ name: String, _ compute: () throws -> Result
  ) throws -> Result {
    let key = try key(name)
    if let kept = knowledge.values[key], let known = kept as? Result { return known }
    let result = try compute()
    knowledge.values[key] = result
    return result
  }
}

extension ReadingContext {
  /// The same for what is made of the rows of a source: kept as long as these stay the same.
  package func shared<Result>(
    _ name: String, madeOf source: String, _ compute: () throws -> Result
  ) throws -> Result {
    registry.readsClock(source)
      ? try shared(name, compute) : try sharedAtAnyClock(name, compute)
  }

  /// The same for what depends on K alone: no clock, tree day or assumption has a part in it.
  package func sharedAtPosition<Result>(
    _ name: String, _ compute: () throws -> Result
  ) rethrows -> Result {
    let bare = Reading(position: position, clock: Instant(microseconds: 0))
    let key = KnowledgeCache.Key(name: name, reading: bare)
    if let kept = knowledge.values[key], let known = kept as? Result { return known }
    let result = try compute()
    knowledge.values[key] = result
    return result
  }

  /// The ledger at another reading. What was read of stored sources that are not among `changed` is
  /// taken over: their rows must be the same at both positions.
  package func moved(to reading: Reading, changed: Set<String>) -> ReadingContext {
    let next = ReadingContext(
      reading: reading, store: store, registry: registry,
      knowledge: knowledge.moved(to: reading.position, changed: changed))
    for (name, source) in ReadingContext.sourceOfShared where !changed.contains(source) {
      next.cache[name] = cache[name]
    }
    return next
  }

  /// What `shared` keeps that rests on one stored source alone.
  private static let sourceOfShared = [
    "person links": PersonLinks.source, "pageCounts": "outlets", "clauses": "provisions",
  ]

  /// The ledger at another reading, nothing taken over.
  package func moved(to reading: Reading) -> ReadingContext {
    ReadingContext(reading: reading, store: store, registry: registry)
  }
}

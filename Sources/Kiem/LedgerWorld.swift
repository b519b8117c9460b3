import Columns
import Evidence
import LedgerModel
import Projections
import QueryEngine
import QueryPlan

/// A ledger as the engine sees it: readings settled against the log, rows from the projections.
/// Confined to one thread.
final class LedgerWorld: QueryWorld {
  private let source: any EventSource
  private let store: ProjectionStore
  private let registry: SourceRegistry
  private let base: Reading
  private var contexts: [Reading: ReadingContext] = [:]
  private let knowledge: LedgerKnowledge
  /// Told of every block how many rows it has.
  private let observe: (Int) -> Void

  /// The store may be shared between runs: what one run folded the next one finds.
  init(
    source: any EventSource, store: ProjectionStore, registry: SourceRegistry, base: Reading,
    knowledge: LedgerKnowledge, observe: @escaping (Int) -> Void
  ) {
    self.observe = observe
    self.knowledge = knowledge
    self.source = source
    self.store = store
    self.registry = registry
    self.base = base
    ranks = store.companion("text ranks") { RankCache() }
  }

  /// The ledger at one reading; made once.
  func context(_ reading: Reading) -> ReadingContext {
    if let known = contexts[reading] { return known }
    let made = ReadingContext(
      reading: reading, store: store, registry: registry,
      knowledge: knowledge.cache(at: reading.position))
    contexts[reading] = made
    return made
  }

  let ranks: RankCache

  /// Rows that its readings hold in memory.
  var heldRowCount: Int { contexts.values.reduce(0) { $0 + $1.heldRowCount } }

  var skippedBlockCount: Int { contexts.values.reduce(0) { $0 + $1.skippedBlockCount } }

  /// Events that some source could not take in.
  var quarantine: [QuarantinedEvent] { store.quarantine }

  /// Folds what the sources need in one pass over the log.
  func prepare(_ sources: some Sequence<String>, through position: Position) throws {
    let stored = sources.reduce(into: Set<String>()) {
      $0.formUnion(registry.storedSources(behind: $1))
    }
    try store.advance(stored, through: position)
  }

  func reading(
    asOf: Value?, validAt: Value?, clock: Value?, assumptions: Assumptions, inherited: Reading
  ) throws -> Reading {
    var reading = inherited
    switch asOf {
    case .position(let position):
      reading.position = min(position, try source.head)
      if let recorded = try source.recorded(at: reading.position) { reading.clock = recorded }
    case .instant(let instant):
      reading.position = min(try source.position(recordedBy: instant), try source.head)
      reading.clock = instant
    default: break
    }
    switch clock {
    case .instant(let instant): reading.clock = instant
    case .position(let position):
      if let recorded = try source.recorded(at: min(position, try source.head)) {
        reading.clock = recorded
      }
    default: break
    }
    switch validAt {
    case .date(let day): reading.treeDay = day
    case .instant(let instant):
      reading.treeDay = try context(base).campaigns.zone.day(of: instant)
    default: break
    }
    reading.assumptions = assumptions.completed(by: inherited.assumptions)
    return reading
  }

  func scan(
    source: String, all: Bool, columns: [String], ranges: [ColumnRange], reading: Reading,
    _ body: (Block) throws -> Void
  ) throws {
    try prepare([source], through: reading.position)
    let stored = columns.map { LedgerWorld.hiddenColumns[$0] ?? $0 }
    let wanted = ranges.map { range in
      ColumnRange(LedgerWorld.hiddenColumns[range.column] ?? range.column, range.kind, range.range)
    }
    try context(reading).scanLate(source, all: all, columns: stored, ranges: wanted) { block in
      observe(block.rowCount)
      try body(block)
    }
  }

  /// What the plan's hidden columns are called by the sources.
  private static let hiddenColumns = ["%day": "due_day", "%at": "at", "%seq": "seq"]

  func lookup(
    source: String, column: String, key: String, campaign: String?, reading: Reading
  ) throws -> Value {
    try context(reading).lookup(source: source, column: column, key: key, campaign: campaign)
  }

  func explain(
    _ keys: [[Value]], of source: String, reading: Reading
  ) throws -> [[Explanation]] {
    try RowExplainer(context(reading), self.source).explain(keys, of: source)
  }

  func digest(of rows: [[Value]]) -> String {
    var digest = ContentDigest()
    for row in rows {
      var writer = CBORWriter()
      writer.row(row)
      digest.update(writer.bytes)
    }
    return digest.value.hex
  }

  func tree(reading: Reading, day: Day?) throws -> any UnitTree {
    try context(reading).tree(day)
  }

  var calendar: CampaignCalendar {
    (try? context(base).campaigns.settings(of: nil).calendar) ?? .standard
  }

  var levels: [String] { (try? context(base).campaigns.levels) ?? [] }
}

extension Assumptions {
  /// What is not assumed here comes from the outer pipeline.
  fileprivate func completed(by outer: Assumptions) -> Assumptions {
    var merged = self
    merged.boundary = boundary ?? outer.boundary
    merged.instant = instant ?? outer.instant
    merged.counts = counts ?? outer.counts
    merged.grace = grace ?? outer.grace
    merged.resubmit = resubmit ?? outer.resubmit
    merged.attempts = attempts ?? outer.attempts
    return merged
  }
}

/// What is known at the positions that were asked about last, for every clock. Confined to one
/// thread.
final class LedgerKnowledge {
  private var caches: [Position: KnowledgeCache] = [:]

  func cache(at position: Position) -> KnowledgeCache {
    if let known = caches[position] { return known }
    let made = KnowledgeCache(position: position)
    caches[position] = made
    return made
  }

  /// Rows of values that are held in memory.
  var heldRowCount: Int { caches.values.reduce(0) { $0 + $1.heldRowCount } }

  /// Forgets all but what is known at that position, and that too when it would crowd the memory.
  func trim(to position: Position, heldRowCountMax: Int) {
    caches = caches.filter { $0.key == position && $0.value.heldRowCount <= heldRowCountMax }
  }
}

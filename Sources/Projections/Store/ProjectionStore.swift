package import Columns
package import LedgerModel

/// The stored sources of a ledger, each folded as far as somebody needed it.
///
/// A source is folded when it is first asked for, and only events of its types are read; sources
/// asked for together share one pass over the log. Confined to one thread.
package final class ProjectionStore {
  let log: any EventSource
  private var projections: [String: any StoredSource] = [:]
  private var amendments = Amendments()
  private var companions: [String: AnyObject] = [:]
  let dictionaries: DictionarySet
  /// Where rows of earlier runs are; none when everything is folded in memory.
  package let archive: ProjectionArchive?
  /// Voids and corrections behind the archive's position.
  private var newAmendments: [Position] = []

  /// `sizes` are those of the blocks in which rows are kept; with an archive the sources go on
  /// where it ends, with the sizes that it was written with.
  package init(
    log: any EventSource, folds: [any SourceFold], sizes: RowStore.Sizes = .standard,
    archive: ProjectionArchive? = nil
  ) {
    self.log = log
    self.archive = archive
    if let archive, archive.state.position == .empty { archive.state.sizes = sizes }
    let stored = archive.map { archive in { (name: String) in try archive.texts(of: name) } }
    dictionaries = DictionarySet(stored: stored)
    for fold in folds {
      let projection = ProjectionStore.projection(
        of: fold, dictionaries, archive?.state.sizes ?? sizes, archive)
      precondition(projections[projection.source] == nil, "a source has one fold")
      projections[projection.source] = projection
    }
  }

  private static func projection(
    of fold: some SourceFold, _ dictionaries: DictionarySet, _ sizes: RowStore.Sizes,
    _ archive: ProjectionArchive?
  ) -> any StoredSource {
    Projection(fold, dictionaries: dictionaries, sizes: sizes, archive: archive)
  }

  /// Something that lives as long as the store, as an index of another shape; made when it is
  /// first asked for.
  package func companion<Companion: AnyObject>(
    _ name: String, _ make: () -> Companion
  ) -> Companion {
    if let known = companions[name] as? Companion { return known }
    let made = make()
    companions[name] = made
    return made
  }

  /// Names of the sources that it can fold.
  package var sources: [String] { projections.keys.sorted() }

  /// The source as far as it is folded; none for a name without a fold.
  package func stored(_ source: String) -> (any StoredSource)? { projections[source] }

  /// Events that some source could not take in, by position.
  package var quarantine: [QuarantinedEvent] {
    projections.values.flatMap(\.quarantine).sorted {
      ($0.position, $0.source) < ($1.position, $1.source)
    }
  }

  /// Folds the sources named up to `position` in one pass; those that are there already stay.
  package func advance(_ sources: some Sequence<String>, through position: Position) throws {
    try advance(Set(sources).compactMap { projections[$0] }, through: position)
  }

  /// Brings followers up to `position` in one pass, those of other shapes too.
  package func advance(_ followers: [any LogFollower], through position: Position) throws {
    let behind = followers.filter { $0.position < position }
    guard let start = behind.map(\.position).min() else { return }
    try loadAmendments()
    let pass = FoldingPass(behind, log)
    try log.forEach(after: start, through: position, types: pass.types) { event in
      let known = amendments.position
      try pass.take(event, &amendments)
      if amendments.position > known { newAmendments.append(event.position) }
    }
    for follower in behind { follower.reach(position) }
  }

  /// Reads the voids and corrections that the archive's rows already know.
  private func loadAmendments() throws {
    guard let archive, amendments.position == .empty else { return }
    for position in try archive.amendmentPositions() {
      if let event = try log.event(at: position) { amendments.add(event) }
    }
  }

  /// Folds every source up to `position` and writes what is new, in one commit. Returns false
  /// without an archive, and when the archive is there already.
  @discardableResult
  package func persist(through position: Position) throws -> Bool {
    guard let archive, archive.state.position < position else { return false }
    try advance(sources, through: position)
    var next = archive.state
    next.position = position
    next.recordHash = try log.recordHash(at: position) ?? []
    next.versions = projections.mapValues(\.version)
    next.quarantine = quarantine
    let changed = try projections.sorted { $0.key < $1.key }.compactMap { try $0.value.changes() }
    try archive.commit(changed, next, dictionaries, amendments: newAmendments)
    for projection in projections.values { projection.settle() }
    newAmendments = []
    return true
  }
}

/// One reading of the log that feeds several sources.
private struct FoldingPass {
  let log: any EventSource
  let types: Set<String>
  private let all: [any LogFollower]
  private let byType: [String: [any LogFollower]]

  init(_ projections: [any LogFollower], _ log: any EventSource) {
    self.log = log
    all = projections
    var byType: [String: [any LogFollower]] = [:]
    for projection in projections {
      for type in Set(projection.events) { byType[type, default: []].append(projection) }
    }
    self.byType = byType
    types = Amendments.eventTypes.union(byType.keys)
  }

  func take(_ event: RecordedEvent, _ amendments: inout Amendments) throws {
    let type = event.typeName
    if Amendments.eventTypes.contains(type) {
      if event.position > amendments.position { amendments.add(event) }
      try amend(by: event, amendments)
    }
    for projection in byType[type] ?? [] where projection.position < event.position {
      try projection.advance(with: event, amendments, log)
    }
  }

  private func amend(by amendment: RecordedEvent, _ amendments: Amendments) throws {
    let targets = try amendments.affected(by: amendment.position).sorted()
      .compactMap { try log.event(at: $0) }
    for projection in all where projection.position < amendment.position {
      let types = Set(projection.events)
      let own = targets.filter { types.contains($0.typeName) }
      if !own.isEmpty { try projection.amend(own, by: amendment, amendments, log) }
    }
  }
}

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
  let dictionaries = DictionarySet()

  /// `sizes` are those of the blocks in which rows are kept.
  package init(
    log: any EventSource, folds: [any SourceFold], sizes: RowStore.Sizes = .standard
  ) {
    self.log = log
    for fold in folds {
      let projection = ProjectionStore.projection(of: fold, dictionaries, sizes)
      precondition(projections[projection.source] == nil, "a source has one fold")
      projections[projection.source] = projection
    }
  }

  private static func projection(
    of fold: some SourceFold, _ dictionaries: DictionarySet, _ sizes: RowStore.Sizes
  ) -> any StoredSource {
    Projection(fold, dictionaries: dictionaries, sizes: sizes)
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
    let pass = FoldingPass(behind, log)
    try log.forEach(after: start, through: position, types: pass.types) { event in
      try pass.take(event, &amendments)
    }
    for follower in behind { follower.reach(position) }
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

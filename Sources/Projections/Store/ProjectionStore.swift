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
  /// Which generation the archive is; none when everything is folded in memory.
  package let generation: StoredGeneration?
  /// Voids and corrections behind the archive's position.
  private var newAmendments: [Position] = []
  /// Threads that fold side by side.
  private let workerCount: Int
  private let indexing: Indexing?
  /// Indexes that are written with the rows.
  private var indexes: [any StoredIndex] = []
  private let memory: FoldingMemory
  /// Called now and then during long work for a reader, at least every 1,024 events and once a
  /// block of rows; may throw to end it.
  package var check: () throws -> Void = {}
  /// Threads that may make the rows of a derived source for a reader.
  package var threadCount = 1
  /// True when folding ended with an error: sources stand at different events, and nothing but a
  /// new store can be relied on.
  package private(set) var isHalfFolded = false
  /// How long `persist` took so far.
  package private(set) var times = Times()

  /// Time on the wall.
  package struct Times: Sendable {
    package var folding = Duration.zero
    package var writing = Duration.zero
  }

  /// `sizes` are those of the blocks in which rows are kept; with an archive the sources go on
  /// where it ends, with the sizes that it was written with. With more than one worker the sources
  /// are shared out between threads, and the log must bear being read by as many. `indexing` says
  /// which indexes are written with the rows.
  package init(
    log: any EventSource, folds: [any SourceFold], sizes: RowStore.Sizes = .standard,
    archive: ProjectionArchive? = nil, generation: StoredGeneration? = nil, workerCount: Int = 1,
    memory: FoldingMemory = .standard, indexing: Indexing? = nil
  ) {
    precondition(workerCount > 0, "somebody has to fold")
    self.log = log
    self.archive = archive
    self.generation = generation
    self.workerCount = workerCount
    self.memory = memory
    self.indexing = indexing
    if let archive, archive.state.position == .empty { archive.state.sizes = sizes }
    dictionaries = DictionarySet(stored: archive?.readTexts)
    for fold in folds {
      let projection = Projection(
        fold, dictionaries: dictionaries, sizes: archive?.state.sizes ?? sizes, archive: archive)
      precondition(projections[projection.source] == nil, "a source has one fold")
      projections[projection.source] = projection
    }
  }

  /// Throws what went wrong where a text of stored rows was asked for: it was shown as none.
  package func checkTexts() throws { try dictionaries.check() }

  /// True when that happened: only a new store asks for those texts again.
  package var lacksTexts: Bool { (try? dictionaries.check()) == nil }

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

  /// Lets go of the rows and entities of a source that is not folded any further; an archive brings
  /// stored rows back when they are asked for.
  package func releaseRows(of source: String) throws { try projections[source]?.release() }

  /// Folds the sources named up to `position` in one pass; those that are there already stay.
  package func advance(_ sources: some Sequence<String>, through position: Position) throws {
    try advance(Set(sources).compactMap { projections[$0] }, through: position)
  }

  /// Brings followers up to `position` in one pass, those of other shapes too.
  package func advance(_ followers: [any LogFollower], through position: Position) throws {
    let behind = followers.filter { $0.position < position }
    guard let start = behind.map(\.position).min() else { return }
    try loadAmendments()
    var passes = FoldingPass.shares(of: behind, workerCount).map {
      FoldingPass($0, log, amendments, check, memory)
    }
    isHalfFolded = true
    try run(&passes, after: start, through: position)
    // Every pass has seen every amendment.
    if let first = passes.first {
      amendments = first.amendments
      newAmendments += first.newAmendments
    }
    for follower in behind { follower.reach(position) }
    isHalfFolded = false
  }

  /// Passes over the same events, which are read once, on each thread a part of them.
  private func run(
    _ passes: inout [FoldingPass], after start: Position, through position: Position
  ) throws {
    var wanted = WantedEvents()
    for pass in passes { pass.want(&wanted) }
    var place = start.number
    while place < position.number {
      let end = min(place + EventStretch.countMax, position.number)
      let parts = UInt64(passes.count)
      var stretches = (0..<parts).map { part in
        EventStretch(
          log, after: place + (end - place) * part / parts,
          through: place + (end - place) * (part + 1) / parts)
      }
      try SideBySide.run(&stretches) { try $0.read(wanted) }
      let read = stretches
      try SideBySide.run(&passes) { pass in
        for stretch in read { try pass.run(stretch) }
      }
      place = end
    }
  }

  /// Reads the voids and corrections that the archive's rows already know.
  private func loadAmendments() throws {
    guard let archive, amendments.position == .empty else { return }
    for position in try archive.amendmentPositions() {
      if let event = try log.event(at: position) { amendments.add(event) }
    }
  }

  /// The voids and corrections up to `position`; those that the archive knows are found without
  /// reading the log up to them.
  func amendments(through position: Position) throws -> Amendments {
    var found = Amendments()
    for place in try archive?.amendmentPositions() ?? [] where place <= position {
      if let event = try log.event(at: place) { found.add(event) }
    }
    let known = min(archive?.state.position ?? .empty, position)
    try log.forEach(after: known, through: position, types: Amendments.eventTypes) {
      if $0.position > found.position { found.add($0) }
    }
    return found
  }

  /// Folds every source up to `position` and writes what is new, in one commit. Returns false
  /// without an archive, and when the archive is there already.
  @discardableResult
  package func persist(through position: Position) throws -> Bool {
    guard let archive, archive.state.position < position else { return false }
    try fold(through: position)
    indexes = try indexing?(self, position) ?? []
    let folded = ContinuousClock.now
    defer { times.writing += folded.duration(to: .now) }
    var next = archive.state
    next.position = position
    next.recordHash = try log.recordHash(at: position) ?? []
    next.versions = projections.mapValues(\.version)
    next.quarantine = quarantine
    try archive.commit(
      try changes(), next, dictionaries, amendments: newAmendments,
      indexes: indexes.compactMap { $0.changes() })
    for projection in projections.values { projection.settle() }
    for index in indexes { index.settle() }
    newAmendments = []
    let waiting = projections.values.reduce(0) { $0 + $1.waitingByteCount }
    if archive.doEntitiesWait, waiting > archive.limits.waitingByteCountMax || memory.isTight {
      try drainEntities()
    }
    try forgetEntities(beyond: memory.isTight ? 0 : archive.limits.heldEntityCountMax)
    return true
  }

  /// Folds every source up to `position` and writes nothing yet. Entities that are more than may be
  /// held leave memory for the shelf.
  package func fold(through position: Position) throws {
    let start = ContinuousClock.now
    defer { times.folding += start.duration(to: .now) }
    try advance(projections.values.map { $0 as any LogFollower } + indexes, through: position)
    if let archive { try forgetEntities(beyond: archive.limits.heldEntityCountMax) }
  }

  /// Makes ready for folding far behind what is stored: names that are new are then told from the others
  /// without a look at the store. O(stored entities).
  package func learnNames() throws {
    var all = Array(projections.values)
    try SideBySide.run(&all) { try $0.learnNames() }
  }

  /// Writes the entities that wait in lists into their table; to be called when everything folded is
  /// written. Does nothing where none waits.
  package func drainEntities() throws {
    guard let archive else { return }
    let start = ContinuousClock.now
    defer { times.writing += start.duration(to: .now) }
    let ordered = projections.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    let shelves = try ordered.map { (source: $0.key, entities: try $0.value.waitingEntities()) }
      .filter { $0.entities.count > 0 }
    guard !shelves.isEmpty else { return }
    try archive.drain(shelves)
    for shelf in shelves { projections[shelf.source]?.settleDrained() }
  }

  /// True when rows should be written, because folding on might take more memory than there may be.
  package var isTight: Bool { memory.isTight }

  private func forgetEntities(beyond most: Int) throws {
    var all = Array(projections.values)
    guard all.reduce(0, { $0 + $1.heldEntityCount }) > most else { return }
    try SideBySide.run(&all) { try $0.forgetEntities() }
  }

  /// What every source has gained, in the order of their names.
  private func changes() throws -> [SourceChanges] {
    var found = projections.sorted { $0.key < $1.key }
      .map { (source: $0.value, changes: SourceChanges?.none) }
    try SideBySide.run(&found) { $0.changes = try $0.source.changes() }
    return found.compactMap(\.changes)
  }
}

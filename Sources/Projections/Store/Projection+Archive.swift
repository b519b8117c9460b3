import Columns
import LedgerModel

/// What a projection leaves in an archive and finds there again.
extension Projection {
  /// The entity as an earlier run left it; its state comes back from its own events, and so do its
  /// open rows unless an amendment had to do with them.
  func stored(_ entity: String, _ log: any EventSource) throws -> EntityRecord? {
    guard let known = try known(entity) else { return nil }
    var record = EntityRecord(state: nil)
    record.isAmended = known.isAmended
    record.history = known.positions
    if !known.isAmended, try restore(entity, &record, known.open, log) { return record }
    record.state = nil
    record.open = try openRows(known.open)
    return record
  }

  private func known(_ entity: String) throws -> StoredEntity? {
    if let knownNames, ArchiveKey.isWhole(fold.source, entity), !knownNames.mayHold(entity) {
      return nil
    }
    try loadShelf()
    if let shelved = try shelf.entity(entity) { return shelved }
    return try archive?.entity(fold.source, entity)
  }

  /// Reads which names the archive has, so that new ones are told from them without a look at it. Worth
  /// it for whoever folds far: it takes as long as folding a hundredth of what made them.
  package func learnNames() throws {
    guard let archive, knownNames == nil, archive.state.position > .empty else { return }
    try loadShelf()
    var filter = NameFilter()
    try archive.forEachEntityName(fold.source) { filter.insert($0) }
    shelf.forEachName { filter.insert($0) }
    knownNames = filter
  }

  /// Brings the entities that wait in lists of an earlier run to the shelf, once.
  func loadShelf() throws {
    guard let archive, !isShelfLoaded else { return }
    isShelfLoaded = true
    guard archive.state.position > .empty else { return }
    var loaded = EntityShelf()
    try archive.forEachWaitingList(fold.source) { try loaded.put(list: $0) }
    guard loaded.count > 0 else { return }
    precondition(shelf.count == 0, "entities that wait are fetched before others are put aside")
    loaded.settle()
    shelf = loaded
  }

  /// The entities that wait in lists.
  package var waitingByteCount: Int { shelf.count == 0 ? 0 : shelf.byteCount }

  package func waitingEntities() throws -> EntityShelf {
    try loadShelf()
    return shelf
  }

  package func settleDrained() { shelf = EntityShelf() }

  /// Folds the entity from its events; false when that yields other rows than were stored.
  private func restore(
    _ entity: String, _ record: inout EntityRecord, _ open: [Int], _ log: any EventSource
  ) throws -> Bool {
    let state = fold.begin(entity)
    for event in try events(at: record.history, log) {
      guard fold.entities(of: event).contains(entity) else { continue }
      do throws(FoldFailure) {
        try state.apply(event)
      } catch {
        // Set aside when it came: the fold that leaves it out is the slow one.
        return false
      }
    }
    let rows = Projection.ordered(state.rows)
    guard rows.count == open.count else { return false }
    record.open = zip(rows, open).map { OpenRow(row: $0, isCorrected: false, number: $1) }
    record.state = state
    return true
  }

  /// Notes that an amendment moved the event to an entity that it does not name itself.
  func move(_ position: Position, to index: Int, _ log: any EventSource) throws {
    var indices = try movedRecords(position, log)
    if !indices.contains(index) { indices.append(index) }
    movedTo[position] = indices
    newlyMoved.insert(position)
  }

  /// The entities that amendments moved the event to.
  func movedRecords(_ position: Position, _ log: any EventSource) throws -> [Int] {
    if let known = movedTo[position] { return known }
    let names = try archive?.movedEntities(fold.source, position) ?? []
    var indices: [Int] = []
    for name in names { indices.append(try record(for: name, log)) }
    if !indices.isEmpty { movedTo[position] = indices }
    return indices
  }

  /// What the rows have gained since they were stored last; none when nobody touched them.
  package func changes() throws -> SourceChanges? {
    guard rowsInUse != nil || !touched.isEmpty || shelf.count > 0 || !newlyMoved.isEmpty else {
      return nil
    }
    let rows = try rows
    try shelve()
    let moved = newlyMoved.sorted().map { position in
      (position: position, entities: (movedTo[position] ?? []).map { name(of: $0) })
    }
    return SourceChanges(source: fold.source, rows: rows, entities: shelf, moved: moved)
  }

  /// Puts the entities that changed on the shelf.
  private func shelve() throws {
    guard !touched.isEmpty else { return }
    try loadShelf()
    for index in touched {
      let name = names.bytes.span.extracting(names.range(of: index))
      shelf.put(name, records[index])
      if knownNames != nil { knownNames?.insert(name) }
      records[index].isTouched = false
    }
    touched = []
  }

  /// Entities that are held in memory.
  package var heldEntityCount: Int { records.count }

  /// Says that the changes are stored.
  package func settle() {
    if let archive, let rows = rowsInUse {
      rows.settle { isFull, number, rowCount in
        archive.loader(fold.source, number, isFull: isFull, rowCount, rows.encoders)
      }
    }
    // While entities wait the shelf has them, for the table does not.
    if archive?.doEntitiesWait == true { shelf.settle() } else { shelf = EntityShelf() }
    newlyMoved = []
  }

  package func release() throws {
    guard let archive, archive.state.position == position else { return }
    try forgetEntities()
    forgetRows()
  }

  /// Lets go of the entities in memory: the shelf and the archive bring those back that are asked
  /// for. Nothing happens as long as the archive lacks which entities events were moved to.
  package func forgetEntities() throws {
    guard newlyMoved.isEmpty else { return }
    try shelve()
    names.removeAll(.entity)
    records.removeAll(keepingCapacity: true)
    movedTo = [:]
  }
}

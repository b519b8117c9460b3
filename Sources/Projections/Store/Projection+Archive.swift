import Columns
import LedgerModel

/// What a projection leaves in an archive and finds there again.
extension Projection {
  /// The entity as an earlier run left it; its state comes back from its own events.
  func stored(_ entity: String) throws -> EntityRecord? {
    guard let known = try archive?.entity(fold.source, entity) else { return nil }
    var record = EntityRecord(entity: entity, state: nil)
    record.isAmended = known.isAmended
    for position in known.positions {
      record.last = history.append(position, after: record.last)
    }
    record.open = try openRows(known.open)
    return record
  }

  /// Notes that an amendment moved the event to an entity that it does not name itself.
  func move(_ position: Position, to index: Int) throws {
    var indices = try movedRecords(position)
    if !indices.contains(index) { indices.append(index) }
    movedTo[position] = indices
    newlyMoved.insert(position)
  }

  /// The entities that amendments moved the event to.
  func movedRecords(_ position: Position) throws -> [Int] {
    if let known = movedTo[position] { return known }
    let names = try archive?.movedEntities(fold.source, position) ?? []
    let indices = try names.map { try record(for: $0) }
    if !indices.isEmpty { movedTo[position] = indices }
    return indices
  }

  /// What the rows have gained since they were stored last; none when nobody touched them.
  package func changes() throws -> SourceChanges? {
    guard rowsInUse != nil || !touched.isEmpty || !newlyMoved.isEmpty else { return nil }
    let rows = try rows
    let entities = touched.sorted().map { index in
      let record = records[index]
      return (
        name: record.entity,
        entity: StoredEntity(
          isAmended: record.isAmended, positions: history.positions(endingAt: record.last),
          open: record.open.map(\.number))
      )
    }
    let moved = newlyMoved.sorted().map { position in
      (position: position, entities: (movedTo[position] ?? []).map { records[$0].entity })
    }
    return SourceChanges(source: fold.source, rows: rows, entities: entities, moved: moved)
  }

  /// Says that the changes are stored. Entities are forgotten when there are many: the archive
  /// brings them back.
  package func settle() {
    rowsInUse?.forgetClosings()
    touched = []
    newlyMoved = []
    guard let archive, records.count > archive.limits.heldEntityCountMax else { return }
    entities = [:]
    records = []
    history = EventChain()
    movedTo = [:]
  }
}

package import Columns
package import LedgerModel

/// The rows of one stored source, folded up to a position.
///
/// States stay in memory; events do not. Per entity only the positions of its events are kept (a
/// chain of twelve bytes a link), so that a void or a correction can read them again.
/// Not safe to share between threads while it advances.
package final class Projection<Fold: SourceFold> {
  package let fold: Fold
  package let layout: ColumnLayout
  package internal(set) var position = Position.empty
  package internal(set) var quarantine: [QuarantinedEvent] = []

  private let encoders: [ColumnEncoder]
  private let sizes: RowStore.Sizes
  /// Where rows and entities of earlier runs are; none when everything is folded in memory.
  let archive: ProjectionArchive?
  private var loaded: RowStore?
  /// What changed since the rows were stored last.
  var touched: Set<Int> = []
  var newlyMoved: Set<Position> = []

  var entities: [String: Int] = [:]
  var records: [EntityRecord] = []
  var history = EventChain()
  /// Entities that events came to only through corrections.
  var movedTo: [Position: [Int]] = [:]

  struct EntityRecord {
    let entity: String
    /// None when the entity has to be folded anew from its history.
    var state: Fold.State?
    var open: [OpenRow] = []
    var last = EventChain.none
    /// Some event of its history is named by an amendment: always folded anew.
    var isAmended = false
  }

  struct OpenRow {
    let key: String
    let number: Int
  }

  /// `dictionaries` are those of the store, so that sources share the codes of entities. With an
  /// archive the projection goes on where that one ends.
  package init(
    _ fold: Fold, dictionaries: DictionarySet = DictionarySet(),
    sizes: RowStore.Sizes = .standard, archive: ProjectionArchive? = nil
  ) {
    self.fold = fold
    self.archive = archive
    self.sizes = sizes
    layout = ColumnLayout(own: fold.columns)
    encoders = layout.encoders(of: fold.source, dictionaries)
    position = archive?.state.position ?? .empty
    quarantine = archive?.state.quarantine.filter { $0.source == fold.source } ?? []
  }

  /// The rows; those that are stored are found when somebody asks for the first time.
  package var rows: RowStore {
    get throws {
      if let loaded { return loaded }
      let stored = try archive?.rows(of: fold.source, encoders) ?? .empty
      let made = RowStore(encoders: encoders, sizes: sizes, stored: stored)
      loaded = made
      return made
    }
  }

  /// The rows when somebody asked for them before, so that nothing else can have changed them.
  var rowsInUse: RowStore? { loaded }

  /// Takes in the next event of one of the fold's types.
  func take(_ event: RecordedEvent, _ amendments: Amendments, _ log: any EventSource) throws {
    var changes = RowChanges(event)
    let named = Set(fold.entities(of: event))
    if named.count == 1, named.first == event.positionKey {
      try open(event, amendments, log, &changes)
      try commit(changes)
      return
    }
    for entity in named {
      let index = try record(for: entity)
      self.touched.insert(index)
      records[index].last = history.append(event.position, after: records[index].last)
      if records[index].isAmended {
        try refold(index, amendments, log, &changes)
      } else {
        try extend(index, with: event, amendments, log, &changes)
      }
    }
    try commit(changes)
  }

  /// Folds anew the entities of the events named, whose meaning an amendment has changed; its
  /// position becomes that of the new rows.
  package func amend(
    _ targets: [RecordedEvent], by amendment: RecordedEvent, _ amendments: Amendments,
    _ log: any EventSource
  ) throws {
    var changes = RowChanges(amendment)
    var touched: Set<Int> = []
    for target in targets {
      let (standing, _, _) = amendments.standing(target, at: amendment.position)
      let known = fold.entities(of: target)
      for entity in Set(known + fold.entities(of: standing)) {
        let index = try record(for: entity)
        if !known.contains(entity) {
          records[index].last = history.append(target.position, after: records[index].last)
          try move(target.position, to: index)
        }
        records[index].isAmended = true
        touched.insert(index)
      }
    }
    for target in targets { touched.formUnion(try movedRecords(target.position)) }
    for index in touched { try refold(index, amendments, log, &changes) }
    self.touched.formUnion(touched)
    try commit(changes)
  }

  private func extend(
    _ index: Int, with event: RecordedEvent, _ amendments: Amendments, _ log: any EventSource,
    _ changes: inout RowChanges
  ) throws {
    guard var state = records[index].state else {
      try refold(index, amendments, log, &changes)
      return
    }
    records[index].state = nil
    do throws(FoldFailure) {
      try fold.apply(event, to: &state)
    } catch {
      try refold(index, amendments, log, &changes)
      return
    }
    try compare(index, with: fold.rows(of: state), corrected: [], &changes)
    records[index].state = state
  }

  /// The number of the entity's record, made or fetched when it is not in memory.
  func record(for entity: String) throws -> Int {
    if let index = entities[entity] { return index }
    let record =
      try stored(entity) ?? remembered(entity)
      ?? EntityRecord(entity: entity, state: fold.initial(entity))
    entities[entity] = records.count
    records.append(record)
    return records.count - 1
  }
}

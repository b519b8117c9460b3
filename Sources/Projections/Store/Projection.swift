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
  package let rows: RowStore
  package internal(set) var position = Position.empty
  package internal(set) var quarantine: [QuarantinedEvent] = []

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

  /// `dictionaries` are those of the store, so that sources share the codes of entities.
  package init(
    _ fold: Fold, dictionaries: DictionarySet = DictionarySet(), sizes: RowStore.Sizes = .standard
  ) {
    self.fold = fold
    layout = ColumnLayout(own: fold.columns)
    rows = RowStore(encoders: layout.encoders(of: fold.source, dictionaries), sizes: sizes)
  }

  /// Takes in the next event of one of the fold's types.
  func take(_ event: RecordedEvent, _ amendments: Amendments, _ log: any EventSource) throws {
    var changes = RowChanges(event)
    let named = Set(fold.entities(of: event))
    if named.count == 1, named.first == event.positionKey {
      try open(event, amendments, log, &changes)
      commit(changes)
      return
    }
    for entity in named {
      let index = record(for: entity)
      records[index].last = history.append(event.position, after: records[index].last)
      if records[index].isAmended {
        try refold(index, amendments, log, &changes)
      } else {
        try extend(index, with: event, amendments, log, &changes)
      }
    }
    commit(changes)
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
        let index = record(for: entity)
        if !known.contains(entity) {
          records[index].last = history.append(target.position, after: records[index].last)
          movedTo[target.position, default: []].append(index)
        }
        records[index].isAmended = true
        touched.insert(index)
      }
    }
    for target in targets { touched.formUnion(movedTo[target.position] ?? []) }
    for index in touched { try refold(index, amendments, log, &changes) }
    commit(changes)
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
    compare(index, with: fold.rows(of: state), corrected: [], &changes)
    records[index].state = state
  }

  private func record(for entity: String) -> Int {
    if let index = entities[entity] { return index }
    let index = records.count
    entities[entity] = index
    records.append(remembered(entity) ?? EntityRecord(entity: entity, state: fold.initial(entity)))
    return index
  }
}

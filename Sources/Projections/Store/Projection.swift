package import Columns
package import LedgerModel

/// The rows of one stored source, folded up to a position.
///
/// States of entities stay in memory as long as there is room; events do not. Per entity the
/// positions of its events are kept, so that a void or a correction can read them again.
/// Not safe to share between threads while it advances.
package final class Projection {
  package let fold: any SourceFold
  package let layout: ColumnLayout
  package internal(set) var position = Position.empty
  package internal(set) var quarantine: [QuarantinedEvent] = []

  private let encoders: [ColumnEncoder]
  private let sizes: RowStore.Sizes
  /// Where rows and entities of earlier runs are; none when everything is folded in memory.
  let archive: ProjectionArchive?
  private var loaded: RowStore?
  /// What makes rows of stored bytes.
  let outlined: OutlinedRows
  /// Events of a stretch whose rows wait to be opened together, before anything else is done to the
  /// rows.
  private var waiting: (events: [Int], outlines: EventOutlines?) = ([], nil)

  /// Names of the entities that are held, numbered as `records` are.
  var names = TextTable(.entity)
  var records: [EntityRecord] = []
  /// Entities that changed since they were stored and are held no longer.
  var shelf = EntityShelf()
  /// False until entities that wait in the archive are on the shelf, too.
  var isShelfLoaded = false
  /// What tells most names that neither shelf nor archive have; none where the archive had some
  /// before.
  var knownNames: NameFilter?
  /// Whether it pays to hold entities after their first event.
  var returns = Returns()
  /// Nanoseconds that it took to take in events, as far as they were measured.
  package internal(set) var workload = 0
  /// Numbers of the records that changed since they were stored last.
  var touched: [Int] = []
  /// Entities that events came to only through corrections.
  var movedTo: [Position: [Int]] = [:]
  var newlyMoved: Set<Position> = []

  /// `dictionaries` are those of the store, so that sources share the codes of entities. With an
  /// archive the projection goes on where that one ends.
  package init(
    _ fold: any SourceFold, dictionaries: DictionarySet = DictionarySet(),
    sizes: RowStore.Sizes = .standard, archive: ProjectionArchive? = nil
  ) {
    self.fold = fold
    self.archive = archive
    self.sizes = sizes
    layout = ColumnLayout(own: fold.columns)
    encoders = layout.encoders(of: fold.source, dictionaries)
    position = archive?.state.position ?? .empty
    quarantine = archive?.state.quarantine.filter { $0.source == fold.source } ?? []
    outlined = OutlinedRows(fold)
    knownNames = archive != nil && position == .empty ? NameFilter() : nil
  }

  /// The rows; those that are stored are found when somebody asks for the first time.
  package var rows: RowStore {
    get throws {
      if !waiting.events.isEmpty { try openWaiting() }
      return try store
    }
  }

  private var store: RowStore {
    get throws {
      if let loaded { return loaded }
      let stored = try archive?.rows(of: fold.source, encoders) ?? .empty
      let made = RowStore(encoders: encoders, sizes: sizes, stored: stored)
      loaded = made
      return made
    }
  }

  /// Puts off the row of an event of which the bytes suffice.
  func wait(_ event: Int, _ outlines: EventOutlines) {
    if waiting.events.isEmpty { waiting.outlines = outlines }
    waiting.events.append(event)
  }

  /// Opens the rows that were put off.
  func openWaiting() throws {
    guard !waiting.events.isEmpty, let outlines = waiting.outlines else { return }
    let start = ContinuousClock.now
    try outlined.open(waiting.events, of: outlines, in: store)
    waiting.events.removeAll(keepingCapacity: true)
    waiting.outlines = nil
    workload += Int(start.duration(to: .now) / .nanoseconds(1))
  }

  /// Lets go of the rows; the archive must have all of them.
  func forgetRows() { loaded = nil }

  /// The rows when somebody asked for them before, so that nothing else can have changed them.
  package var rowsInUse: RowStore? { loaded }

  /// Takes in the next event of one of the fold's types.
  func take(_ event: RecordedEvent, _ amendments: Amendments, _ log: any EventSource) throws {
    if fold.standsAlone(event) { return try open(event) }
    let named = fold.entities(of: event)
    if named.count == 1 {
      if named[0].isName(of: event.position) { return try open(event) }
      if try takePassing(event, named[0]) { return }
      if try takeSimply(event, named[0], log) { return }
    }
    var changes = RowChanges(event)
    for entity in Set(named) { try take(event, entity, amendments, log, &changes) }
    try commit(changes)
  }

  /// Takes in an event of one entity that has at most one row, before and after: as most have. False
  /// when it takes more than that, and then nothing has happened.
  private func takeSimply(
    _ event: RecordedEvent, _ entity: String, _ log: any EventSource
  ) throws -> Bool {
    let index = try record(for: entity, log)
    guard !records[index].isAmended, records[index].open.count < 2,
      let state = records[index].state
    else { return false }
    do throws(FoldFailure) {
      try state.apply(event)
    } catch {
      // The state may have any form now.
      records[index].state = nil
      return false
    }
    touch(index)
    noteReturn(after: records[index].history.count)
    records[index].history.append(event.position)
    let rows = state.rows
    if rows.count < 2 {
      try replace(index, by: rows.first, RowOrigin(event))
    } else {
      var changes = RowChanges(event)
      compare(index, with: rows, corrected: [], &changes)
      try commit(changes)
    }
    return true
  }

  private func take(
    _ event: RecordedEvent, _ entity: String, _ amendments: Amendments, _ log: any EventSource,
    _ changes: inout RowChanges
  ) throws {
    let index = try record(for: entity, log)
    touch(index)
    records[index].history.append(event.position)
    if records[index].isAmended {
      try refold(index, amendments, log, &changes)
    } else {
      try extend(index, with: event, amendments, log, &changes)
    }
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
        let index = try record(for: entity, log)
        if !known.contains(entity) {
          records[index].history.append(target.position)
          try move(target.position, to: index, log)
        }
        records[index].isAmended = true
        touched.insert(index)
      }
    }
    for target in targets { touched.formUnion(try movedRecords(target.position, log)) }
    for index in touched {
      touch(index)
      try refold(index, amendments, log, &changes)
    }
    try commit(changes)
  }

  private func extend(
    _ index: Int, with event: RecordedEvent, _ amendments: Amendments, _ log: any EventSource,
    _ changes: inout RowChanges
  ) throws {
    guard let state = records[index].state else {
      try refold(index, amendments, log, &changes)
      return
    }
    do throws(FoldFailure) {
      try state.apply(event)
    } catch {
      try refold(index, amendments, log, &changes)
      return
    }
    compare(index, with: state.rows, corrected: [], &changes)
  }

  /// The name of the entity of a record.
  func name(of index: Int) -> String { names.text(index) }

  private func touch(_ index: Int) {
    guard !records[index].isTouched else { return }
    records[index].isTouched = true
    touched.append(index)
  }

  /// The number of the entity's record, made or fetched when it is not in memory.
  func record(for entity: String, _ log: any EventSource) throws -> Int {
    let index = Int(names.number(of: entity.utf8Span.span))
    if index < records.count { return index }
    precondition(index == records.count, "every name has its record")
    records.append(
      try stored(entity, log) ?? remembered(entity)
        ?? EntityRecord(state: fold.begin(entity)))
    return index
  }
}

extension String {
  /// True when the text is the name of an entity that is one event: `#` and its position.
  func isName(of position: Position) -> Bool {
    utf8.first == UInt8(ascii: "#") && UInt64(dropFirst()) == position.number
  }
}

import Catalog
import Columns
import LedgerModel
import QueryPlan

extension ReadingContext {
  /// Calls `body` with blocks of `history X`, oldest version first. Columns besides those of
  /// `HistoryColumns` are those of the row after the event, else of the one before it.
  func scanHistory(
    of subject: String, all: Bool, columns: [String], _ body: (Block) throws -> Void
  ) throws {
    guard let schema = SourceCatalog.source(named: subject) else { return }
    let layout = HistoryLayout(columns, schema)
    guard
      let versions = try versions(
        of: subject, all: all, columns: layout.read, after: reading.after)
    else { return }
    for start in stride(from: 0, to: versions.changes.count, by: RowStore.blockRowCountMax) {
      let end = min(start + RowStore.blockRowCountMax, versions.changes.count)
      let changes = versions.changes[start..<end]
      let events = layout.needsEvents ? try entries(of: changes) : []
      let filled = layout.columns.map { column in
        Column.values(column.values(changes, versions, events, layout.read))
      }
      try body(
        Block(rowCount: changes.count, columns: filled, mask: Mask(allOf: changes.count)))
    }
  }

  /// The events that made the versions, as they were recorded; one reading for those of one event.
  private func entries(
    of changes: ArraySlice<VersionedRows.Change>
  ) throws -> [RecordedEvent?] {
    var last: (position: Position, event: RecordedEvent?)?
    return try changes.map { change in
      if let last, last.position == change.position { return last.event }
      let event = try log.event(at: change.position)
      last = (change.position, event)
      return event
    }
  }
}

/// Where the columns of a history come from.
private struct HistoryLayout {
  enum Column {
    case position, recorded, at, actor, change
    /// The row before or after, as a record.
    case whole(isNew: Bool)
    /// A column of it.
    case side(Int, isNew: Bool)
    /// A column of the row after, else of the one before.
    case either(Int)
  }

  let columns: [Column]
  /// Columns of the source that are read, each once.
  let read: [String]

  private static let own: [String: Column] = [
    "seq": .position, "recorded": .recorded, "at": .at, "actor": .actor, "change": .change,
    "old": .whole(isNew: false), "new": .whole(isNew: true),
  ]

  init(_ names: [String], _ schema: SourceSchema) {
    var read: [String] = []
    func place(_ name: String) -> Int {
      if let known = read.firstIndex(of: name) { return known }
      read.append(name)
      return read.count - 1
    }
    columns = names.map { name in
      if let own = HistoryLayout.own[name] { return own }
      for (prefix, isNew) in [(HistoryColumns.old, false), (HistoryColumns.new, true)]
      where name.hasPrefix(prefix) {
        return .side(place(String(name.dropFirst(prefix.count))), isNew: isNew)
      }
      switch name {
      case HistoryColumns.unit: return .either(place(schema.unitColumn ?? "unit"))
      case HistoryColumns.campaign: return .either(place("campaign"))
      default: return .either(place(name))
      }
    }
    if columns.contains(where: { if case .whole = $0 { true } else { false } }) {
      for column in schema.columns { _ = place(column.name) }
    }
    self.read = read
  }

  var needsEvents: Bool {
    columns.contains {
      switch $0 {
      case .recorded, .at, .actor, .change: true
      default: false
      }
    }
  }
}

extension HistoryLayout.Column {
  func values(
    _ changes: ArraySlice<VersionedRows.Change>, _ versions: VersionedRows,
    _ events: [RecordedEvent?], _ names: [String]
  ) -> [Value] {
    switch self {
    case .position: changes.map { .position($0.position) }
    case .recorded: events.map { .instant($0?.recorded) }
    case .at: events.map { .instant($0?.event.time) }
    case .actor: events.map { .string($0?.event.actorName) }
    case .change: events.map { .symbol($0?.event.kind) }
    case .whole(let isNew):
      changes.map { change in
        (isNew ? change.new : change.old).map { versions.record($0, names) } ?? .none
      }
    case .side(let column, let isNew):
      changes.map { change in
        (isNew ? change.new : change.old).map { versions.columns[column][$0] } ?? .none
      }
    case .either(let column):
      changes.map { change in
        (change.new ?? change.old).map { versions.columns[column][$0] } ?? .none
      }
    }
  }
}

extension VersionedRows {
  /// The row's values by column; those that are none are left out.
  fileprivate func record(_ row: Int, _ names: [String]) -> Value {
    var fields: [String: Value] = [:]
    for (index, name) in names.enumerated() where !columns[index][row].isNone {
      fields[name] = columns[index][row]
    }
    return .record(fields)
  }
}

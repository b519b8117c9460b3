import Catalog
import Columns
import LedgerModel

extension ReadingContext {
  /// Folds the stored source as far as the reading sees, if nobody did before.
  func folded(_ source: String) throws -> (any StoredSource)? {
    guard let projection = store.stored(source) else { return nil }
    if projection.position < position {
      try store.advance([source], through: position)
    }
    return projection
  }

  func storedTable(_ source: String) throws -> SourceTable {
    guard let projection = try folded(source) else {
      return SourceTable(layout: TableLayout(ColumnLayout(own: []).names))
    }
    let layout = projection.layout
    var table = SourceTable(layout: TableLayout(layout.names))
    try eachStored(source, layout.names) { row in
      let values = layout.names.indices.map { row[$0] }
      table.rows.append(SourceRow(values: values, stands: values[layout.stands].bool ?? true))
    }
    return table
  }

  /// Hands out the visible rows of a stored source as they were folded, with those of its columns,
  /// and keeps nothing: what is made of a large source needs no second copy of it. None for a source
  /// that nobody folds. O(rows).
  func eachStored(
    _ source: String, _ columns: [String], _ body: (StoredRow) throws -> Void
  ) throws {
    try eachStoredBlock(source, columns) { block in
      for row in 0..<block.rowCount where block.mask[row] {
        if row.isMultiple(of: 1_024) { try store.check() }
        try body(StoredRow(columns: block.columns, row: row))
      }
    }
  }

  /// The same a block at a time.
  func eachStoredBlock(
    _ source: String, _ columns: [String], _ body: (Block) throws -> Void
  ) throws {
    guard let projection = try folded(source) else { return }
    let links = source == PersonLinks.source ? .none : try links
    let persons =
      links.isEmpty ? [] : columns.indices.filter { PersonLinks.columns.contains(columns[$0]) }
    let linked = store.companion("linked persons") { LinkedPersons() }
    linked.follow(links)
    let wanted = columns.compactMap { projection.layout.index(of: $0) }
    precondition(wanted.count == columns.count, "\(source) has no such column")
    try projection.rows.scan(visibleAt: position, columns: wanted) { stored in
      try store.check()
      try body(persons.isEmpty ? stored : linked.linking(stored, persons))
    }
  }

  /// The stored rows with what the reading adds. They are not kept unless the reading itself asked
  /// for them: of a large source two copies would be most of the memory.
  func finishedTable(_ source: String) throws -> SourceTable {
    let schema = SourceCatalog.source(named: source)
    let own = store.stored(source)?.layout.names ?? ColumnLayout(own: []).names
    let missing = (schema?.columns.map(\.name) ?? []).filter { !own.contains($0) }
    let layout = TableLayout(own + missing)
    let completion = try RowCompletion(schema, layout, self)
    let filler = try registry.readings[source]?.filler(for: layout, in: self)
    let stored = try knowledge.storedTables[source] ?? storedTable(source)
    let padding = [Value](repeating: .none, count: missing.count)
    var table = SourceTable(layout: layout)
    table.rows.reserveCapacity(stored.rows.count)
    for (number, row) in stored.rows.enumerated() {
      if number.isMultiple(of: 1_024) { try store.check() }
      var values: [Value] = []
      values.reserveCapacity(layout.names.count)
      values += row.values
      values += padding
      var finished = SourceRow(values: values, stands: row.stands)
      completion.settleTimes(&finished)
      try filler?(&finished)
      completion.fill(&finished)
      table.rows.append(finished)
    }
    return table
  }

  func derivedTable(_ derived: any DerivedSource) throws -> SourceTable {
    guard let schema = SourceCatalog.source(named: derived.source) else {
      preconditionFailure("a derived source has a schema")
    }
    let completion = try DerivedRowCompletion(schema, in: self)
    var rows: [SourceRow] = []
    for (number, row) in try derived.rows(in: self).enumerated() {
      if number.isMultiple(of: 1_024) { try store.check() }
      rows.append(completion.completed(row))
    }
    let layout = completion.layout
    return SourceTable(layout: layout, rows: try ordered(rows, schema, layout))
  }

  /// In the order (position, key).
  private func ordered(
    _ rows: [SourceRow], _ schema: SourceSchema, _ layout: TableLayout
  ) throws -> [SourceRow] {
    guard let seq = layout.index(of: "seq") else { return rows }
    let key = schema.key.compactMap { layout.index(of: $0) }
    let keyed = try rows.enumerated().map { number, row in
      if number.isMultiple(of: 1_024) { try store.check() }
      return (row.values[seq].position ?? .empty, key.map { row.values[$0].orderingText }, row)
    }
    var comparisons = 0
    return try keyed.sorted { left, right in
      comparisons += 1
      if comparisons.isMultiple(of: 4_096) { try store.check() }
      if left.0 != right.0 { return left.0 < right.0 }
      return left.1.lexicographicallyPrecedes(right.1) {
        $0.utf8.lexicographicallyPrecedes($1.utf8)
      }
    }.map(\.2)
  }
}

extension Value {
  /// A text that orders keys: ids by their bytes, days and numbers by value.
  fileprivate var orderingText: String {
    switch self {
    case .string(let text), .symbol(let text), .entity(let text): text
    case .date(let day): String(Int64(day.number) + 10_000_000)
    case .integer(let number): String(number.magnitude)
    case .position(let position): String(position.number + 1_000_000_000_000)
    default: ""
    }
  }
}

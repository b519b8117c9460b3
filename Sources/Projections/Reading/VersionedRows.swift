import Columns
package import LedgerModel

/// The rows that a source has had, and which event replaced which by which.
package struct VersionedRows {
  /// One event and one row: none before for a row that it opened, none after for one that it closed.
  package struct Change: Sendable {
    package let position: Position
    package let old: Int?
    package let new: Int?

    package init(at position: Position, old: Int?, new: Int?) {
      self.position = position
      self.old = old
      self.new = new
    }
  }

  /// One list per column asked for, one value per row.
  package var columns: [[Value]]
  /// By position, those of one event by the key of their row.
  package var changes: [Change] = []
  package private(set) var rowCount = 0

  package init(columnCount: Int) {
    columns = Array(repeating: [], count: columnCount)
  }

  /// Adds a row and returns its number.
  package mutating func append(_ values: [Value]) -> Int {
    for (index, value) in values.enumerated() { columns[index].append(value) }
    rowCount += 1
    return rowCount - 1
  }
}

extension ReadingContext {
  /// The versions of a source's rows up to K, without those made at or before `after`; `all` takes in
  /// rows that do not stand. None for a derived source that keeps no versions.
  ///
  /// O(rows ever opened) for a stored source.
  package func versions(
    of source: String, all: Bool, columns: [String], after: Position
  ) throws -> VersionedRows? {
    if let derived = registry.derived[source] {
      return try derived.versions(all: all, columns: columns, in: self)
    }
    guard isStored(source) else { return nil }
    return try StoredVersions(all: all, after: after).rows(of: source, columns, in: self)
  }
}

/// Pairs the closings of a stored source with the openings that the same event made.
private struct StoredVersions {
  let all: Bool
  let after: Position

  /// What a row is found by: the event that closed it and the row's key.
  private struct Ending: Hashable {
    let position: Position
    let key: String
  }

  private struct Opening {
    let position: Position
    let key: String
    let row: Int
  }

  func rows(
    of source: String, _ columns: [String], in context: ReadingContext
  ) throws -> VersionedRows {
    var versions = VersionedRows(columnCount: columns.count)
    var openings: [Opening] = []
    var endings: [Ending: Int] = [:]
    let hidden = ["%key", "%from", "%until", "%stands"]
    try context.scanVersions(source, columns: hidden + columns) { block in
      for number in block.mask.rows {
        let row = Int(number)
        func value(_ column: Int) -> Value { block.columns[column].value(at: row) }
        let (from, until) = (value(1).position ?? .empty, value(2).position)
        guard from > after || until.map({ $0 > after }) ?? false,
          all || value(3) != .bool(false), let key = value(0).text
        else { continue }
        let place = versions.append(columns.indices.map { value(hidden.count + $0) })
        if from > after { openings.append(Opening(position: from, key: key, row: place)) }
        if let until { endings[Ending(position: until, key: key)] = place }
      }
    }
    pair(openings, &endings, &versions)
    return versions
  }

  private func pair(
    _ openings: [Opening], _ endings: inout [Ending: Int], _ versions: inout VersionedRows
  ) {
    var changes: [(change: VersionedRows.Change, key: String)] = openings.map { opening in
      let old = endings.removeValue(
        forKey: Ending(position: opening.position, key: opening.key))
      return (.init(at: opening.position, old: old, new: opening.row), opening.key)
    }
    changes += endings.map { ending, row in
      (.init(at: ending.position, old: row, new: nil), ending.key)
    }
    versions.changes = VersionedRows.ordered(changes)
  }
}

extension VersionedRows {
  /// By position, then by the bytes of the key.
  package static func ordered(_ changes: [(change: Change, key: String)]) -> [Change] {
    changes.sorted { left, right in
      if left.change.position != right.change.position {
        return left.change.position < right.change.position
      }
      return left.key.utf8.lexicographicallyPrecedes(right.key.utf8)
    }.map(\.change)
  }
}

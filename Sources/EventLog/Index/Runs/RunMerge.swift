import LMDB

/// Merging of neighbouring runs into one of the next level.
///
/// A merge is a transaction of its own and changes nothing that anybody finds: the same keys lie
/// elsewhere afterwards. Segments are read from the commit before it while the new ones are stored.
extension IndexStore {
  /// Merges as long as some level has enough runs.
  func mergeRuns() throws {
    while try mergeOnce() {}
  }

  private func mergeOnce() throws -> Bool {
    try read { snapshot in
      var directory = snapshot.directory
      let identifiers = directory.identifiers.dueForMerge
      let entities = directory.entities.dueForMerge
      guard identifiers != nil || entities != nil else { return false }
      return try environment.write { transaction in
        guard try isCurrent(snapshot.stamp, transaction) else { return false }
        if let identifiers {
          let run = try snapshot.mergeIdentifiers(identifiers, tables.identifiers, &transaction)
          try delete(directory.identifiers[identifiers], in: tables.identifiers, &transaction)
          directory.identifiers.replaceSubrange(identifiers, with: [run])
        }
        if let entities {
          let run = try snapshot.mergeEntities(entities, tables.entities, &transaction)
          try delete(directory.entities[entities], in: tables.entities, &transaction)
          directory.entities.replaceSubrange(entities, with: [run])
        }
        try put(snapshot.stamp.revised, directory, in: &transaction)
        return true
      }
    }
  }

  private func delete(
    _ runs: ArraySlice<Run>, in table: Table, _ transaction: inout WriteTransaction
  ) throws {
    for run in runs {
      for segment in run.segments.indices {
        _ = try transaction.delete(run.key(segment).span, in: table)
      }
    }
  }
}

extension ArraySlice<Run> {
  /// A run without segments over the whole range, one level up.
  fileprivate var merged: Run {
    Run(
      first: self[startIndex].first, last: self[endIndex - 1].last,
      level: self[startIndex].level + 1)
  }
}

extension IndexSnapshot {
  fileprivate borrowing func mergeIdentifiers(
    _ range: Range<Int>, _ table: Table, _ transaction: inout WriteTransaction
  ) throws -> Run {
    let runs = directory.identifiers[range]
    var writer = IdentifierRunWriter(run: runs.merged, table: table)
    var merge = try IdentifierMerge(runs, self)
    while let (key, position) = try merge.next(self) {
      try writer.append(key, position, to: &transaction)
    }
    return try writer.finish(&transaction)
  }

  fileprivate borrowing func mergeEntities(
    _ range: Range<Int>, _ table: Table, _ transaction: inout WriteTransaction
  ) throws -> Run {
    let runs = directory.entities[range]
    var writer = EntityRunWriter(run: runs.merged, table: table)
    var merge = try EntityMerge(runs, newest: nil, self)
    while let (fingerprint, row) = try merge.next(self) {
      try writer.append(fingerprint, row, to: &transaction)
    }
    return try writer.finish(&transaction)
  }
}

/// Writes the segments of a run of identifiers one after the other.
private struct IdentifierRunWriter {
  private var run: Run
  private let table: Table
  private var keys: [UInt64] = []
  private var offsets: [UInt32] = []

  init(run: Run, table: Table) {
    self.run = run
    self.table = table
  }

  mutating func append(
    _ key: UInt64, _ position: UInt64, to transaction: inout WriteTransaction
  ) throws {
    keys.append(key)
    offsets.append(UInt32(truncatingIfNeeded: position - run.first))
    if keys.count == IdentifierRuns.segmentKeyCount { try put(&transaction) }
  }

  mutating func finish(_ transaction: inout WriteTransaction) throws -> Run {
    if !keys.isEmpty { try put(&transaction) }
    return run
  }

  private mutating func put(_ transaction: inout WriteTransaction) throws {
    let words = IdentifierRuns.segment(keys[...], offsets[...])
    try transaction.put(words: words.span, for: run.key(run.segments.count).span, in: table)
    run.segments.append(Run.Segment(smallest: keys[0], largest: keys[keys.count - 1]))
    keys.removeAll(keepingCapacity: true)
    offsets.removeAll(keepingCapacity: true)
  }
}

/// The identifiers of several runs in ascending order, equal ones oldest first.
struct IdentifierMerge {
  /// Runs that are not at their end, oldest first, and the next key of each.
  private var sources: [Source] = []
  private var heads: [UInt64] = []

  /// A run with a copy of the segment it has come to.
  private struct Source {
    let run: Run
    var segment = 0
    var keys: [UInt64] = []
    var offsets: [UInt32] = []
    var index = 0

    /// Goes to the next segment; false behind the last.
    mutating func fill(_ snapshot: borrowing IndexSnapshot) throws -> Bool {
      index = 0
      keys.removeAll(keepingCapacity: true)
      offsets.removeAll(keepingCapacity: true)
      while keys.isEmpty, segment < run.segments.count {
        let stored = try snapshot.segment(run, segment, in: snapshot.tables.identifiers)
        for place in 0..<stored.count {
          keys.append(stored.key(place))
          offsets.append(stored.offset(place))
        }
        segment += 1
      }
      return !keys.isEmpty
    }
  }

  init(_ runs: ArraySlice<Run>, _ snapshot: borrowing IndexSnapshot) throws {
    for run in runs {
      var source = Source(run: run)
      guard try source.fill(snapshot) else { continue }
      sources.append(source)
      heads.append(source.keys[0])
    }
  }

  mutating func next(
    _ snapshot: borrowing IndexSnapshot
  ) throws -> (key: UInt64, position: UInt64)? {
    guard !heads.isEmpty else { return nil }
    var best = 0
    for place in 1..<heads.count where heads[place] < heads[best] { best = place }
    let key = heads[best]
    let position = sources[best].run.first + UInt64(sources[best].offsets[sources[best].index])
    sources[best].index += 1
    if sources[best].index < sources[best].keys.count {
      heads[best] = sources[best].keys[sources[best].index]
    } else if try sources[best].fill(snapshot) {
      heads[best] = sources[best].keys[0]
    } else {
      sources.remove(at: best)
      heads.remove(at: best)
    }
    return (key, position)
  }
}

/// The entities of several runs in ascending order of their fingerprints, each with its newest row.
struct EntityMerge {
  /// Runs that are not at their end, oldest first.
  private var sources: [Source] = []

  /// A run with a copy of the segment it has come to.
  private struct Source {
    let run: Run
    var segment = 0
    var rows: [(fingerprint: Fingerprint, row: [UInt8])] = []
    var index = 0

    mutating func fill(_ snapshot: borrowing IndexSnapshot) throws -> Bool {
      index = 0
      rows.removeAll(keepingCapacity: true)
      while rows.isEmpty, segment < run.segments.count {
        let stored = try snapshot.segment(run, segment, in: snapshot.tables.entities)
        for place in 0..<stored.count {
          guard let fingerprint = stored.fingerprint(place), let row = stored.row(place) else {
            throw IndexDamaged(table: "entities")
          }
          rows.append((fingerprint, row))
        }
        segment += 1
      }
      return !rows.isEmpty
    }
  }

  /// - Parameter newest: rows that are newer than every run, in order.
  init(
    _ runs: ArraySlice<Run>, newest: [(fingerprint: Fingerprint, row: [UInt8])]?,
    _ snapshot: borrowing IndexSnapshot
  ) throws {
    for run in runs {
      var source = Source(run: run)
      if try source.fill(snapshot) { sources.append(source) }
    }
    guard let newest, !newest.isEmpty else { return }
    var source = Source(run: Run(first: 0, last: 0, level: 0))
    source.rows = newest
    sources.append(source)
  }

  mutating func next(
    _ snapshot: borrowing IndexSnapshot
  ) throws -> (fingerprint: Fingerprint, row: [UInt8])? {
    guard !sources.isEmpty else { return nil }
    var best = 0
    var least = head(0)
    for place in 1..<sources.count {
      let fingerprint = head(place)
      guard fingerprint <= least else { continue }
      (best, least) = (place, fingerprint)
    }
    let row = sources[best].rows[sources[best].index].row
    for place in (0...best).reversed() where head(place) == least {
      sources[place].index += 1
      guard sources[place].index == sources[place].rows.count else { continue }
      if try !sources[place].fill(snapshot) { sources.remove(at: place) }
    }
    return (least, row)
  }

  private func head(_ place: Int) -> Fingerprint {
    sources[place].rows[sources[place].index].fingerprint
  }
}

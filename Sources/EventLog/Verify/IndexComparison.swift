/// Compares a stored index with one that was folded from the log.
///
/// What they hold is compared and not how it lies: where runs were cut and merged depends on when
/// each process wrote.
enum IndexComparison {
  /// One clause for each kind of difference; none when both hold the same.
  ///
  /// - Parameter complete: folds into `derived` what the stored index holds by now.
  static func problems(
    of stored: IndexStore, derived: IndexStore, completedBy complete: (IndexStamp) throws -> Void
  ) throws -> [String] {
    do {
      return try stored.read { mine in
        try complete(mine.stamp)
        return try derived.read { other in
          let counts = [
            ("segments of the index contradict themselves", try mine.brokenSegmentCount()),
            (
              "identifiers of the index differ from a fold of the log",
              try differingIdentifierCount(mine, other)
            ),
            (
              "entities of the index differ from a fold of the log",
              try differingEntityCount(mine, other)
            ),
          ]
          return counts.filter { $0.1 > 0 }.map { "\($0.1) \($0.0)" }
        }
      }
    } catch let error as IndexDamaged {
      return ["the table of \(error.table) in the index is damaged"]
    }
  }

  private static func differingIdentifierCount(
    _ mine: borrowing IndexSnapshot, _ other: borrowing IndexSnapshot
  ) throws -> Int {
    var left = try IdentifierMerge(mine.directory.identifiers[...], mine)
    var right = try IdentifierMerge(other.directory.identifiers[...], other)
    var count = 0
    while true {
      let (mineNext, otherNext) = (try left.next(mine), try right.next(other))
      if mineNext == nil, otherNext == nil { break }
      if mineNext?.key != otherNext?.key || mineNext?.position != otherNext?.position { count += 1 }
    }
    let (mineNew, otherNew) = (try mine.newIdentifiers(), try other.newIdentifiers())
    for (first, second) in zip(mineNew, otherNew) where first != second { count += 1 }
    return count + abs(mineNew.count - otherNew.count)
  }

  private static func differingEntityCount(
    _ mine: borrowing IndexSnapshot, _ other: borrowing IndexSnapshot
  ) throws -> Int {
    var left = try EntityMerge(
      mine.directory.entities[...], newest: try mine.newRows(), mine)
    var right = try EntityMerge(
      other.directory.entities[...], newest: try other.newRows(), other)
    var count = 0
    while true {
      let (mineNext, otherNext) = (try left.next(mine), try right.next(other))
      if mineNext == nil, otherNext == nil { return count }
      if mineNext?.fingerprint != otherNext?.fingerprint || mineNext?.row != otherNext?.row {
        count += 1
      }
    }
  }
}

extension IndexSnapshot {
  /// Segments whose keys do not ascend or do not lie where the directory says, or whose filter is not
  /// the one of the keys.
  fileprivate borrowing func brokenSegmentCount() throws -> Int {
    var count = 0
    for run in directory.identifiers {
      for number in run.segments.indices {
        if try !segment(run, number, in: tables.identifiers).isSound(run.segments[number]) {
          count += 1
        }
      }
    }
    for run in directory.entities {
      for number in run.segments.indices {
        if try !segment(run, number, in: tables.entities).isSound(run.segments[number]) {
          count += 1
        }
      }
    }
    return count
  }
}

extension RunSegment {
  fileprivate func isSound(_ bounds: Run.Segment) -> Bool {
    guard count > 0, key(0) == bounds.smallest, key(count - 1) == bounds.largest else {
      return false
    }
    var expected = BloomFilter(keyCount: count)
    for index in 0..<count {
      if index > 0, key(index - 1) > key(index) { return false }
      expected.insert(key(index))
    }
    return hasFilter(expected)
  }
}

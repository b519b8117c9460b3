import LMDB

/// Runs of identifiers: fingerprints in ascending order with the offset of each event from the first
/// position of its run, half a word each.
///
/// The first run of level 0 covers the positions 1 to 65,536, and so on, whatever the batches were;
/// which runs there are follows from the number of events alone.
enum IdentifierRuns {
  /// Keys of a segment; a run of level n has 8ⁿ full ones.
  static let segmentKeyCount = Run.eventCount

  /// The segment of a new run of level 0.
  static func seal(_ fingerprints: ArraySlice<UInt64>, first: UInt64) -> (Run, [UInt64]) {
    let (keys, offsets) = FingerprintOrder.sorted(fingerprints)
    var run = Run(first: first, last: first + UInt64(keys.count) - 1, level: 0)
    run.segments = [Run.Segment(smallest: keys[0], largest: keys[keys.count - 1])]
    return (run, segment(keys[...], offsets[...]))
  }

  static func segment(_ keys: ArraySlice<UInt64>, _ offsets: ArraySlice<UInt32>) -> [UInt64] {
    let filterCount = BloomFilter.wordCount(keyCount: keys.count)
    let capacity = RunSegment.headerCount + filterCount + keys.count + (keys.count + 1) / 2
    var words = RunSegment.beginning(keys, capacity: capacity)
    words.append(halves: offsets)
    words.padSegment()
    return words
  }
}

extension IndexSnapshot {
  /// Looks fingerprints up in every run, run by run: for each that is found, calls `found` with its
  /// index in `sorted` and a position. `sorted` ascends, so each part of a run is met once.
  borrowing func findIdentifiers(
    _ sorted: [UInt64], _ statistics: inout IndexStatistics,
    _ found: (_ index: Int, _ position: UInt64) -> Void
  ) throws {
    statistics.lookupCount += sorted.count
    for run in directory.identifiers {
      var next = 0
      for (number, bounds) in run.segments.enumerated() {
        while next < sorted.count, sorted[next] < bounds.smallest { next += 1 }
        guard next < sorted.count else { break }
        guard sorted[next] <= bounds.largest else { continue }
        let segment = try self.segment(run, number, in: tables.identifiers)
        var index = next
        while index < sorted.count, sorted[index] <= bounds.largest {
          statistics.filterTestCount += 1
          if segment.mayContain(sorted[index]) {
            statistics.fullProbeCount += 1
            segment.offsets(of: sorted[index]) { offset in
              statistics.matchCount += 1
              found(index, run.first + UInt64(offset))
            }
          }
          index += 1
        }
      }
    }
  }
}

extension RunSegment {
  /// Calls `body` with what is stored for each equal key.
  fileprivate func offsets(of sought: UInt64, _ body: (UInt32) -> Void) {
    var index = firstIndex(notBelow: sought)
    while index < count, key(index) == sought {
      if let offset = words.half(index, from: payloadStart) { body(offset) }
      index += 1
    }
  }

  /// The offset of the event that the key at `index` belongs to.
  func offset(_ index: Int) -> UInt32 { words.half(index, from: payloadStart) ?? 0 }
}

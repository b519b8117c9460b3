/// Runs of entities: every row that changed over a range of the log, as it was at the end of it. The
/// newest run that has an entity holds its row.
///
/// Keys are the upper halves of the fingerprints. Behind them lie the lower halves, a word each; then
/// where each row ends, half a word each, counted in bytes from the first row; then the rows as
/// `EntityRow` encodes them.
struct EntitySegmentBuilder {
  private var highs: [UInt64] = []
  private var lows: [UInt64] = []
  private var ends: [UInt32] = []
  private var rows: [UInt8] = []

  /// Rows of a full segment: with its filter about a megabyte.
  static let rowCountMax = 32_768

  var isFull: Bool { highs.count >= Self.rowCountMax }
  var isEmpty: Bool { highs.isEmpty }

  /// Adds a row behind the last one; fingerprints ascend.
  mutating func append(_ fingerprint: Fingerprint, _ row: some Sequence<UInt8>) {
    highs.append(fingerprint.high)
    lows.append(fingerprint.low)
    rows.append(contentsOf: row)
    ends.append(UInt32(rows.count))
  }

  /// The segment and the keys it covers; the builder begins the next one.
  mutating func finish() -> (bounds: Run.Segment, words: [UInt64]) {
    let bounds = Run.Segment(smallest: highs.first ?? 0, largest: highs.last ?? 0)
    let capacity =
      RunSegment.headerCount + BloomFilter.wordCount(keyCount: highs.count) + highs.count * 2
      + highs.count / 2 + rows.count / 8 + 2
    var words = RunSegment.beginning(highs[...], capacity: capacity)
    words.append(contentsOf: lows)
    words.append(halves: ends)
    for start in stride(from: 0, to: rows.count, by: 8) {
      var word: UInt64 = 0
      for index in start..<min(start + 8, rows.count) {
        word |= UInt64(rows[index]) << UInt64(8 * (index - start))
      }
      words.append(word)
    }
    words.padSegment()
    self = EntitySegmentBuilder()
    return (bounds, words)
  }
}

extension RunSegment {
  /// The whole fingerprint of the row at `index`; nil in a damaged segment.
  func fingerprint(_ index: Int) -> Fingerprint? {
    guard payloadStart + count <= words.count else { return nil }
    return Fingerprint(high: key(index), low: words[payloadStart + index])
  }

  /// The bytes of the row at `index`; nil in a damaged segment.
  func row(_ index: Int) -> [UInt8]? {
    let ends = payloadStart + count
    let start = index == 0 ? 0 : words.half(index - 1, from: ends)
    guard let start, let end = words.half(index, from: ends), start <= end else { return nil }
    let base = (ends + (count + 1) / 2) * 8
    guard base + Int(end) <= words.count * 8 else { return nil }
    return (base + Int(start)..<base + Int(end)).map { place in
      UInt8(truncatingIfNeeded: words[place / 8] >> UInt64(8 * (place & 7)))
    }
  }

  /// The row of an entity; none if the segment does not have it.
  func row(of sought: Fingerprint) throws -> [UInt8]? {
    guard mayContain(sought.high) else { return nil }
    var index = firstIndex(notBelow: sought.high)
    while index < count, key(index) == sought.high {
      guard let found = fingerprint(index) else { throw IndexDamaged(table: "entities") }
      if found == sought {
        guard let row = row(index) else { throw IndexDamaged(table: "entities") }
        return row
      }
      index += 1
    }
    return nil
  }
}

extension IndexSnapshot {
  /// The rows of entities, newest first wherever there are several; a missing entity is left out.
  /// `sorted` ascends, so each segment is met once for all of them.
  borrowing func rows(_ sorted: [Fingerprint]) throws -> [Fingerprint: EntityRow] {
    var found: [Fingerprint: EntityRow] = [:]
    for fingerprint in sorted {
      if let row = try newRow(fingerprint) { found[fingerprint] = row }
    }
    for run in directory.entities.reversed() {
      var next = 0
      for (number, bounds) in run.segments.enumerated() {
        while next < sorted.count, sorted[next].high < bounds.smallest { next += 1 }
        guard next < sorted.count else { break }
        guard sorted[next].high <= bounds.largest else { continue }
        let segment = try self.segment(run, number, in: tables.entities)
        var index = next
        while index < sorted.count, sorted[index].high <= bounds.largest {
          let fingerprint = sorted[index]
          index += 1
          guard let stored = try segment.row(of: fingerprint) else { continue }
          guard let row = EntityRow(stored.span) else { throw IndexDamaged(table: "entities") }
          if found[fingerprint] == nil { found[fingerprint] = row }
        }
      }
    }
    return found
  }
}

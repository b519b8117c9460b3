package import LedgerModel

/// Compaction: where few of the rows that a question reads are still open, these are kept once more in
/// blocks of their own.
///
/// Nothing is moved. Rows answer in the order in which they were opened; were closed rows moved away, a
/// question about the past would have to merge two places row by row. The price is a copy of the open
/// rows of such stretches.
extension RowStore {
  /// What compaction looks at, and from where on it finds that too few rows are open.
  package enum Compactable {
    /// Full blocks of which at most half of the rows are open: for a store that is compacted again and
    /// again, so that it is not cut into small pieces, and altogether no more rows are copied than were
    /// opened.
    case fullBlocks
    /// Full chunks behind them, too, of which at most three quarters are: for a store that is compacted
    /// once. A list of rows is read at half the speed of a run, so it pays before half are closed.
    case fullChunks

    fileprivate func isSparse(openCount: Int, of readCount: Int) -> Bool {
      switch self {
      case .fullBlocks: openCount * 2 <= readCount
      case .fullChunks: openCount * 4 <= readCount * 3
      }
    }
  }

  /// Stretches of rows that it pays to compact. What was compacted before counts as it is now, and is in
  /// a stretch as a whole. Ascending. O(blocks).
  package func sparseStretches(_ compactable: Compactable) -> [Range<Int>] {
    var stretches: [Range<Int>] = []
    func add(_ rows: Range<Int>, readCount: Int, openCount: Int) {
      guard readCount > 0, compactable.isSparse(openCount: openCount, of: readCount) else { return }
      if let last = stretches.last, last.upperBound == rows.lowerBound {
        stretches[stretches.count - 1] = last.lowerBound..<rows.upperBound
      } else {
        stretches.append(rows)
      }
    }
    func addBlocks(_ rows: Range<Int>) {
      var first = rows.lowerBound
      forEachBlock(of: rows) { block, window in
        add(
          first..<first + window.count, readCount: window.count,
          openCount: block.lifetimes.openCount(in: window))
        first += window.count
      }
    }
    var row = 0
    for stretch in compacted {
      addBlocks(row..<stretch.rows.lowerBound)
      add(stretch.rows, readCount: stretch.rowCount, openCount: stretch.openCount)
      row = stretch.rows.upperBound
    }
    addBlocks(row..<max(row, compactableCount(compactable)))
    return stretches
  }

  /// Rows in blocks that get no further rows.
  private func compactableCount(_ compactable: Compactable) -> Int {
    let full = fullBlockCount * sizes.blockRowCount
    guard compactable == .fullChunks else { return full }
    let chunks = blocks[fullBlockCount...].count { $0.rowCount == sizes.chunkRowCount }
    return full + chunks * sizes.chunkRowCount
  }

  /// The numbers of the open rows of a stretch, counted from its first, cut into as many as a block
  /// holds. O(rows).
  package func openRows(of stretch: Range<Int>) -> [[UInt32]] {
    var numbers: [[UInt32]] = []
    var part: [UInt32] = []
    var first = 0
    forEachBlock(of: stretch) { block, window in
      for row in window where block.lifetimes.until(row) == .never {
        if part.count == sizes.blockRowCount {
          numbers.append(part)
          part.removeAll(keepingCapacity: true)
        }
        part.append(UInt32(first + row - window.lowerBound))
      }
      first += window.count
    }
    return part.isEmpty ? numbers : numbers + [part]
  }

  /// A block of the rows of a stretch with those numbers, all of them open. Holds one column of one block
  /// besides. Throws what reading a stored column throws.
  package func compactedBlock(of stretch: Range<Int>, _ numbers: [UInt32]) throws -> RowBlock {
    let picks = picks(of: stretch, numbers)
    let columns = try encoders.indices.map { index in
      encoders[index].unitedDetached(
        try picks.map { ((try $0.block.passing(index)).picked($0.rows), $0.rows.count) })
    }
    let from = picks.flatMap { pick in pick.rows.map { pick.block.lifetimes.from(Int($0)) } }
    return RowBlock(columns: columns, lifetimes: Lifetimes(from: from), encoders: encoders)
  }

  /// The blocks that hold the rows of a stretch with those numbers, with the rows of each.
  package func picks(
    of stretch: Range<Int>, _ numbers: [UInt32]
  ) -> [(block: RowBlock, rows: RowList)] {
    var picks: [(block: RowBlock, rows: RowList)] = []
    var (first, next) = (0, 0)
    forEachBlock(of: stretch) { block, window in
      let end = first + window.count
      var rows: [Int32] = []
      while next < numbers.count, Int(numbers[next]) < end {
        rows.append(Int32(Int(numbers[next]) - first + window.lowerBound))
        next += 1
      }
      if !rows.isEmpty { picks.append((block, RowList(rows))) }
      first = end
    }
    return picks
  }

  /// Reads compacted rows from now on instead of what they were made of.
  package func adopt(_ rows: CompactedRows) {
    compacted.removeAll { $0.rows.overlaps(rows.rows) }
    let place = compacted.firstPlace { $0.rows.lowerBound >= rows.rows.upperBound }
    compacted.insert(rows, at: place)
  }

  /// Compacts in memory what it pays to compact; `position` is where the rows stand. O(rows).
  package func compact(at position: Position, _ compactable: Compactable = .fullChunks) throws {
    for stretch in sparseStretches(compactable) {
      let numbers = openRows(of: stretch)
      let blocks = try numbers.map { try compactedBlock(of: stretch, $0) }
      adopt(CompactedRows(position: position, rows: stretch, blocks: blocks, numbers: numbers))
    }
  }
}

extension Lifetimes {
  /// How many rows of a part nothing has closed. O(rows of the part), O(1) for all of them.
  fileprivate func openCount(in part: Range<Int>) -> Int {
    if part == 0..<rowCount { return rowCount - closedCount }
    return part.count { until($0) == .never }
  }
}

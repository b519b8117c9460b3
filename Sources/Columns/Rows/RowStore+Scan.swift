package import LedgerModel

extension RowStore {
  /// Blocks of the rows opened at or before `position`, in log order, with the mask of those not
  /// yet closed there; blocks without a visible row are left out, and those that `tests` exclude.
  /// Where rows were compacted at or before `position` the compacted blocks stand for their stretch.
  /// Only the columns wanted are touched, with `isLate` only those that somebody asks the block for.
  /// Returns how many blocks the tests excluded.
  @discardableResult
  package func scan(
    visibleAt position: Position, columns wanted: [Int], tests: [ZoneTest] = [],
    isLate: Bool = false, _ body: (Block) throws -> Void
  ) throws -> Int {
    var excludedCount = 0
    func show(_ block: RowBlock, _ window: Range<Int>) throws {
      if block.isExcluded(by: tests) {
        excludedCount += 1
      } else if let seen = block.visible(at: position, columns: wanted, in: window) {
        try body(isLate ? seen : seen.loaded())
      }
    }
    var row = 0
    for stretch in compacted where stretch.position <= position {
      try forEachBlock(of: row..<stretch.rows.lowerBound, show)
      for block in stretch.blocks { try show(block, 0..<block.rowCount) }
      row = stretch.rows.upperBound
    }
    try forEachBlock(of: row..<blockedRowCount, show)
    if let block = tailBlock(visibleAt: position, columns: wanted) { try body(block) }
    return excludedCount
  }

  /// The blocks that hold those rows, which lie in blocks, each with the part of its own rows that are
  /// among them.
  func forEachBlock(
    of rows: Range<Int>, _ body: (RowBlock, _ window: Range<Int>) throws -> Void
  ) rethrows {
    var row = rows.lowerBound
    while row < rows.upperBound, let (index, offset) = place(of: row) {
      let block = blocks[index]
      let end = min(block.rowCount, offset + rows.upperBound - row)
      try body(block, offset..<end)
      row += end - offset
    }
  }
}

package import LedgerModel

extension RowStore {
  /// Blocks of every row opened at or before `position`, in log order, those closed meanwhile too:
  /// the columns wanted, then the position from which each row holds and the one until which it
  /// does, none as long as `position` sees it. The mask shows the rows opened by then.
  package func scanVersions(
    through position: Position, columns wanted: [Int], _ body: (Block) throws -> Void
  ) throws {
    for block in blocks {
      if let versions = try block.versions(through: position, columns: wanted) {
        try body(versions)
      }
    }
    if let versions = try partialChunk?.versions(through: position, columns: wanted) {
      try body(versions)
    }
  }
}

extension RowBlock {
  /// The rows opened at or before `position` with their lifetimes as two further columns; none when
  /// there is none. O(rows).
  func versions(through position: Position, columns wanted: [Int]) throws -> Block? {
    let opened = lifetimes.openedCount(through: position)
    guard opened > 0 else { return nil }
    let ends = [lifetimes.openings, lifetimes.closings(through: position)]
    return Block(
      rowCount: rowCount, columns: try wanted.map { try column($0) } + ends.map(Column.numbers),
      mask: Mask(first: opened, of: rowCount))
  }
}

extension Lifetimes {
  fileprivate var openings: NumberColumn {
    NumberColumn(
      kind: .position, numbers: from.map { Int64(bitPattern: base &+ UInt64($0)) })
  }

  /// Later closings are not known at `position`.
  fileprivate func closings(through position: Position) -> NumberColumn {
    var numbers = [Int64](repeating: 0, count: rowCount)
    var isPresent = [UInt8](repeating: 0, count: rowCount)
    guard closedCount > 0 else {
      return NumberColumn(kind: .position, numbers: numbers, isPresent: isPresent)
    }
    for row in 0..<rowCount {
      let end = until(row)
      guard end <= position else { continue }
      numbers[row] = Int64(bitPattern: end.number)
      isPresent[row] = 1
    }
    return NumberColumn(kind: .position, numbers: numbers, isPresent: isPresent)
  }
}

// MARK: - Closings

extension RowStore {
  /// The closings behind another in the order of (position, row), all of them with none. O(rows of the
  /// blocks that something was closed in since then), and sorting what is found.
  package func closings(after last: RowClosing?) -> [RowClosing] {
    var found: [RowClosing] = []
    var first = 0
    for block in blocks {
      block.lifetimes.addClosings(after: last, first: first, to: &found)
      first += block.rowCount
    }
    tailLifetimes.addClosings(after: last, first: first, to: &found)
    return found.sorted()
  }
}

extension Lifetimes {
  /// Adds the closings behind `last` of rows whose first has that number.
  fileprivate func addClosings(after last: RowClosing?, first: Int, to found: inout [RowClosing]) {
    guard hasClosings(from: last?.position ?? .empty) else { return }
    for row in 0..<rowCount {
      let end = until(row)
      guard end != .never else { continue }
      let closing = RowClosing(row: first + row, position: end)
      if last.map({ $0 < closing }) ?? true { found.append(closing) }
    }
  }
}

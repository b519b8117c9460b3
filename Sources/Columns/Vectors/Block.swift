/// Which rows of a block are visible: all of them, or one byte a row, 1 or 0, so that predicates
/// combine with `&`.
package struct Mask: Sendable {
  private enum Form: Sendable {
    case all(Int)
    case bytes([UInt8])
  }

  private var form: Form

  package init(bytes: [UInt8]) { form = .bytes(bytes) }

  /// Every row visible. O(1).
  package init(allOf rowCount: Int) { form = .all(rowCount) }

  /// The first `visibleCount` rows visible. O(rows), O(1) for all of them.
  package init(first visibleCount: Int, of rowCount: Int) {
    if visibleCount == rowCount {
      form = .all(rowCount)
    } else {
      var bytes = [UInt8](repeating: 1, count: visibleCount)
      bytes.resize(to: rowCount, with: 0)
      form = .bytes(bytes)
    }
  }

  package var rowCount: Int {
    switch form {
    case .all(let rowCount): rowCount
    case .bytes(let bytes): bytes.count
    }
  }

  /// One byte a row. O(rows) where all are visible.
  package var bytes: [UInt8] {
    switch form {
    case .all(let rowCount): [UInt8](repeating: 1, count: rowCount)
    case .bytes(let bytes): bytes
    }
  }

  package subscript(row: Int) -> Bool {
    switch form {
    case .all: true
    case .bytes(let bytes): bytes[row] != 0
    }
  }

  /// The numbers of the visible rows. O(rows), O(1) where all are visible.
  package var rows: RowList { rows(in: 0..<rowCount, visibleCount: visibleCount) }

  /// The same for a part of the rows of which so many are visible. O(rows of the part), O(1) where
  /// all are.
  package func rows(in part: Range<Int>, visibleCount: Int) -> RowList {
    guard visibleCount < part.count, case .bytes(let bytes) = form else {
      return RowList(run: part)
    }
    // One more than there are: the last row is written before it is seen not to count.
    var result = [Int32](repeating: 0, count: visibleCount + 1)
    var kept = 0
    var target = result.mutableSpan
    let source = bytes.span.extracting(part)
    for place in source.indices {
      target[kept] = Int32(truncatingIfNeeded: part.lowerBound &+ place)
      kept &+= Int(source[place] & 1)
    }
    result.removeLast(result.count - kept)
    return RowList(result)
  }

  /// Where a part that begins at `start` ends that is as long as it can be before `last` in steps of
  /// `limit` rows with at most `limit` visible ones, and how many those are. O(rows of the part).
  package func part(
    from start: Int, upTo last: Int, visibleCountMax limit: Int
  ) -> (end: Int, visibleCount: Int) {
    var (end, count) = (start, 0)
    while end < last {
      let next = min(end + limit, last)
      let more = visibleCount(in: end..<next)
      if end > start, count + more > limit { break }
      count += more
      end = next
    }
    return (end, count)
  }

  /// How many rows are visible. O(rows).
  package var visibleCount: Int { visibleCount(in: 0..<rowCount) }

  /// How many of a part are. O(rows of the part), O(1) where all are.
  package func visibleCount(in part: Range<Int>) -> Int {
    switch form {
    case .all: part.count
    case .bytes(let bytes): bytes.onesCount(in: part)
    }
  }

  /// Of the visible rows those of a window; none when there is none. O(rows).
  func limited(to window: Range<Int>) -> Mask? {
    if window == 0..<rowCount { return self }
    guard visibleCount(in: window) > 0 else { return nil }
    var bytes = [UInt8](repeating: 0, count: rowCount)
    var target = bytes.mutableSpan
    switch form {
    case .all: for row in window { target[row] = 1 }
    case .bytes(let seen):
      let source = seen.span
      for row in window { target[row] = source[row] }
    }
    return Mask(bytes: bytes)
  }

  /// Leaves visible only those rows whose byte in `flags` is not 0. O(rows).
  package mutating func keep(where flags: [UInt8]) {
    precondition(flags.count == rowCount, "a flag per row")
    var bytes = self.bytes
    form = .all(0)
    var target = bytes.mutableSpan
    let source = flags.span
    for row in source.indices { target[row] &= source[row] == 0 ? 0 : 1 }
    form = .bytes(bytes)
  }
}

/// A run of rows of a source, column by column, with the rows that the reading sees. Its columns are
/// there, or are read when somebody first asks for them; then it is confined to one thread at a time.
package struct Block {
  package let rowCount: Int
  /// The columns asked for, in the order asked; empty where they are read late.
  package let columns: [Column]
  package let mask: Mask
  private let late: LateColumns?

  package init(rowCount: Int, columns: [Column], mask: Mask) {
    precondition(mask.rowCount == rowCount, "a mask has one byte per row")
    self.rowCount = rowCount
    self.columns = columns
    self.mask = mask
    late = nil
  }

  /// A block whose columns are read late.
  package init(rowCount: Int, late: LateColumns, mask: Mask) {
    precondition(mask.rowCount == rowCount, "a mask has one byte per row")
    self.rowCount = rowCount
    columns = []
    self.mask = mask
    self.late = late
  }

  package var isLate: Bool { late != nil }

  package var columnCount: Int { late?.count ?? columns.count }

  /// Of a block that is read late those that somebody asked for.
  package var heldColumnCount: Int { late?.heldCount ?? columns.count }

  /// The column at a place among those asked for. Throws what reading it throws.
  package func column(_ place: Int) throws -> Column {
    guard let late else { return columns[place] }
    return try late.column(place)
  }

  /// The block with all its columns.
  package func loaded() throws -> Block {
    guard let late else { return self }
    return Block(rowCount: rowCount, columns: try late.all(), mask: mask)
  }
}

/// Columns of a block that are read when somebody first asks for them, each once.
package final class LateColumns {
  private var columns: [Column?]
  private let load: (Int) throws -> Column

  var count: Int { columns.count }
  var heldCount: Int { columns.count { $0 != nil } }

  /// `load` brings the column at a place.
  package init(count: Int, load: @escaping (Int) throws -> Column) {
    columns = Array(repeating: nil, count: count)
    self.load = load
  }

  func column(_ place: Int) throws -> Column {
    if let column = columns[place] { return column }
    let column = try load(place)
    columns[place] = column
    return column
  }

  func all() throws -> [Column] { try columns.indices.map(column) }
}

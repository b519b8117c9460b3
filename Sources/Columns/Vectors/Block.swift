/// Which rows of a block are visible: one byte a row, 1 or 0, so that predicates combine with `&`.
@usableFromInline package struct Mask: Sendable, Hashable {
  @usableFromInline package var bytes: [UInt8]

  package init(bytes: [UInt8]) { self.bytes = bytes }

  /// Every row visible.
  package init(allOf rowCount: Int) { bytes = [UInt8](repeating: 1, count: rowCount) }

  @inlinable package subscript(row: Int) -> Bool { bytes[row] != 0 }

  /// The numbers of the visible rows. O(rows).
  package var rows: [Int32] { rows(in: 0..<bytes.count) }

  /// The same for a part of the rows. O(rows of the part), without a branch per row.
  package func rows(in part: Range<Int>) -> [Int32] {
    rows(in: part, visibleCount: visibleCount(in: part))
  }

  /// The same where it is known how many they are.
  package func rows(in part: Range<Int>, visibleCount: Int) -> [Int32] {
    // One more than there are: the last row is written before it is seen not to count.
    var result = [Int32](repeating: 0, count: visibleCount + 1)
    var kept = 0
    var target = result.mutableSpan
    let source = bytes.span
    for row in part {
      target[kept] = Int32(truncatingIfNeeded: row)
      kept &+= Int(source[row] & 1)
    }
    result.removeLast(result.count - kept)
    return result
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
  package var visibleCount: Int { visibleCount(in: 0..<bytes.count) }

  /// How many of a part are. O(rows of the part).
  package func visibleCount(in part: Range<Int>) -> Int {
    var count = 0
    let source = bytes.span.extracting(part)
    for row in 0..<source.count { count &+= Int(source[row]) }
    return count
  }
}

/// A run of rows of a source, column by column, with the rows that the reading sees.
package struct Block: Sendable {
  package let rowCount: Int
  /// The columns asked for, in the order asked.
  package let columns: [Column]
  package let mask: Mask

  package init(rowCount: Int, columns: [Column], mask: Mask) {
    precondition(mask.bytes.count == rowCount, "a mask has one byte per row")
    self.rowCount = rowCount
    self.columns = columns
    self.mask = mask
  }
}

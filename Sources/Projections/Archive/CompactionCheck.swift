package import Columns
import LedgerModel

/// Holds compacted rows against the rows that they were made of.
package enum CompactionCheck {
  /// What is wrong with the compacted rows of a source, in words that follow its name; none when every
  /// one of them is what it should be. O(rows of the stretches). Throws what reading rows throws.
  package static func flaw(in rows: RowStore) throws -> String? {
    for stretch in rows.compacted {
      let place = "rows \(stretch.rows.lowerBound) to \(stretch.rows.upperBound - 1)"
      guard stretch.numbers.flatMap({ $0 }) == openRows(of: stretch, rows) else {
        return "has other rows among the compacted \(place) than were open"
      }
      for (block, numbers) in zip(stretch.blocks, stretch.numbers) {
        if let column = try differing(block, numbers, stretch, rows) {
          return "has another \(column) in the compacted \(place)"
        }
      }
    }
    return nil
  }

  /// The rows that a compaction had to take, from where they were opened.
  private static func openRows(of stretch: CompactedRows, _ rows: RowStore) -> [UInt32] {
    stretch.rows.filter { row in
      let (from, until) = rows.lifetime(of: row)
      return from <= stretch.position && stretch.position < until
    }.map { UInt32($0 - stretch.rows.lowerBound) }
  }

  /// What of a compacted block is not what its rows have.
  private static func differing(
    _ block: RowBlock, _ numbers: [UInt32], _ stretch: CompactedRows, _ rows: RowStore
  ) throws -> String? {
    for (row, number) in numbers.enumerated() {
      let (from, until) = rows.lifetime(of: stretch.rows.lowerBound + Int(number))
      guard block.lifetimes.from(row) == from, block.lifetimes.until(row) == until else {
        return "lifetime"
      }
    }
    let expected = try rows.compactedBlock(of: stretch.rows, numbers)
    var canonical = CanonicalColumn()
    for (index, encoder) in rows.encoders.enumerated() {
      let (column, right) = (try block.passing(index), try expected.passing(index))
      guard block.zones[index] == ZoneMap(column) else { return "zone of column \(index)" }
      let all = 0..<block.rowCount
      if canonical.bytes(column, rows: all, encoder.dictionary)
        == canonical.bytes(right, rows: all, encoder.dictionary)
      {
        continue
      }
      // What the rows were made of may have been joined since and have another form.
      let own = encoder.attached(column)
      let made = encoder.attached(right)
      for row in all
      where ValueCoding.bytes(own.value(at: row)) != ValueCoding.bytes(made.value(at: row)) {
        return "column \(index)"
      }
    }
    return nil
  }
}

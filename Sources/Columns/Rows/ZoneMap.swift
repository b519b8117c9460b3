/// The least and the greatest number of a column in one block, nones left out; a reader that wants
/// others skips the block.
package struct ZoneMap: Sendable, Hashable {
  package let kind: NumberColumn.Kind
  package let range: ClosedRange<Int64>

  /// None for columns that are no numbers, and for those without a value. O(rows).
  package init?(_ column: Column) {
    switch column {
    case .numbers(let column):
      var (low, high) = (Int64.max, Int64.min)
      for (row, number) in column.numbers.enumerated() {
        if let present = column.isPresent, present[row] == 0 { continue }
        low = min(low, number)
        high = max(high, number)
      }
      guard low <= high else { return nil }
      self.init(kind: column.kind, range: low...high)
    case .constant(let value):
      guard let (kind, number) = value.numbered else { return nil }
      self.init(kind: kind, range: number...number)
    default: return nil
    }
  }

  package init(kind: NumberColumn.Kind, range: ClosedRange<Int64>) {
    self.kind = kind
    self.range = range
  }
}

/// Rows whose number in a column lies in that range are wanted, no others: blocks without any may
/// be left out. Rows are not filtered.
package struct ZoneTest: Sendable, Hashable {
  package let column: Int
  package let kind: NumberColumn.Kind
  package let range: ClosedRange<Int64>

  package init(column: Int, kind: NumberColumn.Kind, range: ClosedRange<Int64>) {
    self.column = column
    self.kind = kind
    self.range = range
  }

  /// False when no row of a block with that zone can be wanted. A zone of another kind says
  /// nothing: days are compared with instants only after they were settled.
  package func mayHold(_ zone: ZoneMap?) -> Bool {
    guard let zone, zone.kind == kind else { return true }
    return zone.range.overlaps(range)
  }
}

/// The same for a column by its name.
package struct ColumnRange: Sendable, Hashable {
  package let column: String
  package let kind: NumberColumn.Kind
  package let range: ClosedRange<Int64>

  package init(_ column: String, _ kind: NumberColumn.Kind, _ range: ClosedRange<Int64>) {
    self.column = column
    self.kind = kind
    self.range = range
  }
}

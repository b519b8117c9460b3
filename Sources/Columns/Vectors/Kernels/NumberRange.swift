import LedgerModel

/// The numbers from one to another, both included, under the kind that gives them their meaning;
/// turned round, all others and none.
package struct NumberRange: Sendable, Hashable {
  package let kind: NumberColumn.Kind
  /// Absent when no number lies in it.
  package let range: ClosedRange<Int64>?
  package let isInverted: Bool

  package init(kind: NumberColumn.Kind, range: ClosedRange<Int64>?, isInverted: Bool = false) {
    self.kind = kind
    self.range = range
    self.isInverted = isInverted
  }

  /// Writes 1 for every row named whose number lies in the range, else 0; none lies in no range.
  /// False, and nothing written, for a column of another form or kind. O(rows).
  package func mark(_ vector: Vector, into mask: inout [UInt8]) -> Bool {
    switch vector.column {
    case .constant(let value):
      guard let holds = holds(value) else { return false }
      mask.resize(to: vector.count, with: 0)
      mask.fill(with: holds ? 1 : 0)
    case .numbers(let column):
      guard column.kind == kind else { return false }
      mask.resize(to: vector.count, with: 0)
      mark(column, vector.rows, &mask)
    default: return false
    }
    return true
  }

  private func holds(_ value: Value) -> Bool? {
    if value.isNone { return isInverted }
    guard let (own, number) = value.numbered, own == kind else { return nil }
    return (range?.contains(number) ?? false) != isInverted
  }

  private func mark(_ column: NumberColumn, _ rows: RowList, _ mask: inout [UInt8]) {
    let turn: UInt8 = isInverted ? 1 : 0
    guard let range else { return mask.fill(with: turn) }
    // One unsigned compare decides both ends.
    let low = range.lowerBound
    let width = UInt64(bitPattern: range.upperBound &- low)
    var target = mask.mutableSpan
    switch rows.form {
    case .run(let run):
      let numbers = column.numbers.span.extracting(run)
      for place in numbers.indices {
        let distance = UInt64(bitPattern: numbers[place] &- low)
        target[place] = distance <= width ? 1 : 0
      }
    case .list(let rows):
      let (numbers, rows) = (column.numbers.span, rows.span)
      for place in rows.indices {
        let distance = UInt64(bitPattern: numbers[Int(rows[place])] &- low)
        target[place] = distance <= width ? 1 : 0
      }
    }
    guard let present = column.isPresent else {
      for place in target.indices { target[place] ^= turn }
      return
    }
    let presence = present.span
    for (place, row) in rows.enumerated() {
      target[place] = (target[place] & presence[Int(row)]) ^ turn
    }
  }
}

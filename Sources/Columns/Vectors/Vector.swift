import LedgerModel

/// Some rows of a column, in order: what an operator works on at a time.
package struct Vector: Sendable {
  package let column: Column
  /// Which rows of the column.
  package let rows: RowList

  package init(_ column: Column, rows: RowList) {
    self.column = column
    self.rows = rows
  }

  package init(_ column: Column, rows: [Int32]) { self.init(column, rows: RowList(rows)) }

  /// All rows of a column of that many.
  package init(_ column: Column, rowCount: Int) { self.init(column, rows: .all(rowCount)) }

  package var count: Int { rows.count }

  /// The vector's rows at those places, in that order; a place may come twice. O(places).
  package func selecting(_ places: [Int32]) -> Vector {
    Vector(column, rows: rows.selecting(places))
  }

  /// How many of the rows have no value. O(rows), O(1) where a column cannot have any.
  package var noneCount: Int {
    switch column {
    case .constant(let value): return value.isNone ? count : 0
    case .numbers(let numbers) where numbers.isPresent == nil: return 0
    case .texts(let texts) where texts.isPresent == nil: return 0
    default: break
    }
    var mask: [UInt8] = []
    markNone(into: &mask)
    return mask.onesCount(in: 0..<mask.count)
  }

  /// One byte a row: 1 where it has no value, else 0. O(rows).
  package func markNone(into mask: inout [UInt8]) {
    mask.resize(to: count, with: 0)
    switch column {
    case .constant(let value): mask.fill(with: value.isNone ? 1 : 0)
    case .coded(let coded): coded.codes.mark(equal: 0, rows: rows, into: &mask)
    case .numbers(let numbers): Vector.markAbsent(numbers.isPresent, rows, &mask)
    case .texts(let texts): Vector.markAbsent(texts.isPresent, rows, &mask)
    case .flags(let flags): flags.bytes.mark(equal: FlagColumn.none, rows: rows, into: &mask)
    case .values(let values):
      for (place, row) in rows.enumerated() { mask[place] = values[Int(row)].isNone ? 1 : 0 }
    }
  }

  private static func markAbsent(_ present: [UInt8]?, _ rows: RowList, _ mask: inout [UInt8]) {
    guard let present else { return mask.fill(with: 0) }
    present.mark(equal: 0, rows: rows, into: &mask)
  }
}

extension Vector {
  /// The values as a column of their own, row for row. O(rows) unless they are all of a column.
  package var aligned: Column {
    switch column {
    case .constant: column
    case .coded(let coded) where rows.isAll(of: coded.codes.count): column
    case .numbers(let numbers) where rows.isAll(of: numbers.numbers.count): column
    case .values(let values) where rows.isAll(of: values.count): column
    default: column.gathered(rows)
    }
  }
}

package import LedgerModel

/// The values of one column in one block, one per row, in the form that suits them.
///
/// Operators switch once per block; `value(at:)` serves those that have no loop of their own for
/// a form.
package enum Column: Sendable {
  /// The same value in every row.
  case constant(Value)
  /// Codes into a table: texts, identifiers, enumerations, and whatever repeats.
  case coded(CodedColumn)
  /// Whole numbers, instants, days, lengths, positions, decimals of one scale.
  case numbers(NumberColumn)
  case flags(FlagColumn)
  /// Texts that hardly repeat.
  case texts(TextColumn)
  /// Anything else.
  case values([Value])

  /// The value of that row of the block. O(1), for texts that are no codes O(length).
  package func value(at row: Int) -> Value {
    switch self {
    case .constant(let value): value
    case .coded(let column): column[row]
    case .numbers(let column): column[row]
    case .flags(let column): column[row]
    case .texts(let column): column[row]
    case .values(let values): values[row]
    }
  }
}

extension Column {
  /// True for a row without a value. O(1); makes no value of a text.
  package func isNone(at row: Int) -> Bool {
    switch self {
    case .constant(let value): value.isNone
    case .coded(let column): column.codes[row] == 0
    case .numbers(let column): column.isPresent.map { $0[row] == 0 } ?? false
    case .flags(let column): column.bytes[row] == FlagColumn.none
    case .texts(let column): column.isPresent.map { $0[row] == 0 } ?? false
    case .values(let values): values[row].isNone
    }
  }

  /// The values of the rows named, in that order, in the same form. O(rows).
  package func gathered(_ rows: RowList) -> Column {
    switch self {
    case .constant: self
    case .coded(let column):
      .coded(
        CodedColumn(
          codes: column.codes.gathered(rows), values: column.values,
          dictionary: column.dictionary))
    case .numbers(let column):
      .numbers(
        NumberColumn(
          kind: column.kind, numbers: column.numbers.gathered(rows),
          isPresent: column.isPresent.map { $0.gathered(rows) }))
    case .flags(let column): .flags(FlagColumn(bytes: column.bytes.gathered(rows)))
    case .texts(let column): .values(rows.map { column[Int($0)] })
    case .values(let values): .values(values.gathered(rows))
    }
  }

  /// Appends the values of the rows named to `values`. O(rows).
  package func append(_ rows: RowList, to values: inout [Value]) {
    if case .constant(let value) = self {
      values.append(contentsOf: repeatElement(value, count: rows.count))
      return
    }
    values.reserveCapacity(values.count + rows.count)
    for row in rows { values.append(value(at: Int(row))) }
  }

  /// The first `rowCount` values.
  package func values(_ rowCount: Int) -> [Value] { (0..<rowCount).map { value(at: $0) } }
}

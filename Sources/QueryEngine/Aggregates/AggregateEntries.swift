import Columns
import LedgerModel

/// What an aggregate sees of some rows: group, argument and place in time, entry by entry. A row
/// that belongs to several groups is several entries.
struct AggregateEntries {
  /// The group of every entry.
  let groups: [Int32]
  /// The argument, one value per entry; none for an aggregate without one.
  let values: Vector?
  /// Numbers of the arguments among those seen, for aggregates that only ask which are equal.
  var codes: [Int32] = []
  /// What the codes lie below, and that of none.
  var codeBound = 0
  var noneCode: Int32 = -1
  /// 1 where a condition as argument holds.
  var holds: [UInt8] = []
  /// When the rows happened, for aggregates that ask.
  var moments: [RowMoment] = []

  /// The value of one entry.
  func value(_ entry: Int) -> Value {
    guard let values else { return .none }
    return values.column.value(at: Int(values.rows[entry]))
  }

  /// The argument as whole numbers, where it is stored so.
  var numbers: NumberColumn? {
    if case .numbers(let numbers)? = values?.column { numbers } else { nil }
  }
}

/// When the event of a row happened, and its position or, where the input does not say, the row's
/// number.
struct RowMoment {
  var at: Int64
  var position: UInt64
}

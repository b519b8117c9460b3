package import LedgerModel

/// A column of whole numbers under the type that gives them their meaning.
package struct NumberColumn: Sendable, Hashable {
  /// How a number of the column reads as a value.
  package enum Kind: Sendable, Hashable {
    case integer
    /// Microseconds since 1970.
    case instant
    /// Days since 1970.
    case date
    /// Microseconds.
    case duration
    case position
    /// Mantissas with that many digits behind the point.
    case decimal(scale: UInt8)
  }

  package let kind: Kind
  /// One number per row; 0 where `isPresent` says none.
  package let numbers: [Int64]
  /// 1 for a value, 0 for none; absent when every row has a value.
  package let isPresent: [UInt8]?

  package init(kind: Kind, numbers: [Int64], isPresent: [UInt8]? = nil) {
    precondition(
      isPresent.map { $0.count == numbers.count } ?? true, "one presence byte per number")
    self.kind = kind
    self.numbers = numbers
    self.isPresent = isPresent
  }

  package subscript(row: Int) -> Value {
    if let isPresent, isPresent[row] == 0 { return .none }
    return kind.value(numbers[row])
  }
}

extension NumberColumn.Kind {
  /// The value that the number stands for.
  package func value(_ number: Int64) -> Value {
    switch self {
    case .integer: .integer(number)
    case .instant: .instant(Instant(microseconds: number))
    case .date: .date(Day(number: Int32(truncatingIfNeeded: number)))
    case .duration: .duration(TimeSpan(microseconds: number))
    case .position: .position(Position(UInt64(bitPattern: number)))
    case .decimal(let scale): .decimal(ExactDecimal(mantissa: number, scale: scale))
    }
  }
}

extension Value {
  /// The value as a whole number and what it means; none for values of other types, and for a
  /// position that is no place in a log.
  package var numbered: (kind: NumberColumn.Kind, number: Int64)? {
    switch self {
    case .integer(let number): (.integer, number)
    case .instant(let instant): (.instant, instant.microseconds)
    case .date(let day): (.date, Int64(day.number))
    case .duration(let span): (.duration, span.microseconds)
    case .position(let position):
      position.number <= UInt64(Int64.max) ? (.position, Int64(position.number)) : nil
    case .decimal(let decimal): (.decimal(scale: decimal.scale), decimal.mantissa)
    default: nil
    }
  }
}

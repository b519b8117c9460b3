import LedgerModel

extension Value {
  /// The value in the form in which equal numbers are equal cases: `1`, `1.0` and `3/3` are one
  /// key of a group, one distinct value, one match of a look-up.
  var canonical: Value {
    switch self {
    case .decimal(let decimal):
      decimal.scale == 0 ? .integer(decimal.mantissa) : Value.canonical(Ratio(decimal))
    case .ratio(let ratio): Value.canonical(ratio)
    case .set(let elements): .set(elements.map(\.canonical))
    default: self
    }
  }

  private static func canonical(_ ratio: Ratio) -> Value {
    let reduced = ratio.reduced
    if reduced.denominator == 1, let whole = Int64(exactly: reduced.numerator) {
      return .integer(whole)
    }
    return .ratio(reduced)
  }

  /// The exact number; none for what is no number.
  var exactNumber: Ratio? {
    switch self {
    case .integer(let number): Ratio(number)
    case .decimal(let decimal): Ratio(decimal)
    case .ratio(let ratio): ratio
    default: nil
    }
  }

  /// Total equality of the language: none equals none, numbers are equal by value.
  func isEqual(to other: Value) -> Bool {
    switch (self, other) {
    case (.integer(let left), .integer(let right)): left == right
    case (.symbol(let left), .symbol(let right)): left == right
    case (.entity(let left), .entity(let right)): left == right
    case (.string(let left), .string(let right)): left == right
    case (.none, .none): true
    case (.none, _), (_, .none): false
    default: canonical == other.canonical
    }
  }
}

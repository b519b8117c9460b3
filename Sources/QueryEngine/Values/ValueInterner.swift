import LedgerModel

/// Numbers the distinct values of a column from 0 in the order of their first appearance.
///
/// Equality is the language's: none is a value, numbers are equal by value.
struct ValueInterner {
  private var codes: [Value: Int] = [:]
  /// The last value that is cheap to compare, because columns hold runs of them. No column holds
  /// positions of the empty log.
  private var lastValue = Value.position(.empty)
  private var lastCode = 0
  /// The distinct values as they first appeared.
  private(set) var values: [Value] = []

  var count: Int { values.count }

  /// The value's number, a new one when it has not been seen. Amortised O(1).
  mutating func code(of value: Value) -> Int {
    if lastValue.isSurelyEqual(to: value) { return lastCode }
    let key = value.canonical
    let code: Int
    if let known = codes[key] {
      code = known
    } else {
      code = values.count
      codes[key] = code
      values.append(value)
    }
    if value.isCheaplyCompared { (lastValue, lastCode) = (value, code) }
    return code
  }

  /// The number of a value that has been seen, else none.
  func known(_ value: Value) -> Int? { codes[value.canonical] }
}

extension Value {
  /// True for values whose comparison costs less than hashing them: words are short.
  fileprivate var isCheaplyCompared: Bool {
    switch self {
    case .integer, .symbol, .none: true
    default: false
    }
  }

  /// A test that finds most runs of equal values; false says nothing.
  fileprivate func isSurelyEqual(to other: Value) -> Bool {
    switch (self, other) {
    case (.integer(let left), .integer(let right)): left == right
    case (.symbol(let left), .symbol(let right)): left == right
    case (.none, .none): true
    default: false
    }
  }
}

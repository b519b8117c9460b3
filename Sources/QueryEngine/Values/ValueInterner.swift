import LedgerModel

/// Numbers the distinct values of a column from 0 in the order of their first appearance.
///
/// Equality is the language's: none is a value, numbers are equal by value. An exact one tells
/// apart numbers that print differently.
struct ValueInterner {
  private var codes: [Value: Int] = [:]
  private let isExact: Bool
  /// The last value that is cheap to compare, because columns hold runs of them. No column holds
  /// positions of the empty log.
  private var lastValue = Value.position(.empty)
  private var lastCode = 0
  /// The distinct values as they first appeared.
  private(set) var values: [Value] = []

  init(isExact: Bool = false) { self.isExact = isExact }

  var count: Int { values.count }

  /// The value's number, a new one when it has not been seen. Amortised O(1).
  mutating func code(of value: Value) -> Int {
    if lastValue.isSurelyEqual(to: value) { return lastCode }
    let code = isExact && !value.isPrintedOneWay ? append(value) : numbered(value)
    if value.isCheaplyCompared { (lastValue, lastCode) = (value, code) }
    return code
  }

  private mutating func numbered(_ value: Value) -> Int {
    let key = value.canonical
    if let known = codes[key] { return known }
    codes[key] = values.count
    return append(value)
  }

  private mutating func append(_ value: Value) -> Int {
    values.append(value)
    return values.count - 1
  }

  /// The number of a value that has been seen, else none.
  func known(_ value: Value) -> Int? { codes[value.canonical] }
}

extension Value {
  /// False for values of which two can be equal and yet be written differently.
  fileprivate var isPrintedOneWay: Bool {
    switch self {
    case .decimal, .ratio, .set, .record: false
    default: true
    }
  }

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

import LedgerModel

/// Numbers combinations of values from 0 in the order of their first appearance.
struct KeyIndex {
  private var interners: [ValueInterner]
  private var combinations: CombinationIndex

  init(keyCount: Int) {
    interners = Array(repeating: ValueInterner(), count: keyCount)
    combinations = CombinationIndex(width: keyCount)
  }

  /// Combinations seen.
  var count: Int { combinations.count }

  /// The number of a value in one place; a new value gets a new number.
  mutating func code(of value: Value, place: Int) -> Int {
    interners[place].code(of: value)
  }

  /// The number of a value in one place, none when it never stood there.
  func knownCode(of value: Value, place: Int) -> Int? { interners[place].known(value) }

  /// The number of a combination; a new one gets a new number. `codes` has one code per place.
  mutating func number(of codes: [Int]) -> Int { combinations.number(of: codes) }

  /// The number of a combination that has been seen, else none.
  func knownNumber(of codes: [Int]) -> Int? { combinations.known(codes) }

  /// The value that a combination has in one place, as it first appeared.
  func value(of number: Int, place: Int) -> Value {
    interners[place].values[combinations.code(of: number, place: place)]
  }
}

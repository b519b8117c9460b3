/// Numbers combinations of codes from 0 in the order of their first appearance.
///
/// Combinations are numbered by folding codes pair by pair, so that no array is made or hashed
/// for a row.
struct CombinationIndex {
  private static let unknown = -1

  let width: Int
  private(set) var count = 0
  /// With one place: code → number.
  private var numbers: [Int] = []
  /// For every place after the first: (number of the places before, code here) → number.
  private var folds: [PairMap]
  /// The codes of every combination, one after the other.
  private var combinations: [Int] = []

  init(width: Int) {
    self.width = width
    folds = Array(repeating: PairMap(), count: max(0, width - 1))
  }

  /// The number of a combination, a new one when it has not been seen; `codes` has one code per
  /// place. Amortised O(width).
  mutating func number(of codes: [Int]) -> Int {
    let number =
      switch width {
      case 0: 0
      case 1: single(codes[0])
      default: folded(codes)
      }
    if number == count {
      count += 1
      combinations += codes
    }
    return number
  }

  /// The number of a combination that has been seen, else none.
  func known(_ codes: [Int]) -> Int? {
    if width == 0 { return count > 0 ? 0 : nil }
    if width == 1 {
      guard codes[0] < numbers.count, numbers[codes[0]] != CombinationIndex.unknown else {
        return nil
      }
      return numbers[codes[0]]
    }
    var number = codes[0]
    for place in 1..<width {
      guard let next = folds[place - 1].known(number, codes[place]) else {
        return nil
      }
      number = next
    }
    return number
  }

  /// The code that a combination has in one place.
  func code(of number: Int, place: Int) -> Int { combinations[number * width + place] }

  private mutating func single(_ code: Int) -> Int {
    if code >= numbers.count {
      let missing = code + 1 - numbers.count
      numbers.append(contentsOf: repeatElement(CombinationIndex.unknown, count: missing))
    }
    if numbers[code] == CombinationIndex.unknown { numbers[code] = count }
    return numbers[code]
  }

  private mutating func folded(_ codes: [Int]) -> Int {
    var number = codes[0]
    for place in 1..<width { number = folds[place - 1].number(of: number, codes[place]) }
    return number
  }
}

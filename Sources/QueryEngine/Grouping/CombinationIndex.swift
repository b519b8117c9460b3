import Columns

/// Numbers combinations of codes from 0 in the order of their first appearance.
///
/// Combinations are numbered by folding codes pair by pair, so that no array is made or hashed
/// for a row.
struct CombinationIndex {
  private static let unknown: Int32 = -1

  let width: Int
  private(set) var count = 0
  /// With one place: code → number.
  private var numbers: [Int32] = []
  /// True as long as every code became its own number: codes are mostly given out in the order in
  /// which rows come here, and then there is nothing to look up.
  private var isIdentity = true
  /// For every place after the first: (number of the places before, code here) → number.
  private var folds: [PairIndex]
  /// The codes of every combination, one after the other.
  private var combinations: [Int32] = []
  private var fresh: [Int] = []

  init(width: Int) {
    self.width = width
    folds = Array(repeating: PairIndex(), count: max(0, width - 1))
  }

  /// Writes the number of every row's combination, new ones when they have not been seen. `codes`
  /// has the codes of one place each, `bounds` what they lie below. O(rows × width).
  mutating func number(
    _ codes: [[Int32]], below bounds: [Int], rowCount: Int, into result: inout [Int32]
  ) {
    switch width {
    case 0:
      result.resize(to: rowCount, with: 0)
      result.fill(with: 0)
      if rowCount > 0 { count = 1 }
    case 1: number(codes[0], below: bounds[0], into: &result)
    default: fold(codes, bounds, &result)
    }
  }

  var byteCount: Int {
    folds.reduce((numbers.count + combinations.count) * 4) { $0 + $1.byteCount }
  }

  /// Makes the one combination of no codes.
  mutating func makeOnly() {
    precondition(width == 0, "only no codes have a combination by themselves")
    count = 1
  }

  /// The number of a combination that has been seen, else none.
  func known(_ codes: [Int]) -> Int? {
    if width == 0 { return count > 0 ? 0 : nil }
    if width == 1 {
      guard codes[0] < numbers.count, numbers[codes[0]] != CombinationIndex.unknown else {
        return nil
      }
      return Int(numbers[codes[0]])
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
  func code(of number: Int, place: Int) -> Int { Int(combinations[number * width + place]) }

  /// The code that each combination has in one place. O(combinations).
  func codes(place: Int) -> [Int32] {
    width == 1 ? combinations : (0..<count).map { combinations[$0 * width + place] }
  }

  private mutating func number(_ codes: [Int32], below bound: Int, into result: inout [Int32]) {
    if isIdentity, bound <= count {
      result = codes
      return
    }
    numbers.grow(to: bound, with: CombinationIndex.unknown)
    result.resize(to: codes.count, with: 0)
    let fresh = CombinationIndex.number(codes.span, &numbers, from: count, &result)
    for code in fresh {
      isIdentity = isIdentity && Int(code) == count
      count += 1
    }
    combinations += fresh
  }

  /// Writes every code's number; codes that have none get the next ones and are returned.
  private static func number(
    _ codes: Span<Int32>, _ numbers: inout [Int32], from count: Int, _ result: inout [Int32]
  ) -> [Int32] {
    var fresh: [Int32] = []
    var target = result.mutableSpan
    var table = numbers.mutableSpan
    for place in codes.indices {
      let code = codes[place]
      if table[Int(code)] == CombinationIndex.unknown {
        table[Int(code)] = Int32(truncatingIfNeeded: count + fresh.count)
        fresh.append(code)
      }
      target[place] = table[Int(code)]
    }
    return fresh
  }

  private mutating func fold(
    _ codes: [[Int32]], _ bounds: [Int], _ result: inout [Int32]
  ) {
    result.resize(to: codes[0].count, with: 0)
    for place in codes[0].indices { result[place] = codes[0][place] }
    var bound = bounds[0]
    for place in 1..<width {
      fresh.removeAll(keepingCapacity: true)
      folds[place - 1].number(
        &result, codes[place], below: (bound, bounds[place]), fresh: &fresh)
      bound = folds[place - 1].count
    }
    count = bound
    for row in fresh { for place in 0..<width { combinations.append(codes[place][row]) } }
  }
}

import Columns
import LedgerModel

/// Numbers combinations of values from 0 in the order of their first appearance.
struct KeyIndex {
  private var coders: [DenseCoder]
  private var combinations: CombinationIndex
  private var codes: [[Int32]]

  init(keyCount: Int) {
    coders = (0..<keyCount).map { _ in DenseCoder() }
    codes = Array(repeating: [], count: keyCount)
    combinations = CombinationIndex(width: keyCount)
  }

  /// Combinations seen.
  var count: Int { combinations.count }

  /// Writes the number of every row's combination; a new one gets a new number. O(rows × keys).
  mutating func number(_ keys: [Vector], rowCount: Int, into numbers: inout [Int32]) {
    for (place, key) in keys.enumerated() { coders[place].encode(key, into: &codes[place]) }
    combinations.number(
      codes, below: coders.map(\.count), rowCount: rowCount, into: &numbers)
  }

  /// The numbers of all rows of some columns. Calls `check` at least every few milliseconds.
  mutating func number(
    _ columns: [Column], rowCount: Int, check: () throws -> Void
  ) rethrows -> [Int32] {
    var numbers: [Int32] = []
    numbers.reserveCapacity(rowCount)
    var part: [Int32] = []
    for start in stride(from: 0, to: rowCount, by: ExecutionLimits.batchRowCountMax) {
      try check()
      let rows = RowList(run: start..<min(start + ExecutionLimits.batchRowCountMax, rowCount))
      number(columns.map { Vector($0, rows: rows) }, rowCount: rows.count, into: &part)
      numbers += part
    }
    return numbers
  }

  /// The number of one combination.
  mutating func number(of values: [Value]) -> Int {
    var number: [Int32] = []
    self.number(
      values.map { Vector(.constant($0), rows: [0]) }, rowCount: 1, into: &number)
    return number.first.map { Int($0) } ?? 0
  }
}

import Columns
import LedgerModel

/// Numbers the combinations that one or two columns have in a row, so that an expression over them
/// is computed once per combination and looked up for every other row.
struct LiftKeys {
  /// Beyond this many distinct numbers a column is no dictionary, and remembering costs more than
  /// computing.
  private static let numberCountMax = 65_536

  let columns: [Int]
  private var coders: [DenseCoder]
  private var pairs = PairIndex()
  private var codes: [Int32] = []
  private var fresh: [Int] = []

  init(columns: [Int]) {
    self.columns = columns
    coders = columns.map { _ in DenseCoder(isExact: true) }
  }

  /// True when the batch's columns have a form in which few values repeat.
  func fits(_ batch: RowBatch) -> Bool {
    for (place, column) in columns.enumerated() {
      switch batch.columns[column] {
      case .constant, .coded, .flags: break
      case .numbers(let numbers):
        guard numbers.kind != .instant, coders[place].count < LiftKeys.numberCountMax else {
          return false
        }
      case .texts, .values: return false
      }
    }
    return true
  }

  /// Writes the number of every row's combination and returns how many combinations there are.
  mutating func number(_ batch: RowBatch, into keys: inout [Int32]) -> Int {
    coders[0].encode(batch.vector(columns[0]), into: &keys)
    guard columns.count > 1 else { return coders[0].count }
    coders[1].encode(batch.vector(columns[1]), into: &codes)
    fresh.removeAll(keepingCapacity: true)
    pairs.number(
      &keys, codes, below: (coders[0].count, coders[1].count), fresh: &fresh)
    return pairs.count
  }
}

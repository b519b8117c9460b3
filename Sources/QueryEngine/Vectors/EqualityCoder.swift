import Columns
import LedgerModel

/// Numbers for the values of an argument where only matters which are equal: as long as all come as
/// codes of one stored dictionary, these are the numbers, and no value has to be looked up.
struct EqualityCoder {
  /// Of a larger dictionary the numbers would be far more than the values that come.
  private static let valueCountMax = 1_048_576

  /// Without codes of rows.
  private var dictionary: CodedColumn?
  /// Takes over when something else comes; the numbers so far stay.
  private var coder: DenseCoder?

  /// What the numbers lie below.
  var bound: Int { coder?.count ?? dictionary?.values.count ?? 0 }

  /// The number of none; −1 while it has none.
  var noneCode: Int32 {
    if let coder { return coder.noneCode ?? -1 }
    return dictionary == nil ? -1 : 0
  }

  /// Writes a number for every row. O(rows).
  mutating func encode(_ vector: Vector, into codes: inout [Int32]) {
    if coder == nil, case .coded(let column) = vector.column, follow(column) {
      return column.codes.write(vector.rows, into: &codes)
    }
    number()
    coder?.encode(vector, into: &codes)
  }

  /// Gives numbers to what one for later rows saw: by number there the number here.
  mutating func merge(_ later: EqualityCoder, check: () throws -> Void) rethrows -> [Int32] {
    if coder == nil, later.coder == nil {
      guard let column = later.dictionary else { return [] }
      if follow(column) { return .counting(to: column.values.count) }
    }
    var later = later
    later.number()
    number()
    return try later.coder.flatMap { try coder?.merge($0, check: check) } ?? []
  }

  /// False for codes that cannot be the numbers.
  private mutating func follow(_ column: CodedColumn) -> Bool {
    guard let number = column.dictionary, number.isStored else { return false }
    if let dictionary, dictionary.dictionary != number { return false }
    let known = dictionary?.values.count ?? 0
    if column.values.count > known {
      guard column.values.count <= EqualityCoder.valueCountMax else { return false }
      dictionary = CodedColumn(codes: .bytes([]), values: column.values, dictionary: number)
    }
    return true
  }

  /// From now on values are numbered as they come, behind those of the dictionary.
  private mutating func number() {
    if coder != nil { return }
    var made = DenseCoder()
    if let dictionary {
      var codes: [Int32] = []
      let all = CodedColumn(
        codes: .words((0..<dictionary.values.count).map { UInt32($0) }),
        values: dictionary.values, dictionary: dictionary.dictionary)
      made.encode(
        Vector(.coded(all), rowCount: dictionary.values.count), into: &codes)
    }
    coder = made
  }
}

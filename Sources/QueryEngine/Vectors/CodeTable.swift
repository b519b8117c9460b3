import Columns
import LedgerModel

/// What the codes of one dictionary became elsewhere, an entry per code. Kept as long as the same
/// dictionary comes again.
struct CodeTable {
  /// Stands for a code that nobody asked about yet.
  static let unknown: Int32 = -1

  private var owner: CodedColumn?
  private(set) var entries: [Int32] = []

  /// True when the entries are those of the column's dictionary.
  func belongs(to column: CodedColumn) -> Bool { owner?.sharesTable(with: column) ?? false }

  /// Makes the table that of the column's dictionary.
  mutating func prepare(for column: CodedColumn) {
    if let owner, owner.sharesTable(with: column) {
      // The longer of two tables of one dictionary has the values of all codes.
      if column.values.count > owner.values.count { own(column) }
      entries.grow(to: column.values.count, with: CodeTable.unknown)
      return
    }
    own(column)
    entries.removeAll(keepingCapacity: true)
    entries.grow(to: column.values.count, with: CodeTable.unknown)
  }

  /// Without its codes: only which table they belong to is asked later.
  private mutating func own(_ column: CodedColumn) {
    owner = CodedColumn(codes: .bytes([]), values: column.values, dictionary: column.dictionary)
  }

  /// What a code of the dictionary stands for.
  func value(of code: UInt32) -> Value { owner?.values[Int(code)] ?? .none }

  /// Codes of the dictionary as a column.
  func column(_ codes: [UInt32]) -> CodedColumn? {
    owner.map { CodedColumn(codes: .words(codes), values: $0.values, dictionary: $0.dictionary) }
  }

  subscript(code: Int) -> Int32 {
    get { entries[code] }
    set { entries[code] = newValue }
  }
}

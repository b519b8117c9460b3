import Columns

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
      entries.grow(to: column.values.count, with: CodeTable.unknown)
      return
    }
    // Without its codes: only which table they belong to is asked later.
    owner = CodedColumn(codes: .bytes([]), values: column.values, dictionary: column.dictionary)
    entries.removeAll(keepingCapacity: true)
    entries.grow(to: column.values.count, with: CodeTable.unknown)
  }

  subscript(code: Int) -> Int32 {
    get { entries[code] }
    set { entries[code] = newValue }
  }
}

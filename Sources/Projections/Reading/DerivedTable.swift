import Columns
import LedgerModel

/// A table of values that grows while blocks are read; code 0 is none.
struct DerivedTable: Sendable {
  private let dictionary = DictionaryNumber.fresh()
  private var pages: [[Value]] = [[.none]]
  private var codes: [Value: UInt32] = [.none: 0]
  private(set) var count = 1

  /// The code of a value, given out when it is new.
  mutating func code(of value: Value) -> UInt32 {
    if let known = codes[value] { return known }
    codes[value] = UInt32(count)
    return append(value)
  }

  /// A code for a value that nobody looks up by itself; a value may get several.
  mutating func append(_ value: Value) -> UInt32 {
    let code = UInt32(count)
    if count.isMultiple(of: ValueTable.pageCount) { pages.append([]) }
    pages[pages.count - 1].append(value)
    count += 1
    return code
  }

  func codeIfKnown(of value: Value) -> UInt32? { codes[value] }

  func value(of code: UInt32) -> Value {
    pages[Int(code) / ValueTable.pageCount][Int(code) % ValueTable.pageCount]
  }

  /// What the codes given out so far stand for.
  var values: ValueTable { ValueTable(pages: pages) }

  func column(_ codes: Codes) -> Column {
    .coded(CodedColumn(codes: codes, values: values, dictionary: dictionary))
  }
}

/// Codes of one table as codes of another, each found once.
struct CodeTranslation {
  private static let unknown = UInt32.max

  private var owner: CodedColumn?
  private var entries: [UInt32] = []

  /// Goes on to another column. O(entries of its table) when the table is new, else O(1).
  mutating func follow(_ column: CodedColumn) {
    if owner?.sharesTable(with: column) != true { entries = [] }
    owner = CodedColumn(codes: .bytes([]), values: column.values, dictionary: column.dictionary)
    let missing = column.values.count - entries.count
    if missing > 0 {
      entries.append(contentsOf: repeatElement(CodeTranslation.unknown, count: missing))
    }
  }

  /// The code in `table` of what `make` makes of the row's value.
  mutating func code(
    _ column: CodedColumn, _ row: Int, _ table: inout DerivedTable,
    _ make: (Value) -> Value = { $0 }
  ) -> UInt32 {
    let code = column.codes[row]
    if entries[code] == CodeTranslation.unknown {
      entries[code] = table.code(of: make(column.values[code]))
    }
    return entries[code]
  }
}

/// A column made of another's values, each looked up once as long as the same table of codes comes.
final class MappedColumn {
  private let make: (Value) -> Value
  private var table = DerivedTable()
  private var translation = CodeTranslation()

  init(_ make: @escaping (Value) -> Value) { self.make = make }

  /// The column made of that one. O(rows), and once O(distinct values).
  func column(_ column: Column, _ rowCount: Int) -> Column {
    let coded = column.coded(rowCount)
    translation.follow(coded)
    let codes = (0..<rowCount).map { translation.code(coded, $0, &table, make) }
    return table.column(Codes(codes))
  }
}

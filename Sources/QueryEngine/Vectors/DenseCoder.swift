import Columns
import LedgerModel

/// Numbers the values of one place from 0 in the order of their first appearance: a look-up in a
/// table per row where the column has codes, and a value is made once per distinct code.
///
/// Equality is the language's: none is a value, numbers are equal by value.
struct DenseCoder {
  /// What a sealed coder gives for a value that never came before it was sealed.
  static let absent = Int32.max

  private var interner: ValueInterner
  private var table = CodeTable()
  private var numbers = NumberMap()
  private var numberKind: NumberColumn.Kind?
  /// No, yes and none.
  private var flags: [Int32] = [-1, -1, -1]
  private var isSealed = false

  /// `isExact` tells apart equal numbers that print differently, as 1.5 and 1.50.
  init(isExact: Bool = false) { interner = ValueInterner(isExact: isExact) }

  /// Distinct values seen.
  var count: Int { interner.count }

  /// The values by number, as they first appeared.
  var values: [Value] { interner.values }

  /// The number of none, once it came.
  var noneCode: Int32? { interner.known(.none).map { Int32($0) } }

  /// The coder for the other side of a comparison: what it has not seen stays `absent`.
  func sealed() -> DenseCoder {
    var coder = DenseCoder()
    coder.interner = interner
    coder.isSealed = true
    return coder
  }

  /// Writes a number for every row. O(rows).
  mutating func encode(_ vector: Vector, into codes: inout [Int32]) {
    codes.resize(to: vector.count, with: 0)
    switch vector.column {
    case .constant(let value):
      if vector.count > 0 { codes.fill(with: code(of: value)) }
    case .coded(let column): encode(column, vector.rows, &codes)
    case .numbers(let column): encode(column, vector.rows, &codes)
    case .flags(let column): encode(column, vector.rows, &codes)
    case .texts, .values:
      for (place, row) in vector.rows.enumerated() {
        codes[place] = code(of: vector.column.value(at: Int(row)))
      }
    }
  }

  /// The number of one value.
  mutating func code(of value: Value) -> Int32 {
    if isSealed { return interner.known(value).map { Int32($0) } ?? DenseCoder.absent }
    return Int32(interner.code(of: value))
  }

  private mutating func encode(_ column: CodedColumn, _ rows: [Int32], _ codes: inout [Int32]) {
    table.prepare(for: column)
    guard column.codes.lookUp(table.entries, rows: rows, into: &codes) else { return }
    for (place, row) in rows.enumerated() where codes[place] < 0 {
      let code = column.codes[Int(row)]
      if table[code] < 0 { table[code] = self.code(of: column.values[code]) }
      codes[place] = table[code]
    }
  }

  private mutating func encode(_ column: NumberColumn, _ rows: [Int32], _ codes: inout [Int32]) {
    if numberKind != column.kind {
      numbers = NumberMap()
      numberKind = column.kind
    }
    // Rows come in runs of equal numbers, as days and positions do.
    var last: (number: Int64, code: Int32)?
    for (place, row) in rows.enumerated() {
      if let present = column.isPresent, present[Int(row)] == 0 {
        codes[place] = code(of: .none)
        continue
      }
      let number = column.numbers[Int(row)]
      if let last, last.number == number {
        codes[place] = last.code
        continue
      }
      var code = numbers.code(of: number)
      if code == NumberMap.unknown {
        code = self.code(of: column.kind.value(number))
        numbers.insert(number, code: code)
      }
      codes[place] = code
      last = (number, code)
    }
  }

  private mutating func encode(_ column: FlagColumn, _ rows: [Int32], _ codes: inout [Int32]) {
    for (place, row) in rows.enumerated() {
      let byte = Int(column.bytes[Int(row)])
      if flags[byte] < 0 { flags[byte] = code(of: column[Int(row)]) }
      codes[place] = flags[byte]
    }
  }
}

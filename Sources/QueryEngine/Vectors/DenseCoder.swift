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
  /// The values by number as long as all came as codes of one dictionary of texts, whose codes are
  /// numbers for them already, so that none had to be hashed.
  private var texts: [Value]? = []
  private var table = CodeTable()
  private var numbers = NumberMap()
  private var numberKind: NumberColumn.Kind?
  /// No, yes and none.
  private var flags: [Int32] = [-1, -1, -1]
  private var isSealed = false
  /// The number of none, once it came.
  private(set) var noneCode: Int32?

  /// `isExact` tells apart equal numbers that print differently, as 1.5 and 1.50.
  init(isExact: Bool = false) { interner = ValueInterner(isExact: isExact) }

  /// Distinct values seen.
  var count: Int { texts?.count ?? interner.count }

  /// The values by number, as they first appeared.
  var values: [Value] { texts ?? interner.values }

  /// The coder for the other side of a comparison: what it has not seen stays `absent`.
  func sealed() -> DenseCoder {
    var coder = self
    coder.isSealed = true
    if texts == nil {
      // Codes that were not met are not known to be absent.
      coder.table = CodeTable()
      coder.numbers = NumberMap()
      coder.flags = [-1, -1, -1]
    }
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
    hash()
    if isSealed { return interner.known(value).map { Int32($0) } ?? DenseCoder.absent }
    let code = Int32(interner.code(of: value))
    if value.isNone { noneCode = code }
    return code
  }

  /// From now on values are found by hashing them.
  private mutating func hash() {
    guard let known = texts else { return }
    texts = nil
    for value in known { _ = interner.code(of: value) }
    if isSealed { table = CodeTable() }
  }

  private mutating func encode(_ column: CodedColumn, _ rows: [Int32], _ codes: inout [Int32]) {
    if count > 0, column.dictionary == nil || !table.belongs(to: column) { hash() }
    table.prepare(for: column)
    guard column.codes.lookUp(table.entries, rows: rows, into: &codes) else { return }
    for (place, row) in rows.enumerated() where codes[place] < 0 {
      let code = column.codes[Int(row)]
      if table[code] < 0 {
        let number = number(of: column.values[code], column)
        table.prepare(for: column)
        table[code] = number
      }
      codes[place] = table[code]
    }
  }

  /// The number of a value that its dictionary has not been asked for before.
  private mutating func number(of value: Value, _ column: CodedColumn) -> Int32 {
    guard texts != nil, column.dictionary != nil, value.isNone || value.text != nil else {
      return code(of: value)
    }
    if isSealed { return DenseCoder.absent }
    let code = Int32(count)
    texts?.append(value)
    if value.isNone { noneCode = code }
    return code
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
      let byte = column.bytes[Int(row)]
      // Any other byte reads as no.
      let slot = byte <= FlagColumn.none ? Int(byte) : 0
      if flags[slot] < 0 { flags[slot] = code(of: column[Int(row)]) }
      codes[place] = flags[slot]
    }
  }
}

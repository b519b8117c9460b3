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
  /// The codes by number as long as all came as those of one dictionary of texts, which are numbers
  /// for them already, so that none had to be hashed, nor even looked at.
  private var words: [UInt32]? = []
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
  var count: Int { words?.count ?? interner.count }

  /// The values by number, as they first appeared. O(values).
  var values: [Value] { words.map { $0.map { table.value(of: $0) } } ?? interner.values }

  /// The value of a number. O(1).
  func value(of number: Int) -> Value {
    words.map { table.value(of: $0[number]) } ?? interner.values[number]
  }

  /// All values by number as a column, as codes where they came so.
  private var column: Column {
    guard let words else { return .values(interner.values) }
    return table.column(words).map { .coded($0) } ?? .values([])
  }

  /// The values of numbers as codes: those of the dictionary where all came from one, unless that is
  /// far larger than the column.
  func column(_ numbers: [Int32]) -> CodedColumn {
    if let words, let column = table.column(numbers.map { words[Int($0)] }),
      column.values.count <= 4 * numbers.count
    {
      return column
    }
    // Code 0 of a column is none.
    let codes = numbers.map { $0 == noneCode ? 0 : UInt32(bitPattern: $0) + 1 }
    return CodedColumn(codes: .words(codes), values: [.none] + values)
  }

  /// Gives numbers to the values of a coder that saw later rows: by number there the number here.
  /// Calls `check` at least every few milliseconds.
  mutating func merge(_ later: DenseCoder, check: () throws -> Void) rethrows -> [Int32] {
    try encode(later.column, rowCount: later.count, check: check)
  }

  /// The numbers of all values of a column. Calls `check` at least every few milliseconds. O(rows).
  mutating func encode(
    _ column: Column, rowCount: Int, check: () throws -> Void
  ) rethrows -> [Int32] {
    var numbers: [Int32] = []
    numbers.reserveCapacity(rowCount)
    var part: [Int32] = []
    for start in stride(from: 0, to: rowCount, by: ExecutionLimits.batchRowCountMax) {
      try check()
      let end = min(start + ExecutionLimits.batchRowCountMax, rowCount)
      encode(Vector(column, rows: RowList(run: start..<end)), into: &part)
      numbers += part
    }
    return numbers
  }

  /// The coder for the other side of a comparison: what it has not seen stays `absent`.
  func sealed() -> DenseCoder {
    var coder = self
    coder.isSealed = true
    if words == nil {
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
    guard let known = words else { return }
    words = nil
    for code in known { _ = interner.code(of: table.value(of: code)) }
    if isSealed { table = CodeTable() }
  }

  private mutating func encode(_ column: CodedColumn, _ rows: RowList, _ codes: inout [Int32]) {
    if count > 0, column.dictionary == nil || !table.belongs(to: column) { hash() }
    table.prepare(for: column)
    if column.codes.lookUp(table.entries, rows: rows, into: &codes) >= 0 { return }
    if !isSealed, column.dictionary?.isStored == true, let known = words.take() {
      // Such a dictionary holds nothing but texts: a new code is a new number, whatever it means.
      words = numberFresh(column, rows, known, &codes)
      return
    }
    for place in codes.indices where codes[place] < 0 {
      let code = column.codes[Int(rows[place])]
      if table[code] < 0 {
        let number = number(of: code, column)
        if !table.belongs(to: column) { table.prepare(for: column) }
        table[code] = number
      }
      codes[place] = table[code]
    }
  }

  /// Gives numbers to the codes that have none yet, behind those of `known`, and returns them all.
  private mutating func numberFresh(
    _ column: CodedColumn, _ rows: RowList, _ known: consuming [UInt32], _ codes: inout [Int32]
  ) -> [UInt32] {
    var words = known
    for place in codes.indices where codes[place] < 0 {
      let code = column.codes[Int(rows[place])]
      if table[code] < 0 {
        table[code] = Int32(truncatingIfNeeded: words.count)
        if code == 0 { noneCode = table[code] }
        words.append(UInt32(truncatingIfNeeded: code))
      }
      codes[place] = table[code]
    }
    return words
  }

  /// The number of a code that its dictionary has not been asked for before.
  private mutating func number(of code: Int, _ column: CodedColumn) -> Int32 {
    guard words != nil, column.isText(code) else { return self.code(of: column.values[code]) }
    if isSealed { return DenseCoder.absent }
    let number = Int32(count)
    words?.append(UInt32(code))
    if code == 0 { noneCode = number }
    return number
  }

  private mutating func encode(_ column: NumberColumn, _ rows: RowList, _ codes: inout [Int32]) {
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

  private mutating func encode(_ column: FlagColumn, _ rows: RowList, _ codes: inout [Int32]) {
    for (place, row) in rows.enumerated() {
      let byte = column.bytes[Int(row)]
      // Any other byte reads as no.
      let slot = byte <= FlagColumn.none ? Int(byte) : 0
      if flags[slot] < 0 { flags[slot] = code(of: column[Int(row)]) }
      codes[place] = flags[slot]
    }
  }
}

extension CodedColumn {
  /// True for a code of a dictionary that stands for a text or for none, so that no other code
  /// stands for the same. A stored dictionary holds nothing else.
  fileprivate func isText(_ code: Int) -> Bool {
    guard let dictionary else { return false }
    if dictionary.isStored { return true }
    return code == 0 ? values[0].isNone : values[code].text != nil
  }
}

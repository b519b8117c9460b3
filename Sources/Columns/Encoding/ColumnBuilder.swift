package import LedgerModel

/// Gathers the values of one column row by row in typed form, and yields them as a column.
///
/// The form follows from the values alone, so that the same rows are stored alike however they came
/// in. Texts are numbered in a table of this run; the dictionary, which other sources may share, is
/// asked once for every distinct one, when the column is made.
package struct ColumnBuilder {
  private enum Form { case empty, numbers, flags, texts, values }

  let encoder: ColumnEncoder
  package private(set) var rowCount = 0
  private var form = Form.empty
  /// Rows that the run before had: so many are likely to come again.
  private var expectedRowCount = 0
  private var kind = NumberColumn.Kind.integer
  private var numbers: [Int64] = []
  /// One byte a row for flags; for numbers 1 or 0, and empty while every row has one.
  private var bytes: [UInt8] = []
  /// One number of the table plus one a row, 0 for none.
  private var codes: [UInt32] = []
  private var table = TextTable(.string)
  private var values: [Value] = []

  package init(_ encoder: ColumnEncoder) { self.encoder = encoder }

  /// Adds the value of the next row. Amortised O(1), for texts O(length).
  package mutating func append(_ value: Value) {
    switch form {
    case .empty:
      if !value.isNone { begin(value) }
    case .numbers: appendNumber(value)
    case .flags:
      if let flag = FlagColumn.byte(value) { bytes.append(flag) } else { widen(value) }
    case .texts: appendText(value)
    case .values: values.append(value)
    }
    rowCount &+= 1
  }

  /// Chooses the form by the first value that is one.
  private mutating func begin(_ value: Value) {
    if let (kind, _) = value.numbered {
      form = .numbers
      self.kind = kind
      numbers.reserveCapacity(expectedRowCount)
      numbers.append(contentsOf: repeatElement(0, count: rowCount))
      bytes = [UInt8](repeating: 0, count: rowCount)
      appendNumber(value)
    } else if let (kind, _) = value.textual {
      form = .texts
      codes.reserveCapacity(expectedRowCount)
      codes.append(contentsOf: repeatElement(0, count: rowCount))
      table.removeAll(kind)
      appendText(value)
    } else if case .bool = value {
      form = .flags
      bytes.reserveCapacity(expectedRowCount)
      bytes.append(contentsOf: repeatElement(FlagColumn.none, count: rowCount))
      bytes.append(FlagColumn.byte(value) ?? FlagColumn.none)
    } else {
      widen(value)
    }
  }

  private mutating func appendNumber(_ value: Value) {
    if let (kind, number) = value.numbered, kind == self.kind {
      numbers.append(number)
      if !bytes.isEmpty { bytes.append(1) }
    } else if value.isNone {
      if bytes.isEmpty { bytes = [UInt8](repeating: 1, count: rowCount) }
      bytes.append(0)
      numbers.append(0)
    } else {
      widen(value)
    }
  }

  /// Adds a text for the next row, the same as its value; `text` is valid UTF-8. Amortised O(length).
  package mutating func append(_ text: Span<UInt8>, _ kind: TextColumn.Kind) {
    guard form == .texts, kind == table.kind else {
      return append(kind.value(TextTable.string(text)))
    }
    codes.append(table.number(of: text) &+ 1)
    rowCount &+= 1
  }

  /// Adds a number for the next row, the same as its value. Amortised O(1).
  package mutating func append(_ number: Int64, _ kind: NumberColumn.Kind) {
    guard form == .numbers, kind == self.kind, bytes.isEmpty else {
      return append(kind.value(number))
    }
    numbers.append(number)
    rowCount &+= 1
  }

  /// Adds a value for each of so many rows. O(rows) of a few nanoseconds.
  package mutating func append(_ value: Value, count: Int) {
    guard count > 0 else { return }
    append(value)
    guard count > 1 else { return }
    let more = count - 1
    switch form {
    case .empty: break
    case .numbers:
      numbers.append(contentsOf: repeatElement(numbers[rowCount - 1], count: more))
      if let last = bytes.last { bytes.append(contentsOf: repeatElement(last, count: more)) }
    case .flags: bytes.append(contentsOf: repeatElement(bytes[rowCount - 1], count: more))
    case .texts: codes.append(contentsOf: repeatElement(codes[rowCount - 1], count: more))
    case .values: values.append(contentsOf: repeatElement(value, count: more))
    }
    rowCount += more
  }

  private mutating func appendText(_ value: Value) {
    switch value {
    case .none: codes.append(0)
    case .string(let text): append(text, .string, value)
    case .symbol(let text): append(text, .symbol, value)
    case .entity(let text): append(text, .entity, value)
    default: widen(value)
    }
  }

  private mutating func append(_ text: String, _ kind: TextColumn.Kind, _ value: Value) {
    if kind == table.kind {
      codes.append(table.number(of: text.utf8Span.span) &+ 1)
    } else {
      widen(value)
    }
  }

  /// Keeps the rows as plain values from now on: no typed form holds all of them.
  private mutating func widen(_ value: Value) {
    values = (0..<rowCount).map { self.value(at: $0) } + [value]
    form = .values
    (numbers, bytes, codes) = ([], [], [])
  }

  /// Begins anew with the room it has.
  mutating func removeAll() {
    expectedRowCount = rowCount
    rowCount = 0
    form = .empty
    (numbers, bytes, values) = ([], [], [])
    codes.removeAll(keepingCapacity: true)
  }
}

// MARK: - Reading

extension ColumnBuilder {
  /// The value of a row added before. O(1), for texts O(length).
  package func value(at row: Int) -> Value {
    switch form {
    case .empty: .none
    case .numbers: bytes.isEmpty || bytes[row] != 0 ? kind.value(numbers[row]) : .none
    case .flags: FlagColumn.value(bytes[row])
    case .texts: text(codes[row])
    case .values: values[row]
    }
  }

  private func text(_ code: UInt32) -> Value {
    code == 0 ? .none : table.kind.value(table.text(Int(code) - 1))
  }

  /// The rows added so far as a column. O(rows).
  package var column: Column { encoder.attached(detachedColumn) }

  /// The same, codes of a dictionary without the texts that they stand for. O(rows).
  var detachedColumn: Column {
    switch form {
    case .empty: return .constant(.none)
    case .numbers:
      let isWhole = !bytes.contains(0)
      if isWhole, ColumnBuilder.isConstant(numbers) { return .constant(kind.value(numbers[0])) }
      return .numbers(
        NumberColumn(kind: kind, numbers: numbers, isPresent: isWhole ? nil : bytes))
    case .flags:
      if ColumnBuilder.isConstant(bytes) { return .constant(FlagColumn.value(bytes[0])) }
      return .flags(FlagColumn(bytes: bytes))
    case .texts:
      if ColumnBuilder.isConstant(codes) { return .constant(text(codes[0])) }
      if !encoder.isShared, table.count * 2 > rowCount { return .texts(texts) }
      return encoder.coded(dictionaryCodes)
    case .values: return encoder.plain(values)
    }
  }

  private static func isConstant<Element: Equatable>(_ elements: [Element]) -> Bool {
    guard let first = elements.first else { return true }
    for element in elements where element != first { return false }
    return true
  }

  /// The texts themselves, where a dictionary would hold more than half of them.
  private var texts: TextColumn {
    var text: [UInt8] = []
    text.reserveCapacity(table.bytes.count)
    var ends: [UInt32] = []
    ends.reserveCapacity(rowCount)
    var present: [UInt8]?
    for (row, code) in codes.enumerated() {
      if code == 0 {
        if present == nil { present = [UInt8](repeating: 1, count: rowCount) }
        present?[row] = 0
      } else {
        text.append(table.bytes.span.extracting(table.range(of: Int(code) - 1)))
      }
      ends.append(UInt32(text.count))
    }
    return TextColumn(kind: table.kind, bytes: text, ends: ends, isPresent: present)
  }

  /// The codes that the dictionary gives these texts.
  private var dictionaryCodes: [UInt32] {
    let known = encoder.dictionary.codes(of: table)
    var result: [UInt32] = []
    result.reserveCapacity(rowCount)
    for code in codes { result.append(code == 0 ? 0 : known[Int(code) - 1]) }
    return result
  }
}

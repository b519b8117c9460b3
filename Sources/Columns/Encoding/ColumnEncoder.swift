package import LedgerModel

/// Chooses the form of a column for a run of values, from the values alone, so that the same rows
/// are stored alike however they came in.
package struct ColumnEncoder {
  /// The codes of this column's texts.
  package let dictionary: ValueDictionary
  /// True for identifiers of entities: always coded, because other columns share the codes.
  package let isShared: Bool

  package init(dictionary: ValueDictionary, isShared: Bool) {
    self.dictionary = dictionary
    self.isShared = isShared
  }

  /// The values as a column. O(n).
  package func encode(_ values: [Value]) -> Column {
    guard let first = values.first(where: { !$0.isNone }) else { return .constant(.none) }
    if first.textual != nil { return texts(values) ?? repeated(values) }
    if case .bool = first { return flags(values) ?? repeated(values) }
    if let kind = first.numbered?.kind { return numbers(values, kind) ?? repeated(values) }
    return repeated(values)
  }

  private func flags(_ values: [Value]) -> Column? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(values.count)
    var seen: Set<UInt8> = []
    for value in values {
      let byte: UInt8
      switch value {
      case .bool(let flag): byte = flag ? 1 : 0
      case .none: byte = FlagColumn.none
      default: return nil
      }
      bytes.append(byte)
      if seen.count < 2 { seen.insert(byte) }
    }
    if seen.count == 1 { return .constant(values[0]) }
    return .flags(FlagColumn(bytes: bytes))
  }

  private func numbers(_ values: [Value], _ kind: NumberColumn.Kind) -> Column? {
    var numbers: [Int64] = []
    numbers.reserveCapacity(values.count)
    var present: [UInt8]?
    for value in values {
      if value.isNone {
        if present == nil { present = [UInt8](repeating: 1, count: values.count) }
        present?[numbers.count] = 0
        numbers.append(0)
      } else {
        guard let (own, number) = value.numbered, own == kind else { return nil }
        numbers.append(number)
      }
    }
    if present == nil, let first = numbers.first, numbers.allSatisfy({ $0 == first }) {
      return .constant(values[0])
    }
    return .numbers(NumberColumn(kind: kind, numbers: numbers, isPresent: present))
  }

  private func texts(_ values: [Value]) -> Column? {
    guard values.allSatisfy({ $0.isNone || $0.textual != nil }) else { return nil }
    if !isShared, let unique = unique(values) { return unique }
    var codes: [UInt32] = []
    codes.reserveCapacity(values.count)
    for value in values {
      codes.append(value.textual.map { dictionary.code(of: $0.kind, $0.text) } ?? 0)
    }
    if let first = codes.first, codes.allSatisfy({ $0 == first }) { return .constant(values[0]) }
    return .coded(
      CodedColumn(
        codes: Codes(codes), values: dictionary.values, dictionary: dictionary.number))
  }

  /// The texts themselves where a dictionary would hold more than half of them.
  private func unique(_ values: [Value]) -> Column? {
    let known = ValueDictionary(DictionaryNumber(-1))
    var kind: TextColumn.Kind?
    for value in values {
      guard let text = value.textual else { continue }
      if kind == nil { kind = text.kind }
      guard text.kind == kind else { return nil }
      _ = known.code(of: text.kind, text.text)
    }
    guard let kind, (known.count - 1) * 2 > values.count else { return nil }
    return .texts(TextColumn(kind: kind, values))
  }

  /// Codes of this block alone, where fewer than half of the values are distinct.
  private func repeated(_ values: [Value]) -> Column {
    var codes: [UInt32] = []
    var table: [Value] = [.none]
    var known: [[UInt8]: UInt32] = [ValueCoding.bytes(.none): 0]
    for value in values {
      let bytes = ValueCoding.bytes(value)
      let code = known[bytes] ?? UInt32(table.count)
      if Int(code) == table.count {
        known[bytes] = code
        table.append(value)
        if table.count * 2 > values.count + 2 { return .values(values) }
      }
      codes.append(code)
    }
    if let first = codes.first, codes.allSatisfy({ $0 == first }) { return .constant(values[0]) }
    return .coded(CodedColumn(codes: Codes(codes), values: table))
  }
}

extension TextColumn {
  /// Texts of one kind and nones.
  init(kind: Kind, _ values: [Value]) {
    var bytes: [UInt8] = []
    var ends: [UInt32] = []
    var present: [UInt8]?
    ends.reserveCapacity(values.count)
    for (row, value) in values.enumerated() {
      if let text = value.textual?.text {
        bytes.append(contentsOf: text.utf8)
      } else {
        if present == nil { present = [UInt8](repeating: 1, count: values.count) }
        present?[row] = 0
      }
      ends.append(UInt32(bytes.count))
    }
    self.init(kind: kind, bytes: bytes, ends: ends, isPresent: present)
  }
}

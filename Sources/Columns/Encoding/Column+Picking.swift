import LedgerModel

extension Column {
  /// The values of the rows named, in that order, texts as texts. O(rows).
  func picked(_ rows: RowList) -> Column {
    if case .texts(let texts) = self { .texts(texts.picked(rows)) } else { gathered(rows) }
  }
}

extension TextColumn {
  fileprivate func picked(_ rows: RowList) -> TextColumn {
    var bytes: [UInt8] = []
    var ends: [UInt32] = []
    ends.reserveCapacity(rows.count)
    let source = self.bytes.span
    for row in rows {
      bytes.append(source.extracting(range(of: Int(row))))
      ends.append(UInt32(bytes.count))
    }
    return TextColumn(
      kind: kind, bytes: bytes, ends: ends, isPresent: isPresent.map { $0.gathered(rows) })
  }
}

/// Parts of one column.
typealias ColumnParts = [(column: Column, rowCount: Int)]

extension ColumnEncoder {
  /// Parts of a column as one, in the form that suits their values, detached where it is made of codes.
  /// Unlike `joined` it gives out no code: who reads beside it holds the dictionary as it was. O(rows).
  func unitedDetached(_ parts: ColumnParts) -> Column {
    unitedConstants(parts) ?? unitedNumbers(parts) ?? unitedFlags(parts) ?? unitedCodes(parts)
      ?? unitedTexts(parts)
      ?? repeated(
        parts.flatMap { part in
          (0..<part.rowCount).map { value(at: $0, of: part.column) }
        })
  }

  private func unitedConstants(_ parts: ColumnParts) -> Column? {
    guard case .constant(let value)? = parts.first?.column else { return nil }
    let bytes = ValueCoding.bytes(value)
    let isConstant = parts.allSatisfy { part in
      if case .constant(let other) = part.column {
        ValueCoding.bytes(other) == bytes
      } else {
        false
      }
    }
    return isConstant ? .constant(value) : nil
  }

  private func unitedNumbers(_ parts: ColumnParts) -> Column? {
    guard let kind = parts.lazy.compactMap({ $0.column.numberKind }).first else { return nil }
    var numbers: [Int64] = []
    var present: [UInt8] = []
    for (column, rowCount) in parts {
      switch column {
      case .numbers(let column) where column.kind == kind:
        numbers += column.numbers
        present += column.isPresent ?? [UInt8](repeating: 1, count: rowCount)
      case .constant(let value) where value.isNone || value.numbered?.kind == kind:
        numbers += repeatElement(value.numbered?.number ?? 0, count: rowCount)
        present += repeatElement(value.isNone ? 0 : 1, count: rowCount)
      default: return nil
      }
    }
    let isWhole = !present.contains(0)
    if isWhole, let first = numbers.first, numbers.allSatisfy({ $0 == first }) {
      return .constant(kind.value(first))
    }
    guard present.contains(1) else { return .constant(.none) }
    return .numbers(NumberColumn(kind: kind, numbers: numbers, isPresent: isWhole ? nil : present))
  }

  private func unitedFlags(_ parts: ColumnParts) -> Column? {
    var bytes: [UInt8] = []
    for (column, rowCount) in parts {
      switch column {
      case .flags(let column): bytes += column.bytes
      case .constant(let value):
        guard let byte = FlagColumn.byte(value) else { return nil }
        bytes += repeatElement(byte, count: rowCount)
      default: return nil
      }
    }
    guard let first = bytes.first else { return nil }
    if bytes.allSatisfy({ $0 == first }) { return .constant(FlagColumn.value(first)) }
    return .flags(FlagColumn(bytes: bytes))
  }

  private func unitedCodes(_ parts: ColumnParts) -> Column? {
    guard parts.contains(where: { $0.column.isCoded(in: dictionary) }) else { return nil }
    var codes: [UInt32] = []
    for (column, rowCount) in parts {
      if case .constant(let value) = column {
        guard let code = dictionary.knownCodes(of: [value])?.first else { return nil }
        codes += repeatElement(code, count: rowCount)
      } else if case .coded(let column) = column, column.dictionary == dictionary.number {
        codes += column.codes.widened
      } else {
        return nil
      }
    }
    if let first = codes.first, codes.allSatisfy({ $0 == first }) {
      return .constant(dictionary.value(of: first))
    }
    return coded(codes)
  }

  /// Where the parts have texts, and codes or a constant beside them.
  private func unitedTexts(_ parts: ColumnParts) -> Column? {
    guard !isShared,
      let kind = parts.lazy.compactMap({ $0.column.textKind }).first
    else { return nil }
    var bytes: [UInt8] = []
    var ends: [UInt32] = []
    var present: [UInt8] = []
    for (column, rowCount) in parts {
      if case .texts(let texts) = column, texts.kind == kind {
        let start = UInt32(bytes.count)
        bytes += texts.bytes
        for end in texts.ends { ends.append(start &+ end) }
        present += texts.isPresent ?? [UInt8](repeating: 1, count: rowCount)
        continue
      }
      for row in 0..<rowCount {
        let value = value(at: row, of: column)
        if let (other, text) = value.textual {
          guard other == kind else { return nil }
          bytes.append(text.utf8Span.span)
        } else if !value.isNone {
          return nil
        }
        ends.append(UInt32(bytes.count))
        present.append(value.isNone ? 0 : 1)
      }
    }
    let isWhole = !present.contains(0)
    return .texts(
      TextColumn(kind: kind, bytes: bytes, ends: ends, isPresent: isWhole ? nil : present))
  }
}

extension Column {
  fileprivate var numberKind: NumberColumn.Kind? {
    switch self {
    case .numbers(let column): column.kind
    case .constant(let value): value.numbered?.kind
    default: nil
    }
  }

  fileprivate var textKind: TextColumn.Kind? {
    if case .texts(let column) = self { column.kind } else { nil }
  }

  fileprivate func isCoded(in dictionary: ValueDictionary) -> Bool {
    if case .coded(let column) = self { column.dictionary == dictionary.number } else { false }
  }
}

package import LedgerModel

/// Chooses the form of a column for a run of values, from the values alone, so that the same rows
/// are stored alike however they came in.
package struct ColumnEncoder: Sendable {
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
    var builder = ColumnBuilder(self)
    for value in values { builder.append(value) }
    return builder.column
  }

  /// Codes of the dictionary, one a row, without the texts: who only writes does not hold them, for
  /// a dictionary that grows would have to copy what others hold.
  func coded(_ codes: [UInt32]) -> Column {
    .coded(CodedColumn(codes: Codes(codes), values: [], dictionary: dictionary.number))
  }

  /// A detached column with the texts that its codes stand for; others as they are.
  package func attached(_ column: Column) -> Column {
    guard case .coded(let coded) = column, coded.isDetached else {
      return column
    }
    return .coded(
      CodedColumn(
        codes: coded.codes, values: dictionary.values, dictionary: coded.dictionary))
  }

  /// The value of one row of a column that may be detached.
  func value(at row: Int, of column: Column) -> Value {
    guard case .coded(let coded) = column, coded.isDetached else { return column.value(at: row) }
    return dictionary.value(of: UInt32(coded.codes[row]))
  }

  /// Values of more than one type.
  func plain(_ values: [Value]) -> Column {
    guard values.allSatisfy({ $0.isNone || $0.textual != nil }) else { return repeated(values) }
    return coded(
      values.map { value in
        value.textual.map { dictionary.code(of: $0.kind, $0.text) } ?? 0
      })
  }

  /// Codes of this block alone, where fewer than half of the values are distinct.
  func repeated(_ values: [Value]) -> Column {
    var codes: [UInt32] = []
    codes.reserveCapacity(values.count)
    var table: [Value] = [.none]
    var known: [[UInt8]: UInt32] = [ValueCoding.bytes(.none): 0]
    for (row, value) in values.enumerated() {
      if row > 0, value.isEmptySet, values[row - 1].isEmptySet {
        codes.append(codes[row - 1])
        continue
      }
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

extension Value {
  /// The commonest value that is neither a number nor a text.
  fileprivate var isEmptySet: Bool {
    if case .set(let elements) = self { elements.isEmpty } else { false }
  }
}

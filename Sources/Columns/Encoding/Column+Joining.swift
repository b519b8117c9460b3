import LedgerModel

extension ColumnEncoder {
  /// The columns of consecutive runs of rows as one, in the form that suits all of them. O(n).
  ///
  /// Where the parts have one form they are joined as they are; the outcome depends on the values
  /// and on where the runs were cut, so runs are always cut at the same row numbers.
  package func joined(_ parts: [(column: Column, rowCount: Int)]) -> Column {
    attached(joinedDetached(parts))
  }

  /// The same of columns that may be detached; so may be the outcome.
  func joinedDetached(_ parts: [(column: Column, rowCount: Int)]) -> Column {
    if let numbers = joinedNumbers(parts) { return numbers }
    if let codes = joinedCodes(parts) { return codes }
    if let texts = joinedTexts(parts) { return texts }
    // Value by value: with the texts of a whole dictionary they would be held twice from then on.
    var builder = ColumnBuilder(self)
    for part in parts {
      for row in 0..<part.rowCount { builder.append(value(at: row, of: part.column)) }
    }
    return builder.detachedColumn
  }

  private func joinedTexts(_ parts: [(column: Column, rowCount: Int)]) -> Column? {
    guard case .texts(let first)? = parts.first?.column else { return nil }
    var bytes: [UInt8] = []
    var ends: [UInt32] = []
    var present: [UInt8] = []
    for part in parts {
      guard case .texts(let column) = part.column, column.kind == first.kind else { return nil }
      let start = UInt32(bytes.count)
      bytes += column.bytes
      for end in column.ends { ends.append(start &+ end) }
      present += column.isPresent ?? [UInt8](repeating: 1, count: part.rowCount)
    }
    let isWhole = !present.contains(0)
    return .texts(
      TextColumn(kind: first.kind, bytes: bytes, ends: ends, isPresent: isWhole ? nil : present))
  }

  private func joinedNumbers(_ parts: [(column: Column, rowCount: Int)]) -> Column? {
    guard case .numbers(let first)? = parts.first?.column else { return nil }
    var numbers: [Int64] = []
    var present: [UInt8] = []
    for part in parts {
      guard case .numbers(let column) = part.column, column.kind == first.kind else { return nil }
      numbers += column.numbers
      present += column.isPresent ?? [UInt8](repeating: 1, count: part.rowCount)
    }
    let isWhole = !present.contains(0)
    return .numbers(
      NumberColumn(kind: first.kind, numbers: numbers, isPresent: isWhole ? nil : present))
  }

  private func joinedCodes(_ parts: [(column: Column, rowCount: Int)]) -> Column? {
    var codes: [UInt32] = []
    for part in parts {
      switch part.column {
      case .coded(let column) where column.dictionary == dictionary.number:
        codes += column.codes.widened
      case .constant(let value):
        guard value.isNone || value.textual != nil else { return nil }
        let code = value.textual.map { dictionary.code(of: $0.kind, $0.text) } ?? 0
        codes += repeatElement(code, count: part.rowCount)
      default: return nil
      }
    }
    if let first = codes.first, codes.allSatisfy({ $0 == first }) {
      return .constant(dictionary.value(of: first))
    }
    return coded(codes)
  }
}

import Columns
import LedgerModel

extension [[Value]] {
  /// The values of one column, block by block, in the form in which the engine works fastest: numbers
  /// where all are of one kind, flags, codes of one table where texts repeat, else as they are.
  /// Calls `check` at least every few milliseconds. O(values).
  func typed(_ check: () throws -> Void) rethrows -> [Column] {
    try numberColumns ?? flagColumns ?? codedColumns(check) ?? map(Column.values)
  }

  private var numberColumns: [Column]? {
    var kind: NumberColumn.Kind?
    for values in self {
      for value in values where !value.isNone {
        guard let found = value.numbered?.kind, kind == nil || found == kind else { return nil }
        kind = found
      }
    }
    guard let kind else { return nil }
    return map { values in
      let isPresent = values.map { $0.isNone ? 0 : 1 as UInt8 }
      return .numbers(
        NumberColumn(
          kind: kind, numbers: values.map { $0.numbered?.number ?? 0 },
          isPresent: isPresent.contains(0) ? isPresent : nil))
    }
  }

  private var flagColumns: [Column]? {
    var columns: [Column] = []
    for values in self {
      var bytes: [UInt8] = []
      for value in values {
        switch value {
        case .bool(let flag): bytes.append(flag ? 1 : 0)
        case .none: bytes.append(FlagColumn.none)
        default: return nil
        }
      }
      columns.append(.flags(FlagColumn(bytes: bytes)))
    }
    return columns
  }

  /// None for values that are no texts, and for texts that hardly repeat.
  private func codedColumns(_ check: () throws -> Void) rethrows -> [Column]? {
    var table: [Value] = [.none]
    var known: [Value: UInt32] = [.none: 0]
    let rowCount = reduce(0) { $0 + $1.count }
    var blocks: [[UInt32]] = []
    for values in self {
      var codes: [UInt32] = []
      codes.reserveCapacity(values.count)
      for (row, value) in values.enumerated() {
        if row.isMultiple(of: 4_096) { try check() }
        guard value.isNone || value.text != nil else { return nil }
        let code = known[value] ?? UInt32(table.count)
        if Int(code) == table.count {
          guard table.count <= rowCount / 2 + 1 else { return nil }
          known[value] = code
          table.append(value)
        }
        codes.append(code)
      }
      blocks.append(codes)
    }
    let dictionary = DictionaryNumber.fresh()
    return blocks.map {
      .coded(CodedColumn(codes: Codes($0), values: table, dictionary: dictionary))
    }
  }
}

import Columns
import LedgerModel

/// Values as numbers of the distinct ones among them. Values that are equal and yet written
/// differently, as 1/2 and 2/4, are told apart.
struct ExactCodes {
  /// What a value is found by.
  private enum Key: Hashable {
    case ratio(Int128, Int128)
    case decimal(Int64, UInt8)
    case other(Value)
  }

  private(set) var codes: [Int32] = []
  private(set) var distinct: [Value] = []
  private var known: [Key: Int32] = [:]
  /// Ratios of small parts, which most are, packed into a number.
  private var ratios = NumberMap()
  private var table = CodeTable()
  /// The codes of a batch.
  private var found: [Int32] = []
  /// Stands in the table for what is no value.
  private static let none = Int32.max

  /// Memory, without that of values that are boxed.
  var byteCount: Int {
    codes.count * 4 + distinct.count * MemoryLayout<Value>.stride
      + known.count * MemoryLayout<(Key, Int32)>.stride + ratios.count * 24
  }

  /// Begins with numbers of one kind.
  init(_ numbers: [Int64], _ kind: NumberColumn.Kind) {
    codes = numbers.map { code(of: kind.value($0)) }
  }

  /// Appends what is not none, and to `kept` the groups of that.
  mutating func append(_ values: Vector, _ groups: [Int32], keeping kept: inout [Int32]) {
    if case .coded(let column) = values.column {
      return append(column, values.rows, groups, &kept)
    }
    for (place, row) in values.rows.enumerated() {
      let value = values.column.value(at: Int(row))
      if value.isNone { continue }
      codes.append(code(of: value))
      kept.append(groups[place])
    }
  }

  private mutating func append(
    _ column: CodedColumn, _ rows: RowList, _ groups: [Int32], _ kept: inout [Int32]
  ) {
    table.prepare(for: column)
    _ = column.codes.lookUp(table.entries, rows: rows, into: &found)
    for place in found.indices {
      if found[place] < 0 {
        let code = column.codes[Int(rows[place])]
        if table[code] < 0 {
          let value = column.values[code]
          table[code] = value.isNone ? ExactCodes.none : self.code(of: value)
        }
        found[place] = table[code]
      }
      if found[place] == ExactCodes.none { continue }
      codes.append(found[place])
      kept.append(groups[place])
    }
  }

  private mutating func code(of value: Value) -> Int32 {
    switch value {
    case .ratio(let ratio):
      guard let packed = ratio.packed else {
        return code(of: value, .ratio(ratio.numerator, ratio.denominator))
      }
      let code = ratios.code(of: packed)
      if code != NumberMap.unknown { return code }
      let new = add(value)
      ratios.insert(packed, code: new)
      return new
    case .decimal(let decimal):
      return code(of: value, .decimal(decimal.mantissa, decimal.scale))
    // Elements may be equal and written differently.
    case .set, .record: return add(value)
    default: return code(of: value, .other(value))
    }
  }

  private mutating func code(of value: Value, _ key: Key) -> Int32 {
    if let code = known[key] { return code }
    let code = add(value)
    known[key] = code
    return code
  }

  private mutating func add(_ value: Value) -> Int32 {
    distinct.append(value)
    return Int32(distinct.count - 1)
  }
}

extension Ratio {
  /// Both parts in one number, where they are short.
  fileprivate var packed: Int64? {
    guard let over = Int32(exactly: numerator), let under = Int32(exactly: denominator) else {
      return nil
    }
    return Int64(over) << 32 | Int64(under)
  }
}

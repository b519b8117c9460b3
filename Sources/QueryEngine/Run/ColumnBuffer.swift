import Columns
import LedgerModel

/// A column that grows batch by batch and keeps the form in which it comes as long as every batch
/// has it: numbers of one kind, codes, else values.
struct ColumnBuffer {
  private enum Form {
    case empty
    case numbers(NumberColumn.Kind)
    case codes
    case values
  }

  private var form = Form.empty
  private var numbers: [Int64] = []
  /// 1 for a value, 0 for none; filled only when some number is missing.
  private var present: [UInt8] = []
  private var coder = DenseCoder(isExact: true)
  private var codes: [Int32] = []
  private var values: [Value] = []
  private var batchCodes: [Int32] = []

  /// Appends the values of a vector. O(rows).
  mutating func append(_ vector: Vector) {
    switch (form, vector.column) {
    case (_, _) where vector.count == 0: break
    case (.empty, .numbers(let column)):
      form = .numbers(column.kind)
      append(column, vector.rows)
    case (.numbers(let kind), .numbers(let column)) where kind == column.kind:
      append(column, vector.rows)
    case (.empty, .constant), (.empty, .coded), (.empty, .flags):
      form = .codes
      appendCodes(vector)
    case (.codes, .constant), (.codes, .coded), (.codes, .flags): appendCodes(vector)
    case (.values, _): vector.column.append(vector.rows, to: &values)
    default:
      values = column.values(count)
      form = .values
      (numbers, present, codes) = ([], [], [])
      vector.column.append(vector.rows, to: &values)
    }
  }

  /// Rows so far.
  private var count: Int {
    switch form {
    case .empty: 0
    case .numbers: numbers.count
    case .codes: codes.count
    case .values: values.count
    }
  }

  /// Memory of the rows, without what texts and lists hold elsewhere.
  var byteCount: Int {
    numbers.count * 8 + present.count + codes.count * 4
      + (values.count + (codes.isEmpty ? 0 : coder.count)) * MemoryLayout<Value>.stride
  }

  /// All of them as one column.
  var column: Column {
    switch form {
    case .empty: .values([])
    case .numbers(let kind):
      .numbers(
        NumberColumn(kind: kind, numbers: numbers, isPresent: present.isEmpty ? nil : present))
    case .codes: .coded(coder.column(codes))
    case .values: .values(values)
    }
  }

  private mutating func append(_ column: NumberColumn, _ rows: RowList) {
    let known = numbers.count
    numbers.append(column.numbers, rows)
    guard column.isPresent != nil || !present.isEmpty else { return }
    present.grow(to: known, with: 1)
    if let isPresent = column.isPresent {
      present.append(isPresent, rows)
    } else {
      present.grow(to: numbers.count, with: 1)
    }
  }

  private mutating func appendCodes(_ vector: Vector) {
    coder.encode(vector, into: &batchCodes)
    codes += batchCodes
  }
}

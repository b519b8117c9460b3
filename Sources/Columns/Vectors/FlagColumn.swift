package import LedgerModel

/// A column of yes and no, one byte a row.
package struct FlagColumn: Sendable, Hashable {
  /// What stands for a missing value; 0 is no, 1 is yes.
  package static let none: UInt8 = 2

  package let bytes: [UInt8]

  package init(bytes: [UInt8]) { self.bytes = bytes }

  package subscript(row: Int) -> Value { FlagColumn.value(bytes[row]) }

  /// What a byte stands for.
  static func value(_ byte: UInt8) -> Value {
    byte == FlagColumn.none ? .none : .bool(byte == 1)
  }

  /// What stands for a value; none for one that is neither yes nor no nor missing.
  static func byte(_ value: Value) -> UInt8? {
    switch value {
    case .bool(let flag): flag ? 1 : 0
    case .none: FlagColumn.none
    default: nil
    }
  }
}

package import LedgerModel

/// A column of yes and no, one byte a row.
package struct FlagColumn: Sendable, Hashable {
  /// What stands for a missing value; 0 is no, 1 is yes.
  package static let none: UInt8 = 2

  package let bytes: [UInt8]

  package init(bytes: [UInt8]) { self.bytes = bytes }

  package subscript(row: Int) -> Value {
    let byte = bytes[row]
    return byte == FlagColumn.none ? .none : .bool(byte == 1)
  }
}

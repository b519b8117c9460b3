import CLMDB

/// A named key-value table of one environment, opened once and valid as long as the environment.
///
/// Keys are ordered by their bytes, so a number is stored big-endian.
package struct Table: Hashable, Sendable {
  let handle: MDB_dbi
  /// The table's name inside its environment.
  package let name: String
}

/// Size of a table as of one transaction.
package struct TableStatistics: Hashable, Sendable {
  package let entryCount: Int
  package let pageCount: Int
  package let depth: Int
  package let pageByteCount: Int
}

/// One key and its value inside the memory map, valid until the cursor moves.
@safe package struct Entry: ~Escapable {
  package let key: Span<UInt8>
  package let value: Span<UInt8>

  @_lifetime(copy key, copy value)
  init(key: Span<UInt8>, value: Span<UInt8>) {
    self.key = key
    self.value = value
  }

  func keyBegins(with prefix: Span<UInt8>) -> Bool {
    guard key.count >= prefix.count else { return false }
    for index in prefix.indices where key[index] != prefix[index] { return false }
    return true
  }

  /// The key read as a big-endian number; nil unless it has exactly eight bytes.
  package var position: UInt64? {
    guard key.count == 8 else { return nil }
    var number: UInt64 = 0
    for index in key.indices { number = number << 8 | UInt64(key[index]) }
    return number
  }
}

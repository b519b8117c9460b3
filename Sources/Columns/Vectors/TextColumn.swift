package import LedgerModel

/// A column of texts that hardly repeat, as identifiers: their bytes in a row.
package struct TextColumn: Sendable, Hashable {
  /// What the texts are.
  package enum Kind: UInt8, Sendable, Hashable {
    case string = 1
    case symbol = 2
    case entity = 3
  }

  package let kind: Kind
  /// The bytes of all texts, one behind the other.
  package let bytes: [UInt8]
  /// Where the text of each row ends in `bytes`.
  package let ends: [UInt32]
  /// 1 for a value, 0 for none; absent when every row has a value.
  package let isPresent: [UInt8]?

  package init(kind: Kind, bytes: [UInt8], ends: [UInt32], isPresent: [UInt8]? = nil) {
    self.kind = kind
    self.bytes = bytes
    self.ends = ends
    self.isPresent = isPresent
  }

  /// The value of a row. O(length of its text).
  package subscript(row: Int) -> Value {
    if let isPresent, isPresent[row] == 0 { return .none }
    return kind.value(String(decoding: bytes[range(of: row)], as: UTF8.self))
  }

  /// Where the bytes of a row's text lie.
  package func range(of row: Int) -> Range<Int> {
    (row == 0 ? 0 : Int(ends[row - 1]))..<Int(ends[row])
  }
}

extension TextColumn.Kind {
  /// The text as a value of this kind.
  package func value(_ text: String) -> Value {
    switch self {
    case .string: .string(text)
    case .symbol: .symbol(text)
    case .entity: .entity(text)
    }
  }
}

extension Value {
  /// The text and its kind; none for values that are no texts.
  package var textual: (kind: TextColumn.Kind, text: String)? {
    switch self {
    case .string(let text): (.string, text)
    case .symbol(let text): (.symbol, text)
    case .entity(let text): (.entity, text)
    default: nil
    }
  }
}

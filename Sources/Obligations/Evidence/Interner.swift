import Columns

/// Texts as small numbers, in the order in which they first came.
struct Interner {
  static let none: Int32 = -1

  private var table = TextTable(.string)

  mutating func code(_ text: String) -> Int32 { Int32(table.number(of: text.utf8Span.span)) }

  mutating func code(_ text: String?) -> Int32 { text.map { code($0) } ?? Interner.none }

  /// The number of a text that came before; `none` for any other.
  func known(_ text: String) -> Int32 {
    table.find(text.utf8Span.span).map { Int32($0) } ?? Interner.none
  }

  var count: Int { table.count }

  /// The texts from that number on.
  func texts(from first: Int) -> TextColumn { table.column(from: first) }

  /// Adds texts in their order.
  mutating func append(_ texts: TextColumn) { table.append(texts) }

  /// O(length).
  subscript(code: Int32) -> String? { code < 0 ? nil : table.text(Int(code)) }
}

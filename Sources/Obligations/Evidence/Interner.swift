/// Texts as small numbers, in the order in which they first came.
struct Interner {
  static let none: Int32 = -1

  private var codes: [String: Int32] = [:]
  private(set) var texts: [String] = []

  mutating func code(_ text: String) -> Int32 {
    if let code = codes[text] { return code }
    let code = Int32(texts.count)
    codes[text] = code
    texts.append(text)
    return code
  }

  mutating func code(_ text: String?) -> Int32 { text.map { code($0) } ?? Interner.none }

  /// The number of a text that came before; `none` for any other.
  func known(_ text: String) -> Int32 { codes[text] ?? Interner.none }

  subscript(code: Int32) -> String? { code < 0 ? nil : texts[Int(code)] }
}

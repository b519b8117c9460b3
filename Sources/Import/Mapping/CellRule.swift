/// How one value of an event comes out of a row of a table.
package struct CellRule: Sendable, Hashable {
  package enum Origin: Sendable, Hashable {
    case constant(String)
    case column(String)
    /// Texts with the content of columns between them.
    case template([TemplatePart])
  }

  package enum TemplatePart: Sendable, Hashable {
    case text(String)
    case column(String)
  }

  package var origin: Origin
  /// What the words of the table mean here; a word that is not among them is a reject.
  package var values: [String: String]?
  /// Taken when the cell is empty.
  package var fallback: String?
  /// What separates the elements of a list in one cell.
  package var separator = ";"
  /// The system that issued the identifiers of persons in this column.
  package var issuer = ""

  package init(_ origin: Origin) {
    self.origin = origin
  }

  /// The columns that it reads.
  var columns: [String] {
    switch origin {
    case .constant: []
    case .column(let name): [name]
    case .template(let parts):
      parts.compactMap { if case .column(let name) = $0 { name } else { nil } }
    }
  }

  /// `hc-{Mã}-{Ngày}`: columns in braces, doubled braces for the signs themselves. None when a
  /// brace is left open.
  init?(template text: String) {
    var parts: [TemplatePart] = []
    var plain = ""
    var rest = text[...]
    while let character = rest.popFirst() {
      if (character == "{" || character == "}") && rest.first == character {
        plain.append(character)
        rest.removeFirst()
      } else if character == "{" {
        guard let end = rest.firstIndex(of: "}"), end > rest.startIndex else { return nil }
        if !plain.isEmpty { parts.append(.text(plain)) }
        plain = ""
        parts.append(.column(String(rest[..<end])))
        rest = rest[rest.index(after: end)...]
      } else if character == "}" {
        return nil
      } else {
        plain.append(character)
      }
    }
    if !plain.isEmpty { parts.append(.text(plain)) }
    let hasColumns = parts.contains { if case .column = $0 { true } else { false } }
    self.init(hasColumns ? .template(parts) : .constant(plain))
  }
}

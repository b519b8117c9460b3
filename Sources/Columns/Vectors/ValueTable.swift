package import LedgerModel

/// What the codes of a column stand for, by code; entry 0 is none. Either a list of values, one in
/// pages, or the texts of a dictionary, of which a value is made only where one is asked for: of
/// millions of persons most questions show none.
package struct ValueTable: Sendable, RandomAccessCollection {
  private enum Content {
    case list([Value])
    case pages([[Value]], count: Int)
    case texts(DictionaryTexts)
  }

  /// Entries of a page: a list that grows while blocks are read shares its full pages with the tables
  /// that were handed out before.
  package static let pageCount = 4_096

  private let content: Content

  package init(_ values: [Value]) { content = .list(values) }

  /// Pages of `pageCount` entries, the last of which may be shorter.
  package init(pages: [[Value]]) {
    let last = pages.last?.count ?? 0
    content = .pages(pages, count: Swift.max(0, pages.count - 1) * ValueTable.pageCount + last)
  }

  init(_ texts: DictionaryTexts) { content = .texts(texts) }

  package var startIndex: Int { 0 }

  package var endIndex: Int {
    switch content {
    case .list(let values): values.count
    case .pages(_, let count): count
    case .texts(let texts): texts.count
    }
  }

  /// O(1), in a dictionary O(log runs) and what its text takes the first time.
  package subscript(code: Int) -> Value {
    switch content {
    case .list(let values): values[code]
    case .pages(let pages, _):
      pages[code / ValueTable.pageCount][code % ValueTable.pageCount]
    case .texts(let texts): texts.value(code)
    }
  }

  /// True when both are the same list in memory, or the same texts of one dictionary. O(1).
  package func isIdentical(to other: ValueTable) -> Bool {
    switch (content, other.content) {
    case (.list(let left), .list(let right)): left.span.isIdentical(to: right.span)
    case (.texts(let left), .texts(let right)): left === right
    case (.pages(let left, _), .pages(let right, _)):
      left.count == right.count && zip(left, right).allSatisfy { $0.span.isIdentical(to: $1.span) }
    default: false
    }
  }

  /// Lends the bytes of every text with its code, in the order of codes; entries that are no texts are
  /// left out. O(bytes).
  package func eachText(_ body: (Int, TextColumn.Kind, Span<UInt8>) -> Void) {
    switch content {
    case .texts(let texts): texts.each(body)
    case .list, .pages:
      for (code, value) in enumerated() {
        guard let (kind, text) = value.textual else { continue }
        body(code, kind, text.utf8Span.span)
      }
    }
  }
}

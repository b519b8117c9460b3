import Text

/// Lines of standard input, one ahead where that is possible without waiting for a person.
final class LineReader {
  private let read: () -> String?
  private let looksAhead: Bool
  private var next: String?
  private var isAtEnd = false

  /// - Parameter looksAhead: true for files and pipes, whose next line is there already.
  init(looksAhead: Bool, read: @escaping () -> String? = { readLine(strippingNewline: true) }) {
    self.looksAhead = looksAhead
    self.read = read
  }

  /// The next line in normal form C, none at the end.
  func line() -> String? {
    if let line = next {
      next = nil
      return line
    }
    return fetch()
  }

  /// True when the next line goes on with a stage of the query before it.
  var continues: Bool {
    guard looksAhead else { return false }
    if next == nil { next = fetch() }
    return next?.first { !$0.isWhitespace } == "|"
  }

  private func fetch() -> String? {
    guard !isAtEnd else { return nil }
    guard let line = read() else {
      isAtEnd = true
      return nil
    }
    return nfc(line)
  }
}

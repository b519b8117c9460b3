import Synchronization

/// The lines of a question that is not complete yet. Ctrl-C clears them from another thread.
final class PendingQuestion: Sendable {
  private let text = Mutex("")

  /// Adds a line and gives the whole text.
  func add(_ line: String) -> String {
    text.withLock { text in
      text += text.isEmpty ? line : "\n" + line
      return text
    }
  }

  /// The text so far, which is dropped.
  @discardableResult
  func take() -> String {
    text.withLock { text in
      defer { text = "" }
      return text
    }
  }

  var isEmpty: Bool { text.withLock { $0.isEmpty } }
}

/// How far a question has come.
package enum QuestionProgress: Sendable, Hashable {
  /// Events that no stored rows know are folded: those up to `position`, of those up to `head`.
  case folding(position: UInt64, head: UInt64)
  /// So many rows of sources were handed to the engine so far.
  case reading(rows: UInt64)
}

/// Hears of the work that a question causes and passes on how far it is. Confined to one thread.
final class ProgressObserver {
  private let head: UInt64
  private let report: (QuestionProgress) -> Void
  private var rowCount: UInt64 = 0

  init(head: UInt64, _ report: @escaping (QuestionProgress) -> Void) {
    self.head = head
    self.report = report
  }

  func folded(through position: UInt64) {
    report(.folding(position: min(position, head), head: head))
  }

  func read(_ count: Int) {
    rowCount += UInt64(count)
    report(.reading(rows: rowCount))
  }
}

import EventLog
import KiemREPL
import QueryEngine

/// Runs work that takes long with a progress line on a terminal, and lets Ctrl-C end it in order.
struct LongWork {
  private let label: String
  private let unit: String
  private let context: CommandContext

  init(_ label: String, unit: String = "events", _ context: CommandContext) {
    self.label = label
    self.unit = unit
    self.context = context
  }

  /// - Parameter body: hands what it is given to the work, which stops when told so.
  func run<R>(_ body: (@escaping ProgressHandler) throws -> R) throws -> R {
    let token = CancellationToken()
    let line = ProgressLine(
      ProgressText(label: label, unit: unit), on: context.console.messages)
    return try Interruption.shared.whileHandling(token.cancel) {
      defer { line.clear() }
      return try body { done, total in
        line.update(ProgressText.Measure(count: done, of: total))
        return !token.isCancelled
      }
    }
  }
}

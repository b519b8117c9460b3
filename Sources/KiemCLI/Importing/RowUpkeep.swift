import Kiem
import KiemREPL
import LedgerModel
import Projections
import QueryEngine

/// Stores the rows of a ledger that has just grown by much, so that the next question finds them.
/// What goes wrong here takes nothing from what was recorded, and is only told.
struct RowUpkeep {
  let path: String
  let context: CommandContext
  /// False where something else is being printed meanwhile.
  var showsProgress = true

  func run() {
    let token = CancellationToken()
    let progress = ProgressLine(
      ProgressText(label: "storing rows", unit: "events"), on: context.console.messages)
    do {
      try Interruption.shared.whileHandling(token.cancel) {
        defer { progress.clear() }
        try store { done, total in
          if showsProgress { progress.update(ProgressText.Measure(count: done, of: total)) }
          return !token.isCancelled
        }
      }
    } catch {
      context.console.say(
        "the rows are not stored yet (\(error)); `kiem rebuild` stores them")
    }
  }

  /// Small ledgers are folded at each question.
  private func store(_ progress: (UInt64, UInt64) -> Bool) throws {
    let ledger = try Ledger.open(at: path, access: .readOnly)
    let status = try ledger.projectionsStatus()
    guard status.lag >= Folder.catchUpCount else { return }
    if status.generation == nil {
      _ = try ledger.rebuild { done, head in progress(done.number, head.number) }
    } else {
      try Ledger.catchUp(at: path, most: .max)
    }
  }
}

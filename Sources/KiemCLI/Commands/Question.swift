import EventLog
import Kiem
import KiemREPL
import QueryEngine

/// Asks one question of the ledger and prints the answer: what `query` and `run` have in common.
struct Question {
  let location: LedgerLocation
  let options: AnswerOptions

  func ask(_ request: QueryRequest, _ context: CommandContext) -> ExitStatus {
    let token = CancellationToken()
    do {
      let status = try Interruption.shared.whileHandling(token.cancel) {
        let ledger = try Ledger.open(at: location.path(in: context), access: .readOnly)
        let line = QuestionLine(on: context.console.messages)
        defer { line.clear() }
        let answer = try ledger.query(request, cancellation: token, progress: line.update)
        line.clear()
        return options.printer(context.console).print(answer) ? ExitStatus.done : .failed
      }
      // The answer is given: rows that many events lie behind of are written for the next one.
      _ = try? Ledger.catchUp(at: location.path(in: context))
      return status
    } catch {
      return FailureReport(console: context.console, format: options.errorFormat).report(error)
    }
  }
}

import Diagnostics
package import Kiem
import QueryEngine
import QuerySyntax

/// A session: lines in, answers out, until the end of the input.
///
/// A question is asked when its text is complete; until then further lines belong to it. On a
/// terminal the system's own line editing is used, so there is no recall of earlier lines but
/// `.history`. Input from a pipe is read the same way, and there a line that begins with `|` also
/// continues the question before it.
package final class Shell {
  let ledger: Ledger
  let console: Console
  let history: ShellHistory
  var settings = ShellSettings()
  /// The question asked last, with the settings that it was asked with.
  private(set) var last: QueryRequest?
  private let isInteractive: Bool
  private let lines: LineReader
  /// Words any failure and says which exit status belongs to it.
  private let report: (any Error) -> ExitStatus
  private let pending = PendingQuestion()
  private let prompt: String
  private var firstFailure: ExitStatus?
  private var isEnded = false

  /// - Parameters:
  ///   - isInteractive: whether a person types: prompts are shown, the history is kept.
  ///   - readLine: the next line of the input, none at its end.
  package init(
    ledger: Ledger, console: Console, history: ShellHistory, isInteractive: Bool,
    readLine: @escaping () -> String? = { Swift.readLine(strippingNewline: true) },
    report: @escaping (any Error) -> ExitStatus
  ) {
    self.ledger = ledger
    self.console = console
    self.history = history
    self.isInteractive = isInteractive
    self.report = report
    lines = LineReader(looksAhead: !isInteractive, read: readLine)
    let campaigns = (try? ledger.status().campaigns) ?? []
    prompt = campaigns.count == 1 ? "kiem[\(campaigns[0])]> " : "kiem> "
  }

  /// Reads until the end of the input or `.exit`.
  ///
  /// - Returns: done for a session at a terminal; for a script the first failure there was.
  package func run() -> ExitStatus {
    if isInteractive { console.say("Ask in the query language; .help lists commands.") }
    while !isEnded, let line = nextLine() {
      guard take(line) else { break }
    }
    let rest = pending.take()
    if !rest.isBlank, !isEnded { ask(rest) }
    if isInteractive { console.say("") }
    return isInteractive ? .done : firstFailure ?? .done
  }

  private func nextLine() -> String? {
    guard isInteractive else { return lines.line() }
    show(pending.isEmpty ? prompt : "  ... ")
    let (pending, console, prompt) = (pending, console, prompt)
    // The terminal drops the line that was being typed; the shell drops those before it.
    let interrupted: @Sendable () -> Void = {
      pending.take()
      console.messages.write("\n" + prompt)
      do { try console.messages.flush() } catch {}
    }
    return Interruption.shared.whileHandling(interrupted, endsOnSecond: false) { lines.line() }
  }

  private func show(_ text: String) {
    console.messages.write(text)
    do { try console.messages.flush() } catch {}
  }

  /// Takes a line; false when the session is to end.
  private func take(_ line: String) -> Bool {
    let text = pending.add(line)
    if text.isBlank {
      pending.take()
      return true
    }
    if text.first == "." {
      pending.take()
      history.add(text)
      return attempt { try perform(text) } ?? true
    }
    // An empty line asks as it stands, so that nobody is caught in a question that cannot end.
    guard line.isBlank || !isIncomplete(text), !lines.continues else { return true }
    pending.take()
    history.add(text)
    ask(text)
    return true
  }

  private func isIncomplete(_ text: String) -> Bool {
    parse(SourceText(name: "query", text: text)).isIncomplete
  }

  private func ask(_ text: String) {
    ask(QueryRequest(source: SourceText(name: "query", text: text)))
  }

  /// Asks with the session's settings and prints the answer.
  func ask(_ request: QueryRequest) {
    var request = request
    request.now = settings.now
    request.asOf = settings.asOf
    last = request
    attempt {
      let token = CancellationToken()
      let time = ProgressLine.stopwatch()
      let answer = try Interruption.shared.whileHandling(token.cancel) {
        let line = QuestionLine(on: console.messages)
        defer { line.clear() }
        return try ledger.query(request, cancellation: token, progress: line.update)
      }
      let holds = AnswerPrinter(console: console, format: settings.format).print(answer)
      if !holds { note(.failed) }
      if settings.showsTime { console.say("\(Int((time() * 1_000).rounded())) ms") }
    }
  }

  @discardableResult
  private func attempt<R>(_ body: () throws -> R) -> R? {
    do {
      return try body()
    } catch {
      note(report(error))
      return nil
    }
  }

  private func note(_ status: ExitStatus) {
    if firstFailure == nil { firstFailure = status }
    // A script that is interrupted ends; at a prompt only the question does.
    if status == .cancelled, !isInteractive {
      firstFailure = status
      isEnded = true
    }
  }
}

extension String {
  fileprivate var isBlank: Bool { allSatisfy(\.isWhitespace) }
}

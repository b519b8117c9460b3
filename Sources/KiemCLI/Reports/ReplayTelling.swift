import Dispatch
import Kiem
import KiemREPL
import LedgerModel
import QueryEngine

/// Tells a history to its end, or for as long as somebody listens.
final class ReplayTelling {
  private let replay: Replay
  private let format: ReplayFormat
  private let keys: KeyReader?
  private let follows: Bool
  private let console: Console
  private let printer: ReplayPrinter
  private let token = CancellationToken()
  private let wake = DispatchSemaphore(value: 0)
  private var count: UInt64 = 0
  private var isEnded = false

  /// How often a ledger is asked for news; one read of its head each time.
  private static let pollMilliseconds = 250

  init(
    replay: Replay, format: ReplayFormat, keys: KeyReader?, follows: Bool, console: Console
  ) {
    self.replay = replay
    self.format = format
    self.keys = keys
    self.follows = follows
    self.console = console
    printer = ReplayPrinter(output: console.output)
  }

  /// Ends the telling at the next entry; called from the thread that handles Ctrl-C.
  var cancel: @Sendable () -> Void {
    { [token, wake] in
      token.cancel()
      wake.signal()
    }
  }

  func run() throws -> ExitStatus {
    if format == .json { console.output.write("[") }
    repeat {
      while !isEnded, !token.isCancelled, try tellStep() { isEnded = isEnded || !flush() }
    } while try goesOn()
    if format == .json { console.output.line("]") }
    return token.isCancelled ? .cancelled : .done
  }

  /// What was told, for standard error.
  var footer: String {
    let told = "\(ProgressText.grouped(count)) \(count == 1 ? "entry" : "entries")"
    guard replay.unknownCount > 0 else { return told }
    return told + "; \(replay.unknownCount) more are of types that this program does not know: "
      + "use the version of kiem that wrote them, or a newer one"
  }

  /// False at the end of the history.
  private func tellStep() throws -> Bool {
    if format == .ndjson {
      guard let events = try replay.events() else { return false }
      for event in events { printer.print(event, in: replay.zone(of: event.event)) }
      count += UInt64(events.count)
      return true
    }
    guard let entries = try replay.entries() else { return false }
    for entry in entries where !isEnded && !token.isCancelled { try tell(entry) }
    return true
  }

  private func tell(_ entry: ReplayEntry) throws {
    if format == .json {
      console.output.write(count == 0 ? "\n" : ",\n")
      printer.printObject(entry, event: try replay.portable(entry.event))
    } else {
      if keys != nil, count > 0 { waitForKey() }
      guard !isEnded, !token.isCancelled else { return }
      printer.print(entry)
    }
    count += 1
  }

  /// False when the reader has gone; what else can fail is reported when the program ends.
  private func flush() -> Bool {
    do { try console.output.flush() } catch { return false }
    return true
  }

  private func waitForKey() {
    guard let keys, flush() else {
      isEnded = true
      return
    }
    let token = token
    switch keys.next(isCancelled: { token.isCancelled }) {
    case .character(UInt8(ascii: "q")), .end: isEnded = true
    case .character, .cancelled: break
    }
  }

  private func goesOn() throws -> Bool {
    guard follows, !isEnded, !token.isCancelled else { return false }
    return try waitForMore()
  }

  /// Sleeps until the log has grown; false when the telling ends, by Ctrl-C or because nobody
  /// listens any longer.
  private func waitForMore() throws -> Bool {
    while !token.isCancelled, !ClosedPipe.isClosed() {
      if try replay.lookForMore() { return true }
      _ = wake.wait(timeout: .now() + .milliseconds(ReplayTelling.pollMilliseconds))
    }
    return false
  }
}

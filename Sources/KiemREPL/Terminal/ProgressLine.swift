import Synchronization
import Text

/// One line on a terminal that is rewritten in place while a long command runs. On anything that
/// is no terminal it stays silent.
package final class ProgressLine: Sendable {
  private let channel: OutputChannel
  private let words: ProgressText
  private let secondsSinceStart: @Sendable () -> Double
  private let state = Mutex(State())

  private struct State {
    var lastDrawn: Double?
    var isShown = false
  }

  /// Commands that end sooner show nothing: a flash would only disturb.
  private static let patienceSeconds = 0.3
  private static let intervalSeconds = 0.1

  /// - Parameter secondsSinceStart: a clock that runs from 0; injected so that tests need not wait.
  package init(
    _ words: ProgressText, on channel: OutputChannel,
    secondsSinceStart: @escaping @Sendable () -> Double = ProgressLine.stopwatch()
  ) {
    self.words = words
    self.channel = channel
    self.secondsSinceStart = secondsSinceStart
  }

  /// Seconds since this call, by a clock that nobody can set back.
  package static func stopwatch() -> @Sendable () -> Double {
    let start = ContinuousClock.now
    return { (ContinuousClock.now - start) / .seconds(1) }
  }

  /// Draws the line anew if it is time; cheap otherwise.
  package func update(_ measure: ProgressText.Measure) {
    guard channel.isTerminal else { return }
    let now = secondsSinceStart()
    let isDue = state.withLock { state in
      guard now >= ProgressLine.patienceSeconds,
        now - (state.lastDrawn ?? -1) >= ProgressLine.intervalSeconds
      else { return false }
      state.lastDrawn = now
      state.isShown = true
      return true
    }
    guard isDue else { return }
    var line = words.line(measure, elapsedSeconds: now)
    if let width = channel.width { line = line.truncated(toCells: max(1, width - 1)) }
    draw("\r" + line + "\u{1B}[K")
  }

  /// Wipes the line, so that the messages that follow begin on a clean one.
  package func clear() {
    let wasShown = state.withLock { state in
      defer { state.isShown = false }
      return state.isShown
    }
    if wasShown { draw("\r\u{1B}[K") }
  }

  private func draw(_ text: String) {
    channel.write(text)
    // Progress is a courtesy: if the terminal has gone, the work goes on.
    do { try channel.flush() } catch {}
  }
}

package import Kiem

/// The line that shows how far a question has come that takes long.
package final class QuestionLine {
  package typealias Clock = @Sendable () -> Double

  private let channel: OutputChannel
  private let stopwatch: () -> Clock
  private var folding: ProgressLine
  private let reading: ProgressLine
  /// Where the pass over the log began that is under way, and how far it is.
  private var pass: Range<UInt64>?

  /// - Parameter stopwatch: starts a clock that runs from 0; injected so that tests need not wait.
  package init(
    on channel: OutputChannel, stopwatch: @escaping () -> Clock = ProgressLine.stopwatch
  ) {
    self.channel = channel
    self.stopwatch = stopwatch
    folding = QuestionLine.folding(on: channel, stopwatch())
    reading = ProgressLine(
      ProgressText(label: "reading", unit: "rows"), on: channel, secondsSinceStart: stopwatch())
  }

  package func update(_ progress: QuestionProgress) {
    switch progress {
    case .folding(let position, let head):
      let start = begin(at: position)
      folding.update(ProgressText.Measure(count: position - start, of: max(head, start) - start))
    case .reading(let rows):
      reading.update(ProgressText.Measure(count: rows, of: nil))
    }
  }

  package func clear() {
    folding.clear()
    reading.clear()
  }

  /// Where the pass began: a question may go over the log for several sources, and each time its
  /// rate is its own.
  private func begin(at position: UInt64) -> UInt64 {
    if let pass, pass.upperBound <= position {
      self.pass = pass.lowerBound..<position
      return pass.lowerBound
    }
    if pass != nil {
      folding.clear()
      folding = QuestionLine.folding(on: channel, stopwatch())
    }
    pass = position..<position
    return position
  }

  private static func folding(on channel: OutputChannel, _ clock: @escaping Clock) -> ProgressLine {
    ProgressLine(
      ProgressText(label: "folding", unit: "events"), on: channel, secondsSinceStart: clock)
  }
}

package import Kiem

/// The line that shows how far a question has come that takes long.
package final class QuestionLine {
  private let folding: ProgressLine
  private let reading: ProgressLine

  package init(on channel: OutputChannel) {
    folding = ProgressLine(ProgressText(label: "folding", unit: "events"), on: channel)
    reading = ProgressLine(ProgressText(label: "reading", unit: "rows"), on: channel)
  }

  package func update(_ progress: QuestionProgress) {
    switch progress {
    case .folding(let position, let head):
      folding.update(ProgressText.Measure(count: position, of: head))
    case .reading(let rows):
      reading.update(ProgressText.Measure(count: rows, of: nil))
    }
  }

  package func clear() {
    folding.clear()
    reading.clear()
  }
}

import Foundation
import Kiem
import KiemREPL
import Synchronization
import Testing

/// Collects what a channel writes.
private final class Sink: Sendable {
  private let bytes = Mutex(Data())
  var text: String { bytes.withLock { String(decoding: $0, as: UTF8.self) } }
  func add(_ data: Data) { bytes.withLock { $0 += data } }
}

@Suite("Terminal")
struct ProgressTests {
  private func line(_ count: UInt64, of total: UInt64?, _ seconds: Double) -> String {
    ProgressText(label: "importing", unit: "events")
      .line(ProgressText.Measure(count: count, of: total), elapsedSeconds: seconds)
  }

  @Test("progress says share, count, rate and time left")
  func words() {
    #expect(
      line(172_000, of: 400_000, 4.5)
        == "importing  43 %  172,000 of 400,000 events  38,222/s  6 s left")
    #expect(line(100, of: 1_000, 100) == "importing  10 %  100 of 1,000 events  1.0/s  15 min left")
    #expect(line(1, of: 10_000, 1).hasSuffix("2 h 46 min left"))
    #expect(line(10, of: 10, 1) == "importing  100 %  10 of 10 events  10/s")
    #expect(line(10, of: nil, 2) == "importing  10 events  5.0/s")
    #expect(line(0, of: 0, 1) == "importing  0 of 0 events")
    #expect(line(0, of: 10, 0) == "importing  0 %  0 of 10 events")
  }

  @Test("rows can be counted while bytes tell the share")
  func rowsAndBytes() {
    let text = ProgressText(label: "importing", unit: "rows")
    let measure = ProgressText.Measure(count: 500, done: 250, of: 1_000)
    #expect(text.line(measure, elapsedSeconds: 1) == "importing  25 %  500 rows  500/s  3 s left")
  }

  @Test("the line waits 300 ms, is redrawn at most every 100 ms, and wiped at the end")
  func drawing() {
    let sink = Sink()
    let channel = OutputChannel(isTerminal: true, width: 30) { sink.add($0) }
    let seconds = Mutex(0.0)
    let progress = ProgressLine(ProgressText(label: "importing", unit: "events"), on: channel) {
      seconds.withLock { $0 }
    }
    func update(at time: Double) {
      seconds.withLock { $0 = time }
      progress.update(ProgressText.Measure(count: 5, of: 10))
    }
    update(at: 0.1)
    #expect(sink.text.isEmpty)
    update(at: 0.31)
    update(at: 0.35)
    #expect(sink.text.count { $0 == "\r" } == 1)
    update(at: 0.45)
    #expect(sink.text.count { $0 == "\r" } == 2)
    for line in sink.text.split(separator: "\r") {
      #expect(line.replacing("\u{1B}[K", with: "").count <= 29)
    }
    progress.clear()
    #expect(sink.text.hasSuffix("\r\u{1B}[K"))
    let length = sink.text.count
    progress.clear()
    #expect(sink.text.count == length, "wiped once")
  }

  @Test("a question that goes over the log twice shows each pass for itself")
  func passes() {
    let sink = Sink()
    let channel = OutputChannel(isTerminal: true, width: 80) { sink.add($0) }
    let seconds = Mutex(0.0)
    let line = QuestionLine(on: channel) {
      let start = seconds.withLock { $0 }
      return { seconds.withLock { $0 } - start }
    }
    func fold(_ position: UInt64, at time: Double) {
      seconds.withLock { $0 = time }
      line.update(.folding(position: position, head: 1_100))
    }
    fold(100, at: 0)
    fold(600, at: 1)
    #expect(sink.text.contains("folding  50 %  500 of 1,000 events  500/s  1 s left"))
    fold(300, at: 10)
    #expect(sink.text.hasSuffix("\r\u{1B}[K"), "wiped before the next pass")
    fold(700, at: 12)
    #expect(sink.text.contains("folding  50 %  400 of 800 events  200/s  2 s left"))
    line.update(.reading(rows: 1_000))
    line.clear()
    #expect(sink.text.hasSuffix("\r\u{1B}[K"))
  }

  @Test("nothing is drawn where no terminal reads")
  func silentOnPipes() {
    let sink = Sink()
    let channel = OutputChannel { sink.add($0) }
    let progress = ProgressLine(
      ProgressText(label: "x", unit: "y"), on: channel, secondsSinceStart: { 9 })
    progress.update(ProgressText.Measure(count: 5, of: 10))
    progress.clear()
    #expect(sink.text.isEmpty)
  }

  @Test("a channel keeps its first failure and drops what follows")
  func failedChannel() {
    let calls = Mutex(0)
    let channel = OutputChannel { _ in
      calls.withLock { $0 += 1 }
      throw CocoaError(.fileWriteOutOfSpace)
    }
    channel.write("a")
    #expect(throws: OutputFailure.self) { try channel.flush() }
    channel.write(String(repeating: "b", count: 200_000))
    #expect(throws: OutputFailure.self) { try channel.flush() }
    #expect(calls.withLock { $0 } == 1)
  }
}

import EventLog
import Foundation
import LedgerModel

/// Appends for ever, from three threads at once so that commits are shared, and acknowledges each
/// event by position and identifier once the log has.
struct AppendLoop: Sendable {
  let path: String
  let seed: UInt64

  func run() throws {
    let log = try Script.open(path)
    let size = Int(try log.head().size)
    say("OPEN \(size)")
    for writer in 0..<3 {
      Thread.detachNewThread {
        do { try append(to: log, writer, from: size) } catch { say("FAILED \(error)") }
      }
    }
    while true { pause() }
  }

  private func append(to log: EventLog, _ writer: Int, from first: Int) throws {
    var dice = Dice(seed: seed &* 3 &+ UInt64(writer))
    var next = first
    while true {
      // Now and then what was appended before, as a client does that had no answer.
      next = max(0, next - Int(dice.next() % 2))
      let count = Int(dice.next() % 3) + 1
      let events = try (next..<next + count).map { try Script.event($0, of: writer) }
      let mode: AppendOptions.Mode = dice.next() % 4 == 0 ? .atomic : .each
      let outcomes = try log.append(events, mode: mode, recording: .wall)
      let lines = zip(events, outcomes).map { event, outcome in
        outcome.position.map { "\($0.number) \(event.id)" } ?? "WRONG \(event.id) \(outcome)"
      }
      say(lines.joined(separator: "\n"))
      next += count
    }
  }
}

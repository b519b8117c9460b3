import EventLog
import Foundation
import LedgerModel

/// Plays a script while the shim records every write and barrier below the ledger.
enum Trace {
  /// The record is written to `LEDGER.trace`, the state before it to `LEDGER.before`.
  ///
  /// - Parameter withFaults: every third commit some call fails or is reported to, another batch is
  ///   appended, and then the first again: what a commit that failed has left on the disk must do no
  ///   harm to what is written over it.
  static func record(ledger path: String, commits: Int, withFaults: Bool) throws {
    guard Shim.isLoaded else { return say("WRONG the shim is not loaded") }
    try FileManager.default.copyItem(atPath: path, toPath: path + ".before")
    Shim.trace(to: path + ".trace")
    let log = try Script.open(path)
    var dice = Dice(seed: 7)
    var next = 0
    for commit in 0..<commits {
      let count = Int(dice.next() % 5) + 1
      let events = try (next..<next + count).map { try Script.event($0) }
      next += count
      if withFaults, commit % 3 == 0 {
        // Every second of them hits the meta page, the rest any call.
        let hitsMeta = dice.next() % 2 == 0
        Shim.arm(
          first: hitsMeta ? 1 : Int(dice.next() % 6) + 1,
          kind: hitsMeta ? 6 : Int(dice.next() % 3) + 3, count: hitsMeta ? 1 : 2)
      }
      let outcomes = try append(events, to: log, commit)
      for outcome in outcomes where outcome.position == nil { say("WRONG \(outcome)") }
      Shim.mark(Int(try log.head().size))
      Shim.disarm()
      // The index is written now and then, behind the log.
      if commit % 40 == 39 { log.close() }
    }
    say("END \(try log.head().size)")
  }

  /// Appends until it goes well, something else first if it does not.
  private static func append(
    _ events: [Event], to log: EventLog, _ commit: Int
  ) throws -> [AppendOutcome] {
    do {
      return try log.append(events, recording: Script.clock)
    } catch {
      Shim.disarm()
      let others = try (0...commit % 4).map { try Script.unit("other-\(commit)-\($0)") }
      _ = try log.append(others, recording: Script.clock)
      Shim.mark(Int(try log.head().size))
      return try log.append(events, recording: Script.clock)
    }
  }

  /// One recorded call.
  enum Step {
    case write(file: String, offset: Int, bytes: Data)
    /// Durable when it returns, alone.
    case synchronousWrite(file: String, offset: Int, bytes: Data)
    case barrier(file: String)
    case truncate(file: String, length: Int)
    /// Everything up to the position was acknowledged by now.
    case mark(Int)
  }

  static func steps(of ledger: String) throws -> [Step] {
    var data = try Data(contentsOf: URL(fileURLWithPath: ledger + ".trace"))[...]
    var steps: [Step] = []
    while !data.isEmpty {
      let operation = number(&data, byteCount: 4)
      let nameLength = number(&data, byteCount: 4)
      let (first, length) = (number(&data, byteCount: 8), number(&data, byteCount: 8))
      let file = String(decoding: take(nameLength, &data), as: UTF8.self)
      switch operation {
      case 1: steps.append(.write(file: file, offset: first, bytes: take(length, &data)))
      case 2: steps.append(.barrier(file: file))
      case 3:
        steps.append(.synchronousWrite(file: file, offset: first, bytes: take(length, &data)))
      case 4: steps.append(.truncate(file: file, length: first))
      case 5: steps.append(.mark(first))
      default: throw CocoaError(.fileReadCorruptFile)
      }
    }
    return steps
  }

  private static func take(_ count: Int, _ data: inout Data.SubSequence) -> Data {
    defer { data = data.dropFirst(count) }
    return Data(data.prefix(count))
  }

  private static func number(_ data: inout Data.SubSequence, byteCount: Int) -> Int {
    take(byteCount, &data).reversed().reduce(0) { $0 << 8 | Int($1) }
  }
}

import EventLog
import Foundation
import Glibc
import LMDB
import LedgerModel

/// Children that are killed while they hold something.
enum Holding {
  /// Dies inside a write transaction, which has stored something.
  static func write(_ path: String) throws {
    let environment = try Environment.open(at: path + "/log")
    let events = try environment.table("events")
    try environment.write { transaction in
      try transaction.append([UInt8](repeating: 1, count: 9_000).span, at: .max, in: events)
      say("HOLDING")
      while true { pause() }
    }
  }

  /// Dies inside a read transaction, whose slot stays in the lock file.
  static func read(_ path: String) throws {
    let environment = try Environment.open(
      at: path + "/log", options: EnvironmentOptions(isReadOnly: true))
    try environment.read { _ in
      say("HOLDING")
      while true { pause() }
    }
  }
}

/// Reads without the lock file while the parent lets somebody write.
enum Watching {
  static func run(_ path: String) throws {
    let environment = try Environment.open(
      at: path + "/log", options: EnvironmentOptions(isReadOnly: true))
    do {
      try environment.read { _ in
        say("HOLDING")
        _ = readLine()
      }
      say("UNCHANGED")
    } catch LMDBError.changedWhileReading {
      say("CHANGED")
    }
  }
}

/// Appends events one by one and says how long each took.
struct SingleAppends {
  let path: String
  let writer: Int
  let count: Int

  func run() throws {
    let log = try Script.open(path)
    say("OPEN")
    for number in 0..<count {
      let event = try Script.event(number, of: writer)
      let begin = microseconds()
      let outcomes = try log.append([event], recording: .wall)
      let end = microseconds()
      guard let position = outcomes[0].position else {
        say("WRONG \(event.id) \(outcomes[0])")
        continue
      }
      say("\(position.number) \(event.id) \(end - begin)")
    }
  }
}

/// Appends large batches one after another, as an import does; 0 batches mean until it is killed.
struct BulkAppends {
  let path: String
  let batches: Int
  let count: Int

  func run() throws {
    let log = try Script.open(path)
    say("OPEN")
    var batch = 0
    while batches == 0 || batch < batches {
      let events = try (0..<count).map { try Script.unit("bulk-\(batch)-\($0)") }
      let options = AppendOptions(recording: .wall, isBulk: true)
      let outcomes = try log.append(events.map { Draft($0) }, options: options)
      let taken = outcomes.count { $0.position != nil }
      say(taken == count ? "BATCH \(batch)" : "WRONG batch \(batch): \(taken) of \(count)")
      batch += 1
    }
    log.close()
  }
}

/// Reads the whole log again and again while others append, and checks what every commit must keep.
enum Scanning {
  static func run(_ path: String, rounds: Int) throws {
    let log = try EventLog.open(at: path, isReadOnly: true)
    say("OPEN")
    var last: UInt64 = 0
    for _ in 0..<rounds {
      try log.read { snapshot in
        var expected: UInt64 = 0
        var recorded = Instant(microseconds: 0)
        try snapshot.scan(from: Position(1), through: .never) { position, record in
          expected += 1
          let peek = try EventCodec.peek(record)
          if position.number != expected { say("WRONG a gap before \(position.number)") }
          if peek.recorded < recorded { say("WRONG \(position.number) goes back in time") }
          recorded = peek.recorded
          return true
        }
        if expected != snapshot.head.size { say("WRONG the head counts \(snapshot.head.size)") }
        if expected < last { say("WRONG the log has shrunk to \(expected)") }
        last = expected
      }
    }
    say("READ \(last)")
  }
}

/// Appends until the disk is full, and once more when the parent has freed space.
enum Filling {
  static func run(_ path: String) throws {
    let log = try Script.open(path)
    var number = 0
    var acknowledged = 0
    while true {
      let events = try (number..<number + 50).map { try Script.event($0) }
      do {
        let outcomes = try log.append(events, recording: Script.clock)
        acknowledged = Int(outcomes[49].position?.number ?? 0)
        number += 50
      } catch {
        say("FULL \(acknowledged) \(error.isOutOfSpace) \(error.remedy)")
        break
      }
    }
    guard readLine() != nil else { return }
    let events = try (number..<number + 50).map { try Script.event($0) }
    let outcomes = try log.append(events, recording: Script.clock)
    for outcome in outcomes where outcome.position == nil { say("WRONG \(outcome)") }
    log.close()
    say("WENT ON \(try log.head().size)")
  }
}

extension LedgerError {
  fileprivate var isOutOfSpace: Bool {
    if case .store(let error) = self { error.isOutOfSpace } else { false }
  }
}

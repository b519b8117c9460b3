import EventLog
import Evidence
import Foundation
import Glibc
import LedgerModel
import Testing
import Vault

/// A child appends and acknowledges into a file while a thread of its own kills it at a moment drawn
/// from the round's seed; the parent opens what is left.
@Suite(.serialized) struct KillTests {
  private static let roundCount = 25

  @Test func everyAcknowledgedEventSurvivesAKill() async throws {
    let fixture = try LedgerFixture()
    let path = fixture.path
    try fixture.log.close()
    let acknowledgements = fixture.folder.path + "/acknowledged"
    var killed = 0
    for round in 0..<UInt64(Self.roundCount) {
      await #expect(processExitsWith: .signal(SIGKILL)) {
        [path = path as String, file = acknowledgements as String, round = round as UInt64] in
        try KillTests.appendUntilKilled(path, file, round)
      }
      killed += 1
      try check(path, acknowledgements)
    }
    #expect(killed == Self.roundCount)
    let grown = try fixture.log.head().size
    #expect(grown > 100, "the children must have appended something between the kills")
  }

  /// Appends batches of one to eight events, a few of which were appended before.
  static func appendUntilKilled(_ path: String, _ file: String, _ round: UInt64) throws {
    var generator = SplitMix(state: round)
    let delay = UInt32(20_000 + generator.next() % 120_000)
    Thread.detachNewThread {
      usleep(delay)
      kill(getpid(), SIGKILL)
    }
    let log = try EventLog.open(at: path, randomness: SystemRandomness())
    let lines = try FileHandle.appending(to: file)
    var number = Int(try log.head().size)
    while true {
      number = max(0, number - Int(generator.next() % 3))
      let count = Int(generator.next() % 8) + 1
      let batch = try (number..<(number + count)).map { try event($0) }
      let outcomes = try log.append(batch, recording: .constant(august(20)))
      for (event, outcome) in zip(batch, outcomes) {
        guard let position = outcome.position else {
          // A retry must find the same pseudonyms, so it can never look like another event.
          try lines.write(contentsOf: Data("REFUSED \(event.id)\n".utf8))
          continue
        }
        try lines.write(contentsOf: Data("\(position.number) \(event.id)\n".utf8))
      }
      number += count
    }
  }

  /// Every third event brings a personal value, so that the vault is written to as well.
  private static func event(_ number: Int) throws -> Event {
    guard number % 3 == 0 else { return try LedgerFixture.study(number, person: number % 40) }
    return try LedgerFixture.event(
      "office.assumed", id: "office-\(number)",
      [
        ("office", .text("o\(number)")),
        ("person", .account(Account(identifier: "official\(number % 40)"))),
        ("position", .text("chair")), ("on", .date(.august(1))), ("name", .text("Y Bhiu Niê")),
      ], unit: "upper-a")
  }

  private func check(_ path: String, _ file: String) throws {
    let report = try EventLog.verify(at: path, level: .index)
    #expect(report.problems.isEmpty, "\(report.problems)")
    let log = try EventLog.open(at: path, isReadOnly: true)
    var ids: [UInt64: String] = [:]
    try log.read { snapshot in
      try snapshot.scan(from: Position(1), through: .never) { position, record in
        ids[position.number] = try EventCodec.decode(record).event.id
        return true
      }
    }
    #expect(Set(ids.values).count == ids.count, "no event is stored twice")
    let lines = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n")
    #expect(!lines.contains { $0.hasPrefix("REFUSED") })
    for line in lines {
      let parts = line.split(separator: " ")
      // A kill may cut the last line off; what it would have said was not acknowledged.
      guard parts.count == 2, let position = UInt64(parts[0]) else {
        continue
      }
      let stored = try #require(ids[position], "#\(position) was acknowledged")
      #expect(stored.hasPrefix(parts[1]))
    }
  }
}

extension FileHandle {
  /// A handle at the end of a file, which is made if it is missing.
  static func appending(to path: String) throws -> FileHandle {
    if !FileManager.default.fileExists(atPath: path) {
      try Data().write(to: URL(filePath: path))
    }
    let handle = try FileHandle(forWritingTo: URL(filePath: path))
    try handle.seekToEnd()
    return handle
  }
}

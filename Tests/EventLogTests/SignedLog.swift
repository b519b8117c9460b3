import EventLog
import Evidence
import Foundation
import LedgerModel
import Vault

/// A ledger that grows event by event and is signed at many sizes.
final class SignedLog {
  let fixture: LedgerFixture
  private(set) var checkpoints: [CheckpointFile] = []
  private var events: [Event]
  private var studyCount = 0

  init() throws {
    fixture = try LedgerFixture(seeded: false)
    events = try LedgerFixture.beginning().reversed()
  }

  var log: EventLog { fixture.log }

  /// Grows the log to `size` and signs it there.
  @discardableResult
  func sign(at size: Int) throws -> CheckpointFile {
    let held = Int(try log.head().size)
    var batch: [Event] = []
    for number in held..<size {
      batch.append(try next())
      if batch.count == 8_192 || number == size - 1 {
        let outcomes = try log.append(batch, recording: .constant(august(20)))
        for outcome in outcomes where outcome.position == nil { throw Refused(outcome: outcome) }
        batch = []
      }
    }
    let options = CheckpointOptions(records: false, randomness: SeededRandomness(seed: 4))
    let file = try log.signCheckpoint(options, now: { august(20) }).file
    checkpoints.append(file)
    return file
  }

  private func next() throws -> Event {
    if let event = events.popLast() { return event }
    defer { studyCount += 1 }
    return try LedgerFixture.study(studyCount, person: studyCount % 90)
  }

  struct Refused: Error { let outcome: AppendOutcome }
}

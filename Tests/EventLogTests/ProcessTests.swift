import EventLog
import Evidence
import Foundation
import LedgerModel
import Testing
import Vault

/// Several processes append to one ledger at once.
@Suite(.serialized) struct ProcessTests {
  private static let eventCount = 120

  @Test func processesAppendSideBySide() async throws {
    let fixture = try LedgerFixture()
    let path = fixture.path
    let before = try fixture.log.head().size
    fixture.log.close()
    await withTaskGroup(of: Void.self) { group in
      for writer in 0..<3 {
        group.addTask {
          await #expect(processExitsWith: .success) {
            [path = path as String, writer = writer as Int] in
            try ProcessTests.append(path, writer)
          }
        }
      }
    }
    // All wrote their own events, and one that each of them brought.
    let head = try fixture.log.head()
    #expect(head.size == before + UInt64(3 * Self.eventCount + Self.eventCount))
    let report = try EventLog.verify(at: path, level: .index)
    #expect(report.problems.isEmpty, "\(report.problems)")
    let retry = try await fixture.log.append(
      try Self.shared(0..<Self.eventCount), recording: .constant(august(21)))
    for outcome in retry {
      guard case .duplicate = outcome else {
        Issue.record("\(outcome)")
        continue
      }
    }
  }

  /// Events that every process appends: one stores them, the others are told where they are.
  private static func shared(_ range: Range<Int>) throws -> [Event] {
    try range.map { try LedgerFixture.study($0, person: $0 % 9) }
  }

  static func append(_ path: String, _ writer: Int) throws {
    let log = try EventLog.open(at: path, randomness: SystemRandomness())
    var generator = SplitMix(state: UInt64(writer))
    var next = 0
    while next < eventCount {
      let end = min(eventCount, next + Int(generator.next() % 7) + 1)
      var batch = try shared(next..<end)
      batch += try (next..<end).map {
        try LedgerFixture.unit("w\(writer)-\($0)", parent: $0 > 0 ? "w\(writer)-\($0 - 1)" : nil)
      }
      let outcomes = try log.append(batch, recording: .constant(august(20)))
      for outcome in outcomes where outcome.position == nil {
        throw Refused(outcome: "\(outcome)")
      }
      next = end
    }
    log.close()
  }

  struct Refused: Error { let outcome: String }
}

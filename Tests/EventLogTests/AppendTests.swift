import Catalog
import EventLog
import Evidence
import Foundation
import LedgerModel
import Testing
import Vault

@Suite struct AppendTests {
  @Test func givesPositionsFromOneWithoutGaps() throws {
    let fixture = try LedgerFixture(seeded: false)
    let outcomes = try fixture.log.append(
      try LedgerFixture.beginning(), recording: .constant(LedgerFixture.start))
    #expect(outcomes.map(\.position) == (1...UInt64(outcomes.count)).map { Position($0) })
    try fixture.log.read { snapshot in
      #expect(snapshot.head.size == UInt64(outcomes.count))
      var seen: [UInt64] = []
      try snapshot.scan(from: Position(1), through: .never) { position, record in
        seen.append(position.number)
        let recorded = try EventCodec.decode(record).recorded
        #expect(recorded == LedgerFixture.start)
        return true
      }
      #expect(seen == Array(1...UInt64(outcomes.count)))
    }
  }

  @Test func answersARetryWithTheSamePosition() throws {
    let fixture = try LedgerFixture()
    let event = try LedgerFixture.study(1)
    let first = try fixture.append(event)
    let root = try fixture.log.head().root
    guard case .appended(let position) = first else {
      Issue.record("\(first)")
      return
    }
    #expect(try fixture.append(event, now: august(25)) == .duplicate(position))
    try fixture.reopen()
    #expect(try fixture.append(event, now: august(26)) == .duplicate(position))
    #expect(try fixture.log.head().root == root)
    #expect(try fixture.log.position(source: "test", id: "study-1") == position)
  }

  @Test func refusesOtherContentUnderTheSameIdentifier() throws {
    let fixture = try LedgerFixture()
    let first = try fixture.append(LedgerFixture.study(1))
    let other = try fixture.append(LedgerFixture.study(1, time: august(3)))
    #expect(other.refusedBy == .identifierTaken)
    #expect(other.rejection?.position == first.position)
    #expect(try fixture.log.head().lastPosition == first.position)
  }

  @Test func answersAnOverlappingBatchEventByEvent() throws {
    let fixture = try LedgerFixture()
    let size = try fixture.log.head().size
    let early = try (0..<3).map { try LedgerFixture.study($0) }
    _ = try fixture.log.append(early, recording: .constant(august(20)))
    var batch = try (1..<6).map { try LedgerFixture.study($0) }
    batch.append(batch[4])
    batch.append(try LedgerFixture.study(5, time: august(3)))
    let outcomes = try fixture.log.append(batch, recording: .constant(august(21)))
    #expect(
      outcomes.prefix(6) == [
        .duplicate(Position(size + 2)), .duplicate(Position(size + 3)),
        .appended(Position(size + 4)), .appended(Position(size + 5)),
        .appended(Position(size + 6)), .duplicate(Position(size + 6)),
      ])
    #expect(outcomes[6].refusedBy == .identifierTaken)
  }

  @Test func keepsAnAtomicBatchWholeOrOut() throws {
    let fixture = try LedgerFixture()
    let before = try fixture.log.head()
    let bad = try LedgerFixture.report("r1", version: 2)
    let batch = [try LedgerFixture.unit("new", parent: "province"), bad]
    let outcomes = try fixture.log.append(
      batch, mode: .atomic, recording: .constant(august(20)))
    #expect(outcomes[0] == .withheld)
    #expect(outcomes[1].refusedBy == .versionFollows)
    #expect(try fixture.log.head() == before)
    // What the refused batch introduced is not remembered either.
    let child = try LedgerFixture.unit("child", parent: "new")
    #expect(try fixture.append(child).refusedBy == .unknownEntity)
    let good = [
      try LedgerFixture.unit("new", parent: "province"), try LedgerFixture.report("r1", version: 1),
    ]
    let second = try fixture.log.append(good, mode: .atomic, recording: .constant(august(20)))
    #expect(second.allSatisfy { $0.position != nil })
  }

  @Test func rootFollowsFromTheRecordsAlone() throws {
    let fixture = try LedgerFixture()
    for number in 0..<20 { try fixture.append(LedgerFixture.study(number)) }
    var frontier = MerkleFrontier()
    try fixture.log.read { snapshot in
      try snapshot.scan(from: Position(1), through: .never) {
        frontier.append(MerkleHash(leaf: $1))
        return true
      }
      #expect(snapshot.head.root == frontier.root)
    }
  }

  @Test func givesTheSameRootForTheSameDraftsWhateverTheBatches() throws {
    let events = try (0..<200).map { try LedgerFixture.study($0, person: $0 % 37) }
    var roots: Set<MerkleHash> = []
    for size in [1, 7, 200] {
      let fixture = try LedgerFixture()
      for start in stride(from: 0, to: events.count, by: size) {
        let batch = Array(events[start..<min(start + size, events.count)])
        _ = try fixture.log.append(batch, recording: .constant(august(20)))
        if start % 3 == 0 { try fixture.reopen() }
      }
      roots.insert(try fixture.log.head().root)
    }
    #expect(roots.count == 1)
  }

  @Test func rejectsWhatIsNotValidInItself() throws {
    let fixture = try LedgerFixture()
    var unknownField = try LedgerFixture.study(1)
    unknownField.data.append(NamedValue("colour", .text("red")))
    #expect(try fixture.append(unknownField).rejection?.ruleName == "unknown_field")
    var missing = try LedgerFixture.study(1)
    missing.data.removeAll { $0.name == "method" }
    #expect(try fixture.append(missing).rejection?.field == "data.method")
    var long = try LedgerFixture.study(1)
    long.id = String(repeating: "x", count: 256)
    #expect(try fixture.append(long).rejection?.ruleName == "length")
    var huge = try LedgerFixture.unit("huge", parent: "province")
    huge.data.append(NamedValue("sector", .text(String(repeating: "y", count: 70_000))))
    #expect(try fixture.append(huge).rejection?.ruleName == "too_large")
  }

  @Test func showsWhatWasRecordedByAnInstant() throws {
    let fixture = try LedgerFixture()
    let size = try fixture.log.head().size
    try fixture.append(LedgerFixture.study(1), now: august(3))
    _ = try fixture.log.append(
      [LedgerFixture.study(2), LedgerFixture.study(3)], recording: .constant(august(5)))
    func last(_ instant: Instant) throws -> UInt64 {
      try fixture.log.read { try $0.position(asOf: instant).number }
    }
    #expect(try last(august(1, hour: -10_000)) == 0)
    #expect(try last(august(2)) == size)
    #expect(try last(august(3)) == size + 1)
    #expect(try last(august(4, hour: 23)) == size + 1)
    #expect(try last(august(5)) == size + 3)
    let first = try fixture.log.read { try $0.event(at: Position(size + 1)) }
    #expect(first?.event.id == "study-1")
    let behind = try fixture.log.read { try $0.event(at: Position(size + 4)) }
    #expect(behind == nil)
  }

  @Test func keepsNoPersonalValueInLogAndIndex() throws {
    let fixture = try LedgerFixture()
    let name = "Hoàng Thị Ngọc Lan"
    let account = "lan.ngoc@example.vn"
    try fixture.append(
      LedgerFixture.event(
        "office.assumed", id: "office",
        [
          ("office", .text("o1")), ("person", .account(Account(identifier: account))),
          ("position", .text("chair")), ("on", .date(.august(1))), ("name", .text(name)),
        ], unit: "upper-a"))
    try fixture.append(
      LedgerFixture.event(
        "entry.corrected", id: "leak",
        [
          ("target_id", .text("office")), ("reason", .text("typo")),
          ("patch", .record([NamedValue("name", .text(name))])),
        ]))
    fixture.log.close()
    for part in ["ledger/log", "ledger/index", "ledger/vault"] {
      let bytes = try fixture.folder.allBytes(below: part)
      #expect(bytes.range(of: Data(name.utf8)) == nil, "\(part)")
      #expect(bytes.range(of: Data(account.utf8)) == nil, "\(part)")
    }
    let log = try fixture.folder.allBytes(below: "ledger/log")
    #expect(log.range(of: Data("chair".utf8)) != nil)
  }
}

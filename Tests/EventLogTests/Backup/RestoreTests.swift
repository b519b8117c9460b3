import EventLog
import Evidence
import Foundation
import LedgerModel
import Testing
import Vault

@Suite("Restoring") struct RestoreTests {
  /// A ledger that got only the first events of a history: what a restore to a position must equal.
  private func cut(_ events: [Event], at count: Int, seed: UInt64) throws -> LedgerFixture {
    let fixture = try LedgerFixture(seed: seed)
    let rest = count - Int(try fixture.log.head().size)
    for event in events.prefix(max(0, rest)) { try fixture.append(event) }
    return fixture
  }

  @Test("to a position equals the ledger cut there", arguments: [8, 9, 64, 256, 257, 300, 520])
  func toAPosition(count: Int) throws {
    let seed = UInt64(11)
    let events = try (0..<520).map { number in
      number % 9 == 0
        ? try PersonsFixture.office(number) : try LedgerFixture.study(number, person: number % 30)
    }
    let fixture = try LedgerFixture(seed: seed)
    let outcomes = try fixture.log.append(events, recording: .constant(august(20)))
    #expect(outcomes.allSatisfy { $0.position != nil })
    let root = fixture.folder.path
    _ = try fixture.log.backup(to: root + "/backup", options: BackupTests.options())
    let report = try EventLog.restore(
      from: root + "/backup", to: root + "/cut", at: .position(Position(UInt64(count))))
    let expected = try cut(events, at: count, seed: seed)
    let log = try EventLog.open(at: root + "/cut", randomness: SeededRandomness(seed: seed))
    #expect(try log.head().root == expected.log.head().root)
    #expect(report.root == (try expected.log.head().root.hex))
    #expect(try PersonsFixture.records(root + "/cut") == PersonsFixture.records(expected.path))
    var (mine, other) = (try log.head(), try expected.log.head())
    (mine.ledger, other.ledger) = ([], [])
    #expect(mine == other)
    // Both go on alike, also with persons met behind the cut.
    let next = try (600..<640).map { try LedgerFixture.study($0, person: $0 % 45) }
    _ = try log.append(next, recording: .constant(august(25)))
    _ = try expected.log.append(next, recording: .constant(august(25)))
    log.close()
    #expect(try EventLog.verify(at: root + "/cut", level: .index).problems.isEmpty)
    if count == 520 { #expect(try log.head().root == expected.log.head().root) }
  }

  @Test("to an instant ends with the last event recorded by then")
  func toAnInstant() throws {
    let fixture = try LedgerFixture(seed: 2)
    for day in 2..<12 { try fixture.append(LedgerFixture.study(day), now: august(day)) }
    let root = fixture.folder.path
    _ = try fixture.log.backup(to: root + "/backup", options: BackupTests.options())
    for (instant, count) in [
      (august(5), 4), (august(5, hour: -1), 3), (august(30), 10), (LedgerFixture.start, 0),
    ] {
      let path = root + "/at-\(count)"
      let report = try EventLog.restore(
        from: root + "/backup", to: path, at: .instant(instant))
      #expect(report.position.number == UInt64(8 + count))
    }
    #expect(
      throws: LedgerError.backup(
        .behindEnd(Position(99), last: Position(18), path: root + "/backup"))
    ) {
      try EventLog.restore(
        from: root + "/backup", to: root + "/far", at: .position(Position(99)))
    }
    let empty = try EventLog.restore(
      from: root + "/backup", to: root + "/empty", at: .position(.empty))
    #expect(empty.position == .empty)
    #expect(try EventLog.open(at: root + "/empty").head().size == 0)
  }

  @Test("without person keys keeps pseudonyms, hashes and retries; names are gone")
  func withoutKeys() throws {
    let persons = try PersonsFixture()
    func access(_ id: Int, _ session: String) throws -> Event {
      try LedgerFixture.event(
        "identity.revealed", id: "search-\(id)",
        [
          ("search", .text(session)), ("fields", .list([.text("name")])),
          ("by_whom", .text("secretary")), ("purpose", .text("award")), ("kind", .text("search")),
        ], campaign: nil)
    }
    // Pseudonyms and hashed fields: a retry must give the same bytes.
    let retry =
      try (0..<30).map { try LedgerFixture.study($0, person: $0 % 10) } + [access(1, "Hoa Sen")]
    _ = try persons.log.append(retry, recording: .constant(august(20)))
    let root = persons.fixture.folder.path
    _ = try persons.log.backup(to: root + "/backup", options: BackupTests.options())
    let report = try EventLog.restore(from: root + "/backup", to: root + "/restored")
    #expect(report.vault == .withoutPersonKeys)
    let log = try EventLog.open(at: root + "/restored")
    let person = try persons.pseudonym(4)
    #expect(try log.vault().pseudonym(of: PersonsFixture.account(4)) == person)
    #expect(try log.vault().reveal(person).isEmpty)
    #expect(try log.vault().held(person)?.isKeyLost == true)
    for outcome in try log.append(retry, recording: .constant(august(23))) {
      guard case .duplicate = outcome else {
        Issue.record("\(outcome)")
        return
      }
    }
    // A name given from now on is kept under a new key.
    let outcome = try log.append(
      [PersonsFixture.office(4, suffix: "-later")], recording: .constant(august(23)))[0]
    #expect(outcome.position != nil, "\(outcome)")
    #expect(try log.vault().reveal(person).map(\.field) == ["name"])
    #expect(try log.vault().held(person)?.isKeyLost == false)
    #expect(
      try log.erase(.pseudonym(person), options: ErasureTests.options()).fields == ["name"])
    let lost = try persons.pseudonym(5)
    #expect(try log.erase(.pseudonym(lost), options: ErasureTests.options()).keyCount == 0)
    log.close()
    #expect(try EventLog.verify(at: root + "/restored", level: .index).problems.isEmpty)
  }

  @Test("reads a backup on a medium that cannot be written")
  func readOnlyMedium() throws {
    let persons = try PersonsFixture()
    let root = persons.fixture.folder.path
    let files = FileManager.default
    _ = try persons.log.backup(to: root + "/backup", options: BackupTests.options(keys: true))
    try? files.removeItem(atPath: root + "/backup/log/lock.mdb")
    for part in ["log", "vault", "keys", ""] {
      try files.setAttributes([.posixPermissions: 0o555], ofItemAtPath: root + "/backup/" + part)
    }
    defer {
      for part in ["", "log", "vault", "keys"] {
        try? files.setAttributes([.posixPermissions: 0o755], ofItemAtPath: root + "/backup/" + part)
      }
    }
    let report = try EventLog.restore(from: root + "/backup", to: root + "/restored")
    #expect(report.root == (try persons.log.head().root.hex))
  }
}

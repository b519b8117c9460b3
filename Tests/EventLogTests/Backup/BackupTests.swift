import EventLog
import Evidence
import Foundation
import Glibc
import LedgerModel
import Synchronization
import Testing
import Vault

@Suite("Backups") struct BackupTests {
  static func options(keys: Bool = false, batch: Int = 64) -> BackupOptions {
    var options = BackupOptions(withPersonKeys: keys, now: { august(22) })
    options.batchCount = batch
    return options
  }

  static func study(_ log: EventLog, _ range: Range<Int>) throws {
    let outcomes = try log.append(
      range.map { try LedgerFixture.study($0, person: $0 % 50) }, recording: .constant(august(20)))
    #expect(outcomes.allSatisfy { $0.position != nil })
  }

  @Test("holds the same bytes, tiles and head, proven, without keys")
  func copiesEverything() throws {
    let persons = try PersonsFixture()
    try Self.study(persons.log, 0..<700)
    let target = persons.fixture.folder.path + "/backup"
    let report = try persons.log.backup(to: target, options: Self.options())
    let head = try persons.log.head()
    #expect(report.position == head.lastPosition)
    #expect(report.root == head.root.hex)
    #expect(report.copiedCount == head.size)
    #expect(try PersonsFixture.records(target) == PersonsFixture.records(persons.path))
    let copy = try EventLog.open(at: target, isReadOnly: true)
    #expect(try copy.head() == head)
    for index in UInt64(0)..<2 {
      let tiles = (persons.log, copy)
      #expect(
        try tiles.0.read { try $0.tile(level: 1, index: index) }
          == tiles.1.read { try $0.tile(level: 1, index: index) })
    }
    let search = try ByteSearch(below: target)
    for number in 0..<40 {
      #expect(search.files(withKey: persons.key(of: try persons.pseudonym(number))).isEmpty)
    }
    #expect(!FileManager.default.fileExists(atPath: target + "/vault/person.keys"))
    #expect(throws: LedgerError.backup(.isBackup(path: target))) { try EventLog.open(at: target) }
  }

  @Test("with person keys its files are readable by their owner alone")
  func withKeys() throws {
    let persons = try PersonsFixture()
    let target = persons.fixture.folder.path + "/backup"
    let report = try persons.log.backup(to: target, options: Self.options(keys: true))
    #expect(report.vault.hasPersonKeys)
    #expect(report.vault.personCount == 40)
    #expect(report.vault.valueCount == 80)
    let key = persons.key(of: try persons.pseudonym(3))
    #expect(try ByteSearch(below: target).files(withKey: key).count == 1)
    for name in ["vault/person.keys", "vault/ledger.key", "vault/data.mdb", "backup.json"] {
      let attributes = try FileManager.default.attributesOfItem(atPath: target + "/" + name)
      #expect(attributes[.posixPermissions] as? Int == 0o600, "\(name)")
    }
    let attributes = try FileManager.default.attributesOfItem(atPath: target)
    #expect(attributes[.posixPermissions] as? Int == 0o700)
    let restored = persons.fixture.folder.path + "/restored"
    #expect(try EventLog.restore(from: target, to: restored).vault == .withPersonKeys)
    let log = try EventLog.open(at: restored)
    #expect(
      try Set(log.vault().reveal(persons.pseudonym(3)))
        == Set(persons.log.vault().reveal(persons.pseudonym(3))))
  }

  @Test("made while others append it is a prefix of the log")
  func whileOthersAppend() throws {
    let persons = try PersonsFixture()
    try Self.study(persons.log, 0..<200)
    let target = persons.fixture.folder.path + "/backup"
    let next = Mutex(200)
    // Every step of the copy is followed by an append, so that none of them sees the same log.
    let report = try persons.log.backup(to: target, options: Self.options(batch: 16)) { _, _ in
      let number = next.withLock { number in
        defer { number += 3 }
        return number
      }
      do { try Self.study(persons.log, number..<(number + 3)) } catch { return false }
      return true
    }
    let whole = try PersonsFixture.records(persons.path)
    let copied = try PersonsFixture.records(target)
    #expect(copied.count < whole.count)
    #expect(Array(whole.prefix(copied.count)) == copied)
    #expect(UInt64(copied.count) == report.position.number)
    let again = try persons.log.backup(to: target, options: Self.options())
    #expect(again.resumedAt == report.position)
    #expect(try PersonsFixture.records(target) == PersonsFixture.records(persons.path))
  }

  @Test("goes on where it was cancelled")
  func resumes() throws {
    let persons = try PersonsFixture()
    try Self.study(persons.log, 0..<500)
    let target = persons.fixture.folder.path + "/backup"
    #expect(throws: LedgerError.cancelled) {
      try persons.log.backup(to: target, options: Self.options()) { done, _ in done < 192 }
    }
    #expect(throws: LedgerError.backup(.unfinished(Position(192), path: target))) {
      try EventLog.restore(from: target, to: target + "-restored")
    }
    let report = try persons.log.backup(to: target, options: Self.options())
    #expect(report.resumedAt == Position(192))
    #expect(try PersonsFixture.records(target) == PersonsFixture.records(persons.path))
  }

  @Test("of a lost ledger restores what is there when a position is named")
  func unfinishedRestore() throws {
    let persons = try PersonsFixture()
    try Self.study(persons.log, 0..<300)
    let target = persons.fixture.folder.path + "/backup"
    _ = try? persons.log.backup(to: target, options: Self.options()) { done, _ in done < 128 }
    let restored = persons.fixture.folder.path + "/restored"
    let report = try EventLog.restore(
      from: target, to: restored, at: .position(Position(128)))
    #expect(report.vault == .none)
    #expect(
      try PersonsFixture.records(restored)
        == Array(PersonsFixture.records(persons.path).prefix(128)))
  }

  @Test("refuses folders of others")
  func refuses() throws {
    let persons = try PersonsFixture()
    let other = try LedgerFixture(seed: 99)
    let root = persons.fixture.folder.path
    _ = try persons.log.backup(to: root + "/a", options: Self.options())
    #expect(throws: LedgerError.backup(.ofAnotherLedger(path: root + "/a"))) {
      try other.log.backup(to: root + "/a", options: Self.options())
    }
    #expect(throws: LedgerError.folderNotEmpty(path: persons.path)) {
      try persons.log.backup(to: persons.path, options: Self.options())
    }
    // The same ledger, taken back to an earlier position and continued in another way.
    let past = Position(try persons.log.head().size - 5)
    _ = try EventLog.restore(from: root + "/a", to: root + "/fork", at: .position(past))
    let fork = try EventLog.open(at: root + "/fork")
    try Self.study(fork, 900..<920)
    #expect(throws: LedgerError.backup(.notAPrefix(Position(past.number + 5), path: root + "/a"))) {
      try fork.backup(to: root + "/a", options: Self.options())
    }
    #expect(throws: LedgerError.backup(.notABackup(path: persons.path))) {
      try EventLog.restore(from: persons.path, to: root + "/x")
    }
    #expect(throws: LedgerError.alreadyExists(path: root + "/fork")) {
      try EventLog.restore(from: root + "/a", to: root + "/fork")
    }
  }

  @Test("brought up to date after an erasure it holds neither key nor traces")
  func afterAnErasure() throws {
    let persons = try PersonsFixture()
    let target = persons.fixture.folder.path + "/backup"
    _ = try persons.log.backup(to: target, options: Self.options(keys: true))
    let person = try persons.pseudonym(6)
    let (key, traces) = (persons.key(of: person), try persons.traces(of: person))
    #expect(try ByteSearch(below: target).files(withKey: key).count == 1)
    _ = try persons.log.erase(.pseudonym(person), options: ErasureTests.options())
    _ = try persons.log.backup(to: target, options: Self.options(keys: true))
    _ = try persons.log.backup(to: target + "-new", options: Self.options(keys: true))
    for place in [target, target + "-new"] {
      let search = try ByteSearch(below: place)
      #expect(search.files(withKey: key).isEmpty)
      for trace in traces { #expect(search.files(with: trace).isEmpty) }
    }
  }

  @Test("notices a byte of the copy that was changed")
  func provesTheCopy() throws {
    let persons = try PersonsFixture()
    try Self.study(persons.log, 0..<300)
    let target = persons.fixture.folder.path + "/backup"
    _ = try persons.log.backup(to: target, options: Self.options())
    let file = URL(filePath: target + "/log/data.mdb")
    var data = try Data(contentsOf: file)
    let needle = Data("study-150".utf8)
    while let range = data.range(of: needle) { data[range.upperBound - 1] ^= 1 }
    try data.write(to: file)
    let error = #expect(throws: LedgerError.self) {
      try persons.log.backup(to: target, options: Self.options())
    }
    guard case .backup(.notVerified)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(throws: LedgerError.self) { try EventLog.restore(from: target, to: target + "-r") }
  }
}

/// Backups in a child process that is killed, and run again.
@Suite(.serialized) struct KilledBackupTests {
  @Test(arguments: [0, 64, 320, 448])
  func isCompletedByRunningItAgain(stop: UInt64) async throws {
    let persons = try PersonsFixture()
    try BackupTests.study(persons.log, 0..<400)
    let path = persons.path
    let target = persons.fixture.folder.path + "/backup"
    await #expect(processExitsWith: .signal(SIGKILL)) {
      [path = path as String, target = target as String, stop = stop as UInt64] in
      let log = try EventLog.open(at: path)
      _ = try log.backup(to: target, options: BackupTests.options(keys: true)) { done, _ in
        if done >= stop { kill(getpid(), SIGKILL) }
        return true
      }
    }
    let report = try persons.log.backup(to: target, options: BackupTests.options(keys: true))
    #expect(report.resumedAt.number >= stop)
    #expect(try PersonsFixture.records(target) == PersonsFixture.records(path))
    // A name and an account of 40 officials, the accounts of 50 who studied.
    #expect(report.vault.valueCount == 130)
  }
}

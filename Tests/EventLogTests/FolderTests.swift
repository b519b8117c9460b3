import EventLog
import Evidence
import Foundation
import LedgerModel
import Testing
import Vault

/// What a ledger's folder may be instead of one, and what the marks of a ledger allow.
@Suite struct FolderTests {
  @Test func createsTheWholeFolderOrNothing() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/ledger"
    let log = try EventLog.create(at: path)
    #expect(try log.head().size == 0)
    #expect(try log.head().root.hex.hasPrefix("e3b0c442"))
    let parts = try FileManager.default.contentsOfDirectory(atPath: path).sorted()
    #expect(parts == ["index", "keys", "log", "projections", "vault"])
    #expect(!FileManager.default.fileExists(atPath: path + ".creating"))
    #expect(throws: LedgerError.alreadyExists(path: path)) { try EventLog.create(at: path) }
  }

  @Test func tellsWhatAFolderIsInstead() throws {
    let folder = try TemporaryFolder()
    let missing = folder.path + "/nothing"
    #expect(throws: LedgerError.missing(path: missing)) { try EventLog.open(at: missing) }
    #expect(throws: LedgerError.notALedger(path: folder.path)) {
      try EventLog.open(at: folder.path)
    }
    let file = folder.path + "/file"
    try Data("x".utf8).write(to: URL(filePath: file))
    #expect(throws: LedgerError.notALedger(path: file)) { try EventLog.open(at: file) }
    #expect(throws: LedgerError.folderNotEmpty(path: folder.path)) {
      try EventLog.create(at: folder.path)
    }
  }

  @Test func recognisesAHalfCreatedLedger() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/ledger"
    try FileManager.default.createDirectory(
      atPath: path + ".creating/log", withIntermediateDirectories: true)
    #expect(throws: LedgerError.halfCreated(path: path)) { try EventLog.open(at: path) }
    _ = try EventLog.create(at: path)
    #expect(try EventLog.open(at: path).head().size == 0)
  }

  @Test func refusesANewerFormat() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/ledger"
    do { _ = try EventLog.create(at: path) }
    // The head begins with a map and the pair 0: 1; the engine's name follows.
    let file = URL(filePath: path + "/log/data.mdb")
    var data = try Data(contentsOf: file)
    let needle = Data([0x00, 0x01, 0x01, 0x68]) + Data("kiem 0.1".utf8)
    var start = data.startIndex
    while let range = data.range(of: needle, in: start..<data.endIndex) {
      data[range.lowerBound + 1] = 0x07
      start = range.upperBound
    }
    try data.write(to: file)
    #expect(throws: LedgerError.newerFormat(found: 7, supported: 1, path: path)) {
      try EventLog.open(at: path)
    }
  }

  @Test func copesWithTypesOfANewerProgram() throws {
    let fixture = try LedgerFixture()
    let position = try #require(try fixture.append(LedgerFixture.study(1)).position)
    fixture.log.close()
    let copy = try TemporaryFolder()
    let path = copy.path + "/ledger"
    try FileManager.default.copyItem(atPath: fixture.path, toPath: path)
    try FileManager.default.removeItem(atPath: path + "/index")
    let file = URL(filePath: path + "/log/data.mdb")
    var data = try Data(contentsOf: file)
    while let range = data.range(of: Data("study.selfstudy.completed".utf8)) {
      data.replaceSubrange(range, with: Data("study.teamstudy.completed".utf8))
    }
    try data.write(to: file)
    let log = try EventLog.open(at: path, randomness: SeededRandomness(seed: 1))
    #expect(
      throws: LedgerError.unknownType(
        "vn.congdoan.study.teamstudy.completed.v1", position, path: path)
    ) {
      try log.read { try $0.event(at: position) }
    }
    let next = try log.append([LedgerFixture.study(2)], recording: .constant(august(21)))
    #expect(next == [.appended(position.next)])
    let taken = try log.append([LedgerFixture.study(1)], recording: .constant(august(21)))
    #expect(taken[0].refusedBy == .identifierTaken)
  }

  @Test func readsWithoutWriting() throws {
    let fixture = try LedgerFixture()
    let size = try fixture.log.head().size
    let path = fixture.path
    let reader = try EventLog.open(at: path, isReadOnly: true)
    #expect(try reader.head().size == size)
    #expect(throws: LedgerError.readOnly(path: path)) {
      try reader.append([LedgerFixture.study(1)], recording: .constant(august(20)))
    }
    #expect(try reader.status().head.size == size)
  }

  @Test func rebuildsTheIndexWhenItIsGone() throws {
    let fixture = try LedgerFixture()
    let position = try fixture.append(LedgerFixture.study(1)).position
    fixture.log.close()
    let copy = try TemporaryFolder()
    let path = copy.path + "/ledger"
    try FileManager.default.copyItem(atPath: fixture.path, toPath: path)
    try FileManager.default.removeItem(atPath: path + "/index")
    let log = try EventLog.open(at: path, randomness: SeededRandomness(seed: 1))
    let retry = try log.append([LedgerFixture.study(1)], recording: .constant(august(21)))
    #expect(retry == [.duplicate(try #require(position))])
    let unit = try LedgerFixture.unit("upper-a", parent: "province")
    #expect(try log.append([unit], recording: .constant(august(21)))[0].position == Position(3))
    log.close()
    #expect(try EventLog.verify(at: path, level: .index).isSound)
  }

  @Test func tellsASecondBulkWriterThatItIsBusy() throws {
    let fixture = try LedgerFixture()
    let lock = try fixture.log.lockForBulk()
    #expect(throws: LedgerError.busy(path: fixture.path)) { try fixture.log.lockForBulk() }
    #expect(try fixture.append(LedgerFixture.study(1)).rejection == nil)
    withExtendedLifetime(lock) {}
  }

  @Test func keepsSimulatedLedgersApart() throws {
    let fixture = try LedgerFixture(seeded: false)
    let drafts = try LedgerFixture.beginning().map { Draft($0, recorded: LedgerFixture.start) }
    var options = AppendOptions(recording: .simulated(clock: august(31)))
    _ = try fixture.log.append(drafts, options: options)
    #expect(try fixture.log.head().mark == .simulated(clock: august(31)))
    #expect(throws: LedgerError.simulated(path: fixture.path)) {
      try fixture.append(LedgerFixture.study(1))
    }
    options = AppendOptions(recording: .constant(august(20)), allowsLive: true)
    let live = try fixture.log.append([Draft(try LedgerFixture.study(1))], options: options)
    #expect(live[0].rejection == nil)
    let head = try fixture.log.head()
    #expect(head.mark == .simulated(clock: august(31)))
    #expect(head.firstLive == live[0].position)
  }

  @Test func movesHistoryInBeforeTheFirstLiveEvent() throws {
    let fixture = try LedgerFixture(seeded: false)
    let options = AppendOptions(recording: .backfill(now: { august(25) }))
    let drafts = try LedgerFixture.beginning().map { Draft($0) }
    _ = try fixture.log.append(drafts, options: options)
    let history = try [
      LedgerFixture.study(1, time: august(3)), LedgerFixture.study(2, time: august(2)),
      LedgerFixture.study(3, time: august(4)), LedgerFixture.study(4, time: august(26)),
    ]
    let outcomes = try fixture.log.append(history.map { Draft($0) }, options: options)
    #expect(outcomes.map(\.refusedBy) == [nil, .recordedOrder, nil, .recordedOrder])
    let head = try fixture.log.head()
    #expect(head.mark == .backfilled)
    #expect(head.lastRecorded == august(4))
    let live = try fixture.append(LedgerFixture.study(5), now: august(25))
    #expect(live.position == Position(head.size + 1))
    #expect(throws: LedgerError.self) {
      try fixture.log.append([Draft(LedgerFixture.study(6))], options: options)
    }
  }

  @Test func keepsImportProgressInTheHead() throws {
    let fixture = try LedgerFixture()
    var options = AppendOptions(recording: .constant(august(20)))
    options.progress = ImportProgress(
      file: "rows.ndjson", prefixDigest: [UInt8](repeating: 3, count: 32), byteOffset: 4_096,
      rowCount: 12, acceptedCount: 1, duplicateCount: 2, rejectedCount: 9, firstPosition: 8,
      state: [1, 2, 3])
    _ = try fixture.log.append([Draft(try LedgerFixture.study(1))], options: options)
    try fixture.reopen()
    #expect(try fixture.log.head().progress == options.progress)
    #expect(try fixture.log.head().progress?.isDone == false)
    options.progress?.rowCount = 13
    options.progress?.isDone = true
    let size = try fixture.log.head().size
    _ = try fixture.log.append([], options: options)
    #expect(try fixture.log.head().progress == options.progress)
    #expect(try fixture.log.head().size == size)
  }

  @Test func recordedNeverGoesBack() throws {
    let fixture = try LedgerFixture()
    try fixture.append(LedgerFixture.study(1), now: august(20))
    try fixture.append(LedgerFixture.study(2), now: august(10))
    let head = try fixture.log.head()
    #expect(head.lastRecorded == august(20))
    let last = try fixture.log.read { try $0.event(at: head.lastPosition) }
    #expect(last?.recorded == august(20))
  }
}

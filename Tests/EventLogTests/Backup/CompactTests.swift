import EventLog
import Evidence
import Foundation
import Glibc
import LMDB
import LedgerModel
import Testing
import Vault

@Suite("Compacting", .serialized) struct CompactTests {
  private func size(_ path: String) throws -> Int {
    try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0
  }

  /// A ledger with free pages in its files, made by a process that has ended: nobody has it open.
  private func closedLedger(
    _ folder: TemporaryFolder
  ) async throws -> (path: String, root: String) {
    let path = folder.path + "/ledger"
    await #expect(processExitsWith: .success) { [path = path as String] in
      try CompactTests.fill(path)
    }
    return (path, try EventLog.open(at: path, isReadOnly: true).head().root.hex)
  }

  private static func fill(_ path: String) throws {
    let log = try EventLog.create(at: path, randomness: SeededRandomness(seed: 5))
    _ = try log.append(LedgerFixture.beginning(), recording: .constant(LedgerFixture.start))
    for number in 0..<60 {
      let events = try (0..<20).map { try LedgerFixture.study(number * 20 + $0, person: $0) }
      _ = try log.append(
        events + [PersonsFixture.office(number)], recording: .constant(august(20)))
    }
    log.close()
  }

  /// Appends with a log that is opened for every event.
  private static func appendAlone(_ path: String, _ writer: Int) throws {
    for number in 0..<400 {
      let log = try EventLog.open(at: path)
      let id = 10_000 * (writer + 1) + number
      let outcome = try log.append(
        [LedgerFixture.study(id, person: 1)], recording: .constant(august(21)))[0]
      guard outcome.position != nil else { throw CancellationError() }
      log.close()
    }
  }

  @Test func givesSpaceBackAndKeepsEverything() async throws {
    let folder = try TemporaryFolder()
    let (path, root) = try await closedLedger(folder)
    // What a killed compaction leaves is in nobody's way.
    try FileManager.default.createDirectory(
      atPath: path + "/log/compacting", withIntermediateDirectories: true)
    try Data("half".utf8).write(to: URL(filePath: path + "/log/compacting/data.mdb"))
    let before = try PersonsFixture.records(path)
    let reports = try EventLog.compact(at: path)
    #expect(reports.map(\.part) == ["log", "index", "vault"])
    for report in reports {
      #expect(report.byteCountAfter <= report.byteCountBefore, "\(report)")
      #expect(try size("\(path)/\(report.part)/data.mdb") == report.byteCountAfter)
    }
    #expect(reports.contains { $0.byteCountAfter < $0.byteCountBefore })
    #expect(!FileManager.default.fileExists(atPath: path + "/log/compacting"))
    #expect(try PersonsFixture.records(path) == before)
    let verified = try EventLog.verify(at: path, level: .index)
    #expect(verified.problems.isEmpty)
    #expect(verified.root == root)
    try goOn(path, behind: before.count)
  }

  private func goOn(_ path: String, behind count: Int) throws {
    let log = try EventLog.open(at: path)
    let person = try #require(try log.vault().pseudonym(of: PersonsFixture.account(3)))
    #expect(try log.vault().reveal(person).count == 2)
    #expect(
      try log.append([LedgerFixture.study(9_000)], recording: .constant(august(21)))[0].position
        == Position(UInt64(count + 1)))
  }

  @Test func refusesWhileSomebodyHasTheLedgerOpen() async throws {
    let folder = try TemporaryFolder()
    let (path, _) = try await closedLedger(folder)
    do {
      let log = try EventLog.open(at: path, isReadOnly: true)
      await #expect(processExitsWith: .success) { [path = path as String] in
        do {
          _ = try EventLog.compact(at: path)
        } catch LedgerError.backup(.inUse(let part, _)) {
          exit(part == "log" ? 0 : 2)
        }
        exit(1)
      }
      #expect(throws: LedgerError.backup(.inUse(part: "log", path: path))) {
        try EventLog.compact(at: path)
      }
      _ = try log.head()
    }
    let lock = try #require(try FileLock(tryAt: path + "/log/writer.lock"))
    _ = withExtendedLifetime(lock) {
      #expect(throws: LedgerError.busy(path: path)) { try EventLog.compact(at: path) }
    }
  }

  @Test func survivesAKillAtAnyMoment() async throws {
    let folder = try TemporaryFolder()
    let (path, root) = try await closedLedger(folder)
    for microseconds: UInt32 in [0, 500, 2_000, 5_000, 9_000, 15_000, 25_000] {
      await #expect(processExitsWith: .signal(SIGKILL)) {
        [path = path as String, microseconds = microseconds as UInt32] in
        Thread.detachNewThread {
          usleep(microseconds)
          kill(getpid(), SIGKILL)
        }
        _ = try? EventLog.compact(at: path)
        while true { pause() }
      }
      let verified = try EventLog.verify(at: path, level: .index)
      #expect(verified.problems.isEmpty, "\(microseconds): \(verified.problems)")
      #expect(verified.root == root)
    }
    _ = try EventLog.compact(at: path)
    #expect(try EventLog.verify(at: path, level: .index).root == root)
  }

  /// Many processes append while one tries to compact: whoever gets in, nothing is lost.
  @Test func losesNothingBesideAppenders() async throws {
    let folder = try TemporaryFolder()
    let (path, _) = try await closedLedger(folder)
    let size = try EventLog.open(at: path, isReadOnly: true).head().size
    await withTaskGroup(of: Void.self) { group in
      for writer in 0..<5 {
        group.addTask {
          await #expect(processExitsWith: .success) {
            [path = path as String, writer = writer as Int] in
            do {
              try CompactTests.appendAlone(path, writer)
            } catch {
              try Data("\(error)".utf8).write(to: URL(filePath: "\(path).failed\(writer)"))
              throw error
            }
          }
          // An exit test does not tell what its process says.
          let failure = FileManager.default.contents(atPath: "\(path).failed\(writer)")
          #expect(failure.map { String(decoding: $0, as: UTF8.self) } == nil)
        }
      }
      group.addTask {
        await #expect(processExitsWith: .success) { [path = path as String] in
          for _ in 0..<3_000 {
            do {
              _ = try EventLog.compact(at: path)
            } catch LedgerError.backup(.inUse) {
              usleep(500)
            }
          }
        }
      }
    }
    #expect(try EventLog.open(at: path, isReadOnly: true).head().size == size + 2_000)
    #expect(try EventLog.verify(at: path, level: .index).problems.isEmpty)
  }

  /// An index that another process writes while it is compared is no damage.
  @Test func verifiesBesideAppenders() async throws {
    let folder = try TemporaryFolder()
    let (path, _) = try await closedLedger(folder)
    await withTaskGroup(of: Void.self) { group in
      for writer in 0..<3 {
        group.addTask {
          await #expect(processExitsWith: .success) {
            [path = path as String, writer = writer as Int] in
            try CompactTests.appendAlone(path, writer)
          }
        }
      }
      group.addTask {
        await #expect(processExitsWith: .success) { [path = path as String] in
          for _ in 0..<30 {
            guard try EventLog.verify(at: path, level: .index).problems.isEmpty else { exit(1) }
          }
        }
      }
    }
  }
}

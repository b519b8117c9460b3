import Catalog
import EventLog
import Foundation
import Glibc
import LedgerModel
import Testing
import Vault

/// Erasures in a child process that is killed at every step, and run again.
@Suite(.serialized) struct KilledErasureTests {
  private static func erase(_ path: String, seed: UInt64, killedAt step: String?) throws {
    let log = try EventLog.open(at: path, randomness: SeededRandomness(seed: seed))
    var options = ErasureTests.options()
    options.reached = { if $0.rawValue == step { kill(getpid(), SIGKILL) } }
    _ = try log.erase(.account(PersonsFixture.account(9)), options: options)
  }

  /// How many times the log says that somebody was erased.
  private func erasures(_ path: String) throws -> Int {
    try PersonsFixture.records(path).count { record in
      try EventCodec.decode(record.span).event.type.name == "subject.erased"
    }
  }

  @Test(arguments: ErasureStep.allCases)
  func isFinishedByRunningItAgain(step: ErasureStep) async throws {
    let persons = try PersonsFixture(count: 20)
    let (path, seed) = (persons.path, persons.seed)
    let person = try persons.pseudonym(9)
    let (key, traces) = (persons.key(of: person), try persons.traces(of: person))
    persons.log.close()
    await #expect(processExitsWith: .signal(SIGKILL)) {
      [path = path as String, seed = seed as UInt64, step = step.rawValue as String] in
      try KilledErasureTests.erase(path, seed: seed, killedAt: step)
    }
    let isTold = try erasures(path) == 1
    #expect(isTold == (step == .recorded))
    let left = try ByteSearch(below: path)
    if isTold { #expect(left.files(withKey: key).isEmpty, "the log never says so too early") }
    #expect(try persons.log.vault().unfinishedErasures().map(\.person) == [person])
    // The same command line again: the account leads to the note although its row is gone.
    let report = try persons.log.erase(
      .account(PersonsFixture.account(9)), options: ErasureTests.options("a later request"))
    #expect(report.person == person)
    #expect(report.wasResumed)
    #expect(report.fields == ["account", "name"])
    #expect(try erasures(path) == 1)
    #expect(try persons.log.vault().unfinishedErasures().isEmpty)
    let after = try ByteSearch(below: path)
    #expect(after.files(withKey: key).isEmpty)
    for trace in traces { #expect(after.files(with: trace).isEmpty, "\(step)") }
    persons.log.close()
    #expect(try EventLog.verify(at: path, level: .index).problems.isEmpty)
  }

  @Test func isFinishedBeforeAnotherBegins() async throws {
    let persons = try PersonsFixture(count: 20)
    let (path, seed) = (persons.path, persons.seed)
    let (first, second) = (try persons.pseudonym(9), try persons.pseudonym(4))
    await #expect(processExitsWith: .signal(SIGKILL)) {
      [path = path as String, seed = seed as UInt64] in
      try KilledErasureTests.erase(path, seed: seed, killedAt: "deleted")
    }
    _ = try persons.log.erase(.pseudonym(second), options: ErasureTests.options())
    #expect(try erasures(path) == 2)
    let after = try ByteSearch(below: path)
    #expect(after.files(withKey: persons.key(of: first)).isEmpty)
    #expect(after.files(withKey: persons.key(of: second)).isEmpty)
  }
}

import EventLog
import Foundation
import LMDB
import LedgerModel
import Testing
import Vault

/// What becomes of an index that others write, empty or damage while it is open.
@Suite struct IndexTests {
  /// A ledger whose index is stored up to a point and goes on in memory from there.
  private func halfStored() throws -> (fixture: LedgerFixture, last: Position) {
    let fixture = try LedgerFixture()
    for number in 0..<20 { try fixture.append(LedgerFixture.study(number)) }
    fixture.log.close()
    for number in 20..<25 { try fixture.append(LedgerFixture.study(number)) }
    return (fixture, try fixture.log.head().lastPosition)
  }

  /// Makes the stored index one that no program knows, so that whoever opens it next begins it anew.
  private func spoilStamp(_ path: String) throws { try spoil("stamp", path) }

  private func spoil(_ key: String, _ path: String) throws {
    let environment = try Environment.open(at: path + "/index")
    let state = try environment.table("state")
    try environment.write { transaction in
      try transaction.put(Array("spoilt".utf8).span, for: Array(key.utf8).span, in: state)
    }
  }

  private func expectDuplicates(_ log: EventLog, _ numbers: Range<Int>) throws {
    let size = try log.head().size
    let outcomes = try log.append(
      numbers.map { try LedgerFixture.study($0) }, recording: .constant(august(21)))
    for outcome in outcomes {
      guard case .duplicate = outcome else {
        Issue.record("\(outcome) for an event that is there")
        continue
      }
    }
    #expect(try log.head().size == size)
  }

  @Test func missesNoDuplicateWhenAnotherEmptiesTheIndex() throws {
    let (fixture, _) = try halfStored()
    try spoilStamp(fixture.path)
    // The second one finds nothing it knows, empties the index in place and keeps its own fold in
    // memory: what is stored ends before the first event.
    let second = try EventLog.open(at: fixture.path, randomness: SeededRandomness(seed: 2))
    #expect(try second.position(source: "nobody", id: "nothing") == nil)
    #expect(try second.status().indexPosition == .empty)
    try expectDuplicates(fixture.log, 0..<25)
    try expectDuplicates(second, 0..<25)
    // What the emptied index held of entities is folded again too.
    let unit = try LedgerFixture.unit("upper-a", parent: "province")
    #expect(try fixture.append(unit).rejection == nil)
    let other = try LedgerFixture.event(
      "orgunit.registered", id: "another",
      [("unit", .text("upper-a")), ("kind", .text("x")), ("level", .text("upper"))])
    #expect(try fixture.append(other).rejection != nil)
    fixture.log.close()
    #expect(try EventLog.verify(at: fixture.path, level: .index).isSound)
  }

  @Test func missesNoDuplicateWhenAnotherRewritesTheIndex() throws {
    let (fixture, last) = try halfStored()
    for _ in 0..<3 {
      try spoilStamp(fixture.path)
      let second = try EventLog.open(at: fixture.path, randomness: SystemRandomness())
      #expect(try second.position(source: "nobody", id: "nothing") == nil)
      second.close()
      #expect(try second.status().indexPosition == last)
      try expectDuplicates(fixture.log, 0..<25)
    }
  }

  @Test func beginsAnIndexWithADamagedDirectoryAnew() throws {
    let (fixture, last) = try halfStored()
    fixture.log.close()
    try spoil("runs", fixture.path)
    let second = try EventLog.open(at: fixture.path)
    try expectDuplicates(second, 0..<25)
    second.close()
    #expect(try second.status().indexPosition == last)
    #expect(try EventLog.verify(at: fixture.path, level: .index).isSound)
  }

  @Test func beginsADamagedIndexAnew() throws {
    let (fixture, _) = try halfStored()
    let environment = try Environment.open(at: fixture.path + "/index")
    let tails = try environment.table("new identifiers")
    try environment.write { transaction in try transaction.deleteAll(in: tails) }
    let second = try EventLog.open(at: fixture.path, randomness: SeededRandomness(seed: 2))
    try expectDuplicates(second, 0..<25)
    second.close()
    #expect(try EventLog.verify(at: fixture.path, level: .index).isSound)
  }

  @Test func anIndexOfAnotherHistoryIsNotUsed() throws {
    let (fixture, _) = try halfStored()
    fixture.log.close()
    // The log as it was before the last events, beside the index that knows them.
    let copy = try TemporaryFolder()
    let path = copy.path + "/ledger"
    let other = try LedgerFixture()
    for number in 0..<30 { try other.append(LedgerFixture.study(number, time: august(3))) }
    other.log.close()
    try FileManager.default.copyItem(atPath: other.path, toPath: path)
    try FileManager.default.removeItem(atPath: path + "/index")
    try FileManager.default.copyItem(atPath: fixture.path + "/index", toPath: path + "/index")
    let log = try EventLog.open(at: path, randomness: SeededRandomness(seed: 1))
    for number in 0..<30 {
      let event = try LedgerFixture.study(number, time: august(3))
      let outcome = try log.append([event], recording: .constant(august(21)))[0]
      guard case .duplicate = outcome else {
        Issue.record("\(outcome)")
        continue
      }
    }
  }
}

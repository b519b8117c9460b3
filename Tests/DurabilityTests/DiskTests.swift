import EventLog
import Foundation
import LedgerModel
import TestSupport
import Testing

/// Disks that are full or may only be read. Mounting needs root; elsewhere these are skipped.
@Suite(
  "Durability: disks", .serialized,
  .enabled(if: SmallDisk.isAllowed, "a small disk can be mounted by root only"))
struct DiskTests {
  @Test("appending to a full disk is an error, and goes on when there is room")
  func fullDiskDuringAppend() throws {
    let disk = try SmallDisk(megabytes: 8)
    let path = disk.path + "/ledger"
    try Child.run(["new", path])
    // Behind the failure there is room for the index of all that is appended before it.
    try disk.occupy(megabytes: 5)
    let child = try Child(["fill", path])
    let words = try child.wait(for: "FULL").split(separator: " ").map(String.init)
    let acknowledged = try #require(UInt64(words[1]))
    #expect(words[2] == "true", "\(words)")
    #expect(words.dropFirst(3).joined(separator: " ").contains("Free space"))
    #expect(acknowledged > 100, "the disk has room for some")
    let report = try EventLog.verify(at: path, level: .index)
    #expect(report.problems.isEmpty, "\(report.problems)")
    #expect(report.eventCount >= acknowledged)
    try disk.free()
    try child.go()
    let (lines, status) = try child.rest()
    #expect(status == 0 && lines.count == 1 && lines[0].hasPrefix("WENT ON"), "\(lines)")
    let after = try EventLog.verify(at: path, level: .index)
    #expect(after.problems.isEmpty, "\(after.problems)")
    #expect(after.eventCount == report.eventCount + 50)
    print("full disk: \(acknowledged) acknowledged before, 50 behind")
  }

  @Test("importing onto a full disk ends with status 3, and the next run completes it")
  func fullDiskDuringImport() throws {
    let disk = try SmallDisk(megabytes: 24)
    let folder = try TemporaryFolder("kiem-import")
    let ledger = disk.path + "/ledger"
    #expect(try Kiem.run(["--ledger", ledger, "new"]).status == 0)
    let count = 6_000
    try Self.units(count).write(toFile: folder.path("u.ndjson"), atomically: true, encoding: .utf8)
    try disk.occupy(megabytes: 23)
    let importing = ["--ledger", ledger, "import", folder.path("u.ndjson")]
    let full = try Kiem.run(importing)
    #expect(full.status == 3, "\(full.messages)")
    #expect(full.messages.contains("Free space"), "\(full.messages)")
    #expect(try Kiem.run(["--ledger", ledger, "verify"]).status == 0)
    try disk.free()
    let done = try Kiem.run(importing)
    #expect(done.status == 0, "\(done.messages)")
    let report = try EventLog.verify(at: ledger, level: .index)
    #expect(report.problems.isEmpty, "\(report.problems)")
    // The import records itself.
    #expect(report.eventCount == UInt64(count) + 1)
    print("full disk: import of \(count) refused, then completed")
  }

  @Test("rebuilding on a full disk ends with status 3; the live rows stay and a later run succeeds")
  func fullDiskDuringRebuild() throws {
    let disk = try SmallDisk(megabytes: 48)
    let folder = try TemporaryFolder("kiem-rebuild")
    let ledger = disk.path + "/ledger"
    let units = folder.path("u.ndjson")
    try Self.units(6_000).write(toFile: units, atomically: true, encoding: .utf8)
    func kiem(_ arguments: String...) throws -> Kiem.Result {
      try Kiem.run(["--ledger", ledger] + arguments)
    }
    for arguments in [["new"], ["import", units], ["rebuild"]] {
      let result = try Kiem.run(["--ledger", ledger] + arguments)
      #expect(result.status == 0, "\(result.messages)")
    }
    let before = try kiem("query", "units | summarize n = count()", "--format", "csv")
    try disk.occupyAll(but: 96)
    let full = try kiem("rebuild")
    #expect(full.status == 3, "\(full.status): \(full.messages)")
    #expect(full.messages.contains("Free space"), "\(full.messages)")
    let during = try kiem("query", "units | summarize n = count()", "--format", "csv")
    #expect(during.status == 0 && during.output == before.output, "\(during.messages)")
    try disk.free()
    let done = try kiem("rebuild")
    #expect(done.status == 0, "\(done.messages)")
    let sound = try kiem("verify", "--level", "4")
    #expect(sound.status == 0, "\(sound.messages)")
  }

  static func units(_ count: Int) -> String {
    (0..<count).map { number in
      """
      {"specversion":"1.0","id":"u\(number)","source":"register","type":"orgunit.registered",\
      "time":"2021-07-01T08:00:00+07:00","actor":"system:register",\
      "data":{"unit":"u\(number)","kind":"cdcs","level":"grassroots","name":"CĐCS số \(number)"}}

      """
    }.joined()
  }

  @Test("a disk that may only be read: reading works, writing ends with status 3")
  func readOnlyDisk() throws {
    let disk = try SmallDisk(megabytes: 8)
    let ledger = disk.path + "/ledger"
    try Child.run(["new", ledger])
    try disk.makeReadOnly()
    try Auditor.expectReading(ledger)
    try Auditor.expectNoWriting(ledger)
  }
}

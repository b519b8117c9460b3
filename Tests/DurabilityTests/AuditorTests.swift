import EventLog
import Foundation
import Glibc
import TestSupport
import Testing

/// What somebody may do who may only read.
enum Auditor {
  static func expectReading(_ ledger: String, asUser user: Int? = nil) throws {
    for command in [
      ["status"], ["status", "--format", "json"], ["verify"],
      ["query", "units | summarize n = count()", "--format", "csv"],
    ] {
      let result = try Kiem.run(["--ledger", ledger] + command, asUser: user)
      #expect(result.status == 0, "\(command): \(result.messages)")
      #expect(!result.output.isEmpty, "\(command)")
    }
  }

  static func expectNoWriting(_ ledger: String, asUser user: Int? = nil) throws {
    let rows = NSTemporaryDirectory() + "kiem-rows-\(UUID().uuidString).ndjson"
    try DiskTests.units(3).write(toFile: rows, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(atPath: rows) }
    for command in [
      ["record", "orgunit.registered", "unit=x", "kind=k", "level=l", "name=n", "--id", "x"],
      ["import", rows],
    ] {
      let result = try Kiem.run(["--ledger", ledger] + command, asUser: user)
      #expect(result.status == 3, "\(command): \(result.status) \(result.messages)")
      #expect(result.messages.contains("can only be read"), "\(command): \(result.messages)")
      #expect(result.output.isEmpty, "\(command)")
    }
  }
}

/// An ordinary user and a ledger that belongs to another. Becoming that user needs root.
@Suite(
  "Durability: a folder of others", .serialized,
  .enabled(if: geteuid() == 0, "only root can become another user"))
struct AuditorTests {
  private static let nobody = 65_534

  @Test("reading works while nobody writes; writing ends with status 3")
  func atRest() throws {
    let folder = try TemporaryFolder("kiem-auditor")
    let ledger = folder.path("ledger")
    try Child.run(["new", ledger])
    try Auditor.expectReading(ledger, asUser: Self.nobody)
    try Auditor.expectNoWriting(ledger, asUser: Self.nobody)
  }

  @Test("while others have it open, the lock file decides")
  func inUse() throws {
    let folder = try TemporaryFolder("kiem-auditor")
    let ledger = folder.path("ledger")
    try Child.run(["new", ledger])
    let writer = try Child(["append", ledger, "1"])
    defer { writer.kill() }
    try writer.wait(for: "OPEN")
    let refused = try Kiem.run(["--ledger", ledger, "status"], asUser: Self.nobody)
    #expect(refused.status == 3, "\(refused.output)")
    #expect(refused.messages.contains("lock.mdb"), "\(refused.messages)")
    // What the remedy says: the right to write the lock file, through a group.
    for part in ["log", "index"] {
      let lock = "\(ledger)/\(part)/lock.mdb"
      try FileManager.default.setAttributes(
        [.groupOwnerAccountID: Self.nobody, .posixPermissions: 0o664], ofItemAtPath: lock)
    }
    let status = try Kiem.run(["--ledger", ledger, "status"], asUser: Self.nobody)
    #expect(status.status == 0, "\(status.messages)")
    let verified = try Kiem.run(
      ["--ledger", ledger, "verify", "--level", "2"], asUser: Self.nobody)
    #expect(verified.status == 0, "\(verified.messages)")
  }

  @Test("a read that somebody wrote through is thrown away")
  func writtenMeanwhile() throws {
    let folder = try TemporaryFolder("kiem-auditor")
    let ledger = folder.path("ledger")
    try Child.run(["new", ledger])
    for writes in [false, true] {
      let reader = try Child(["watch", ledger], asUser: Self.nobody)
      try reader.wait(for: "HOLDING")
      if writes { try Child.run(["single", ledger, "1", "1"]) }
      try reader.go()
      #expect(try reader.rest().lines == [writes ? "CHANGED" : "UNCHANGED"])
    }
  }

  @Test("a copy without lock file in a folder that may only be read")
  func copyWithoutLock() throws {
    let folder = try TemporaryFolder("kiem-auditor")
    let ledger = folder.path("ledger")
    try Child.run(["new", ledger])
    for part in ["log", "index"] {
      try FileManager.default.removeItem(atPath: "\(ledger)/\(part)/lock.mdb")
    }
    try Auditor.expectReading(ledger, asUser: Self.nobody)
    try Auditor.expectNoWriting(ledger, asUser: Self.nobody)
  }
}

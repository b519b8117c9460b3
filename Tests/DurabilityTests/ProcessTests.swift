import EventLog
import Foundation
import LMDB
import LedgerModel
import TestSupport
import Testing

/// Several processes on one ledger.
@Suite("Durability: processes", .serialized)
struct ProcessTests {
  @Test("readers and appenders side by side")
  func sideBySide() throws {
    let folder = try FastFolder()
    let path = try folder.ledger()
    let appenders = try (1...3).map { try Child(["single", path, "\($0)", "150"]) }
    let bulk = try Child(["bulk", path, "4", "500"])
    let readers = try (0..<2).map { _ in try Child(["scan", path, "60"]) }
    var promised: [Int: String] = [:]
    for child in appenders {
      let (lines, status) = try child.rest()
      #expect(status == 0)
      for line in lines where line != "OPEN" {
        let words = line.split(separator: " ").map(String.init)
        guard words.count == 3, let position = Int(words[0]) else {
          Issue.record("\(line)")
          continue
        }
        #expect(promised.updateValue(words[1], forKey: position) == nil, "promised twice: \(line)")
      }
    }
    for child in readers + [bulk] {
      let (lines, status) = try child.rest()
      #expect(status == 0)
      #expect(!lines.contains { $0.hasPrefix("WRONG") || $0.hasPrefix("FAILED") }, "\(lines)")
    }
    #expect(promised.count == 450)
    let report = try EventLog.verify(at: path, level: .index)
    #expect(report.problems.isEmpty, "\(report.problems)")
    #expect(report.eventCount == 2 + 450 + 2_000)
    let log = try EventLog.open(at: path, isReadOnly: true)
    try log.read { snapshot in
      for (position, id) in promised {
        let stored = try snapshot.event(at: Position(UInt64(position)))
        #expect(stored?.event.id == id)
      }
    }
    print("processes: 4 appenders and 2 readers, \(report.eventCount) events")
  }

  @Test("a writer killed inside its transaction leaves nothing and blocks nobody")
  func killedWriter() throws {
    let folder = try FastFolder()
    let path = try folder.ledger()
    for round in 0..<5 {
      let holder = try Child(["hold", path])
      try holder.wait(for: "HOLDING")
      // Waits for the lock when its holder dies.
      let next = try Child(["single", path, "\(round)", "3"])
      try next.wait(for: "OPEN")
      holder.kill()
      let (lines, status) = try next.rest()
      #expect(status == 0 && lines.count == 3, "\(lines)")
      try holder.rest()
    }
    let report = try EventLog.verify(at: path, level: .index)
    #expect(report.problems.isEmpty, "\(report.problems)")
    #expect(report.eventCount == 2 + 15)
    print("killed writers: 5, each inside a transaction")
  }

  @Test("a reader killed inside its transaction is cleared by the next process that opens")
  func staleReaders() throws {
    let folder = try FastFolder()
    let path = try folder.ledger()
    let environment = try Environment.open(at: path + "/log")
    for opensAgain in [false, true] {
      let holder = try Child(["read", path])
      try holder.wait(for: "HOLDING")
      #expect(try environment.clearStaleReaders() == 0, "it lives")
      holder.kill()
      try holder.rest()
      if opensAgain { try Child.run(["scan", path, "1"]) }
      #expect(try environment.clearStaleReaders() == (opensAgain ? 0 : 1))
    }
  }

  @Test("a ledger on a network file system is refused by name")
  func networkFileSystem() throws {
    let folder = try FastFolder()
    let path = try folder.ledger()
    for (magic, name) in [("0x6969", "NFS"), ("0xFF534D42", "CIFS"), ("0x01021997", "9P")] {
      let faked = try Shim.environment(below: path, fileSystem: magic)
      for command in [["status"], ["verify"]] {
        let result = try Kiem.run(["--ledger", path] + command, environment: faked)
        #expect(result.status == 3, "\(result.output)")
        #expect(result.messages.contains("lies on \(name), a network file system"))
        #expect(result.messages.contains("local disk"))
      }
    }
    let local = try Shim.environment(below: path, fileSystem: "0xEF53")
    #expect(try Kiem.run(["--ledger", path, "status"], environment: local).status == 0)
  }

  /// The figure is reported, not judged: it depends on the disk.
  @Test("single appends go on while another process imports")
  func singleAppendsDuringAnImport() throws {
    let folder = try TemporaryFolder("kiem-fair")
    let path = folder.path("ledger")
    try Child.run(["new", path])
    let bulk = try Child(["bulk", path, "0", "4096"])
    defer { bulk.kill() }
    try bulk.wait(for: "BATCH")
    let count = Amount.of("KIEM_SINGLE_APPENDS", ci: 60)
    let (lines, status) = try Child(["single", path, "1", "\(count)"]).rest()
    #expect(status == 0)
    #expect(bulk.isRunning, "the import goes on all the while")
    let durations = lines.compactMap { $0.split(separator: " ").last.flatMap { Int($0) } }.sorted()
    #expect(durations.count == count)
    guard let worst = durations.last else { return }
    print(
      "single appends during an import: \(count), median \(durations[count / 2]) µs, "
        + "p99 \(durations[count * 99 / 100]) µs, worst \(worst) µs")
  }
}

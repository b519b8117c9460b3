import Demo
import EventLog
import Kiem
import LedgerModel
import TestSupport
import Testing

@Suite("Demo: played into a ledger")
struct PlayedLedgerTests {
  /// Same arguments, same records, positions and root; the ledger verifies.
  @Test func givesTheSameRootTwice() throws {
    let folder = try TemporaryFolder("demo")
    let options = DemoOptions(eventCount: 30_000)
    let roots = try ["a", "b"].map { name in
      _ = try DemoPlayer.play(options, at: folder.path(name))
      let report = try EventLog.verify(at: folder.path(name), level: .index)
      #expect(report.isSound)
      #expect(report.eventCount == 30_000)
      return try Ledger.open(at: folder.path(name), access: .readOnly).status().root
    }
    #expect(roots[0] == roots[1])
  }

  @Test func refusesAFolderInUse() throws {
    let folder = try TemporaryFolder("demo")
    let options = DemoOptions(eventCount: 10)
    _ = try DemoPlayer.play(options, at: folder.path("a"))
    #expect(throws: LedgerError.self) { try DemoPlayer.play(options, at: folder.path("a")) }
  }
}

import Foundation
import Kiem
import LMDB
import Projections
import TestSupport
import Testing

/// Stored rows from outside: rebuilt, compared, resumed, rolled back, scheduled.
@Suite("Command line: stored rows")
struct RebuildTests {
  /// A ledger of its own: these tests write beside the log.
  private func ledger() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    let shared = try SmallCampaign.shared.get()
    for part in ["log", "index", "projections", "vault", "keys"] {
      let target = folder.url.appendingPathComponent("ledger/\(part)")
      try FileManager.default.createDirectory(
        at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
      try FileManager.default.copyItem(
        at: shared.url.appendingPathComponent("ledger/\(part)"), to: target)
    }
    return folder
  }

  private func json(_ result: Program.Result) throws -> [String: Any] {
    let object = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
    return try #require(object as? [String: Any])
  }

  @Test("a rebuild stores rows, agrees with itself, and answers stay the same")
  func rebuild() throws {
    let folder = try ledger()
    let question = ["query", "units | select unit, name, level, at, backdated", "--format", "csv"]
    let before = try Program.run(question, in: folder)
    #expect(before.status == 0, "\(before.messages)")
    let first = try Program.run(["rebuild", "--format", "json"], in: folder)
    #expect(first.status == 0, "\(first.messages)")
    #expect(try json(first)["generation"] as? Int == 1)
    let second = try json(Program.run(["rebuild", "--format", "json"], in: folder))
    let sources = try #require(second["sources"] as? [[String: Any]])
    #expect(sources.count > 30 && sources.allSatisfy { $0["agrees"] as? Bool == true })
    #expect(second["sound"] as? Bool == true)
    #expect(try Program.run(question, in: folder).output == before.output)
    let status = try json(Program.run(["status", "--format", "json"], in: folder))
    #expect(status["generation"] as? Int == 2 && status["rows_lag"] as? Int == 0)
    #expect((status["last_rebuild"] as? String)?.contains("\"generation\":2") == true)
  }

  @Test("projections tells generation, version and digest of every source, and whether they agree")
  func projectionsSource() throws {
    let folder = try ledger()
    let question = [
      "query", "projections | select name, generation, version, digest, agrees, rows",
    ]
    func rows() throws -> [[String: Any]] {
      let result = try Program.run(question + ["--format", "ndjson"], in: folder)
      #expect(result.status == 0, "\(result.messages)")
      return try result.output.split(separator: "\n").map {
        try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
      }
    }
    let unstored = try rows()
    #expect(unstored.allSatisfy { $0["generation"] as? Int == 0 && $0["agrees"] is NSNull })
    let first = try json(Program.run(["rebuild", "--format", "json"], in: folder))
    #expect(try rows().allSatisfy { $0["generation"] as? Int == 1 && $0["agrees"] is NSNull })
    #expect(try Program.run(["rebuild"], in: folder).status == 0)
    let stored = try rows()
    #expect(stored.allSatisfy { $0["generation"] as? Int == 2 && $0["agrees"] as? Bool == true })
    // What the rebuild says of a source, and what was folded in memory, is what a question finds.
    func digests(_ list: [[String: Any]], _ name: String) -> [String: String] {
      Dictionary(
        list.map { ($0[name] as? String ?? "", $0["digest"] as? String ?? "") },
        uniquingKeysWith: { $1 })
    }
    let told = digests(try #require(first["sources"] as? [[String: Any]]), "source")
    #expect(digests(stored, "name") == digests(unstored, "name"))
    #expect(digests(stored, "name").allSatisfy { $0.value.count == 64 && told[$0.key] == $0.value })
  }

  @Test("the generation before can be made live again, and old ones go")
  func rollback() throws {
    let folder = try ledger()
    #expect(try Program.run(["rebuild", "--rollback"], in: folder).status == 3)
    for _ in 1...3 { #expect(try Program.run(["rebuild"], in: folder).status == 0) }
    let names = try FileManager.default.contentsOfDirectory(
      atPath: folder.path("ledger/projections"))
    #expect(names.compactMap { Int($0) }.sorted() == [2, 3])
    let back = try Program.run(["rebuild", "--rollback"], in: folder)
    #expect(back.output == "generation 2 is live\n")
    #expect(
      try json(Program.run(["status", "--format", "json"], in: folder))["generation"]
        as? Int == 2)
  }

  @Test("a source alone is only compared; an unknown one is named")
  func sources() throws {
    let folder = try ledger()
    #expect(try Program.run(["rebuild"], in: folder).status == 0)
    let one = try json(
      Program.run(["rebuild", "--source", "campaigns", "--format", "json"], in: folder))
    #expect(one["generation"] is NSNull)
    #expect((one["sources"] as? [[String: Any]])?.first?["agrees"] as? Bool == true)
    let unknown = try Program.run(["rebuild", "--source", "nonsense"], in: folder)
    #expect(unknown.status == 2 && unknown.messages.contains("nonsense"))
    #expect(try Program.run(["rebuild", "--resume"], in: folder).status == 2)
  }

  @Test("a run that was stopped is taken up again, or swept away")
  func resume() throws {
    let folder = try ledger()
    let place = folder.path("ledger/projections")
    func stop() throws {
      let ledger = try Ledger.open(at: folder.path("ledger"), access: .readOnly)
      #expect(throws: (any Error).self) { try ledger.rebuild { _, _ in false } }
    }
    try stop()
    #expect(FileManager.default.fileExists(atPath: place + "/1/unfinished"))
    #expect(!FileManager.default.fileExists(atPath: place + "/live"))
    let resumed = try Program.run(["rebuild", "--resume", "--format", "json"], in: folder)
    #expect(resumed.status == 0, "\(resumed.messages)")
    #expect(try json(resumed)["generation"] as? Int == 1)
    try stop()
    // As a program before left it: of another form, so it is not gone on with.
    try ProjectionArchive(at: place + "/2", isReadOnly: false).finish()
    let refused = try Program.run(["rebuild", "--resume"], in: folder)
    #expect(refused.status == 2 && refused.messages.contains("this program can go on with"))
    #expect(
      try json(Program.run(["rebuild", "--format", "json"], in: folder))["sound"] as? Bool == true)
    let names = try FileManager.default.contentsOfDirectory(atPath: place)
    #expect(!names.contains { FileManager.default.fileExists(atPath: "\(place)/\($0)/unfinished") })
  }

  @Test("a limit of memory is named, the live rows stay, and the run goes on with more")
  func memoryLimit() throws {
    let folder = try ledger()
    #expect(try Program.run(["rebuild"], in: folder).status == 0)
    let starved = try Program.run(["rebuild", "--memory", "2M"], in: folder)
    #expect(starved.status == 3)
    #expect(starved.messages.contains("more than 2 MiB in memory at #1"), "\(starved.messages)")
    #expect(starved.messages.contains("--resume"))
    #expect(
      try json(Program.run(["status", "--format", "json"], in: folder))["generation"] as? Int == 1)
    let resumed = try Program.run(
      ["rebuild", "--resume", "--memory", "2G", "--format", "json"], in: folder)
    #expect(resumed.status == 0, "\(resumed.messages)")
    #expect(try json(resumed)["generation"] as? Int == 2)
    #expect(try Program.run(["rebuild", "--memory", "lots"], in: folder).status == 2)
  }

  @Test("only one process writes rows")
  func busy() throws {
    let folder = try ledger()
    let lock = try FileLock(tryAt: folder.path("ledger/projections/folder.lock"))
    #expect(lock != nil)
    #expect(try Program.run(["rebuild"], in: folder).status == 4)
    #expect(try Program.run(["rebuild", "--rollback"], in: folder).status == 4)
    withExtendedLifetime(lock) {}
  }

  @Test("rows of another generation than the log gives are drift")
  func drift() throws {
    let folder = try ledger()
    #expect(try Program.run(["rebuild"], in: folder).status == 0)
    let data = folder.path("ledger/projections/1/data.mdb")
    var bytes = try Data(contentsOf: URL(filePath: data))
    // The title of the campaign in every place where rows keep it.
    let wanted = Data("Học tập Nghị quyết".utf8)
    var start = bytes.startIndex
    var changed = 0
    while let found = bytes.range(of: wanted, in: start..<bytes.endIndex) {
      bytes[found.lowerBound] = UInt8(ascii: "#")
      start = found.upperBound
      changed += 1
    }
    #expect(changed > 0)
    try bytes.write(to: URL(filePath: data))
    let result = try Program.run(["rebuild"], in: folder)
    #expect(result.status == 1)
    #expect(result.lines.contains { $0.hasPrefix("drift: campaigns") }, "\(result.output)")
    // The new rows are live: the next run finds nothing.
    #expect(try Program.run(["rebuild"], in: folder).status == 0)
  }

  @Test("schedules name the program, the ledger and the time")
  func schedule() throws {
    let folder = try TemporaryFolder("50% 'x'")
    let cron = try Program.run(["schedule", "--format", "cron", "--at", "04:05"], in: folder)
    #expect(cron.status == 0)
    #expect(cron.output.hasPrefix("5 4 * * * '"))
    #expect(cron.output.contains("50\\% '\\''x'\\''"))
    let units = try Program.run(["schedule", "--every", "week"], in: folder)
    #expect(units.lines.contains("OnCalendar=Mon *-*-* 02:30:00"))
    #expect(units.output.contains("50%% 'x'"))
    #expect(try Program.run(["schedule", "--at", "25:00"], in: folder).status == 2)
  }
}

import Foundation
import LMDB
import TestSupport
import Testing

/// Erasing, backing up, restoring, dumping, loading and compacting, as their users run them.
@Suite("Command line: keeping and forgetting")
struct KeepingTests {
  private static let official = [
    "record", "office.assumed", "office=o-lak", "person=lan@example.vn", "position=chair",
    "on=2021-07-01", "name=Nguyễn Thị Lan", "--unit", "lak", "--id", "office-lak",
  ]

  /// Saved questions of the audit and a few of the campaign; the answer to each is compared.
  private static let questions = [
    "units | sort unit | select unit, level, name",
    "obligations | sort obligation | select unit, status, cutoff, lateness",
    "reports | sort report | select report, version, state",
    "events | sort seq | select seq, kind, at",
  ]

  private func ledger() throws -> TemporaryFolder {
    let folder = try SmallCampaign.folder()
    let result = try Program.run(Self.official, in: folder)
    try #require(result.status == 0, "\(result.messages)")
    return folder
  }

  private func answers(_ ledger: String, in folder: TemporaryFolder, asOf: String? = nil) throws
    -> [String]
  {
    try Self.questions.map { question in
      var arguments = ["--ledger", ledger, "query", question, "--format", "csv"]
      arguments += asOf.map { ["--as-of", $0] } ?? ["--now", "2021-08-06T00:00"]
      let result = try Program.run(arguments, in: folder)
      #expect(result.status == 0, "\(result.messages)")
      return result.output
    }
  }

  private func object(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  private func pseudonym(in folder: TemporaryFolder) throws -> String {
    let result = try Program.run(
      ["query", "offices | select person", "--format", "csv"], in: folder)
    return try #require(result.lines.last)
  }

  @Test("erase: asks, forgets, records, and says so the second time")
  func erase() throws {
    let folder = try ledger()
    let person = try pseudonym(in: folder)
    let silent = try Program.run(
      ["erase", "lan@example.vn", "--request", "12/CV"], in: folder)
    #expect(silent.status == 2)
    #expect(silent.messages.contains("--yes"))
    let held = ["query", "personal | select field, held, erased_at", "--format", "csv"]
    #expect(try Program.run(held, in: folder).output.contains("name,true,"))
    let erased = try Program.run(
      ["erase", "lan@example.vn", "--request", "12/CV", "--yes", "--format", "json"], in: folder)
    #expect(erased.status == 0, "\(erased.messages)")
    let report = try object(erased.output)
    #expect(report["person"] as? String == person)
    #expect(report["fields"] as? [String] == ["account", "name"])
    #expect(report["keys_destroyed"] as? Int == 1)
    #expect(try Program.run(held, in: folder).output.contains("name,false,"))
    let again = try Program.run(["erase", person, "--request", "12/CV", "--yes"], in: folder)
    #expect(again.status == 0)
    #expect(again.output.contains("was erased before (#"))
    let unknown = try Program.run(
      ["erase", "lan@example.vn", "--request", "12/CV", "--yes"], in: folder)
    #expect(unknown.status == 2)
    #expect(!unknown.messages.contains("lan@"), "no account in an error")
    #expect(try Program.run(["verify"], in: folder).status == 0)
  }

  @Test("erase: an account with its issuer; busy while a backup copies names")
  func eraseByIssuer() throws {
    let folder = try ledger()
    let event = """
      {"specversion":"1.0","id":"x1","source":"s","type":"vn.congdoan.study.selfstudy.completed.v1",\
      "time":"2021-08-01T00:00:00Z","campaign":"c1","orgunit":"lak","data":{"person":\
      {"issuer":"zalo","id":"84:99"},"content":"C1","method":"declared"}}

      """
    try event.write(toFile: folder.path("a.ndjson"), atomically: true, encoding: .utf8)
    let imported = try Program.run(["import", "a.ndjson"], in: folder)
    #expect(imported.status == 0, "\(imported.messages)")
    let command = ["erase", "zalo:84:99", "--request", "r", "--yes"]
    #expect(try statusWhileCopying(command, in: folder) == 4)
    let erased = try Program.run(command, in: folder)
    #expect(erased.status == 0, "\(erased.messages)")
  }

  /// The exit status of a command while somebody holds the lock of the vault's names; it is free
  /// again when this returns.
  private func statusWhileCopying(
    _ command: [String], in folder: TemporaryFolder
  ) throws -> Int32 {
    let lock = try #require(try FileLock(tryAt: folder.path("ledger/vault/erasure.lock")))
    return try withExtendedLifetime(lock) { try Program.run(command, in: folder).status }
  }

  @Test("backup, restore: same root, same answers; a cut equals what was known then")
  func backupAndRestore() throws {
    let folder = try ledger()
    let made = try Program.run(["backup", "safe", "--format", "json"], in: folder)
    #expect(made.status == 0, "\(made.messages)")
    let report = try object(made.output)
    let position = try #require(report["position"] as? Int)
    #expect(report["copied"] as? Int == position)
    #expect(report["person_keys"] as? Bool == false)
    let again = try object(
      try Program.run(["backup", "safe", "--format", "json"], in: folder).output)
    #expect(again["copied"] as? Int == 0)
    let restored = try Program.run(["restore", "safe", "again", "--format", "json"], in: folder)
    #expect(restored.status == 0, "\(restored.messages)")
    #expect(restored.messages.contains("Names are not available"))
    #expect(try object(restored.output)["root"] as? String == report["root"] as? String)
    let expected = try answers("ledger", in: folder)
    #expect(try answers("again", in: folder) == expected)
    #expect(try answers("safe", in: folder) == expected, "a backup answers questions")
    #expect(try Program.run(["--ledger", "again", "verify"], in: folder).status == 0)
    let recorded = try Program.run(["--ledger", "safe"] + SmallCampaign.report, in: folder)
    #expect(recorded.status == 3)
    #expect(recorded.messages.contains("kiem restore"))
    for count in [position - 1, position / 2] {
      let cut = "cut-\(count)"
      #expect(
        try Program.run(["restore", "safe", cut, "--to", "#\(count)"], in: folder).status == 0)
      #expect(
        try answers(cut, in: folder, asOf: "#\(count)")
          == answers("ledger", in: folder, asOf: "#\(count)"))
    }
  }

  @Test("backup, restore: wrong arguments and folders")
  func wrongFolders() throws {
    let folder = try ledger()
    let cases: [([String], Int32, String)] = [
      (["restore", "ledger", "x"], 2, "is not a backup"),
      (["restore", "nothing", "x"], 2, "is not a backup"),
      (["backup", "ledger"], 3, "holds other files"),
      (["restore", "safe", "ledger"], 3, "there is a ledger"),
      (["restore", "safe", "x", "--to", "yesterday"], 2, "--to"),
      (["restore", "safe", "x", "--to", "99999"], 2, "before #99999"),
      (["load", "none.ndjson", "--ledger", "x"], 2, "none.ndjson"),
      (["load", "plan.yaml", "--ledger", "x"], 2, "plan.yaml:1"),
    ]
    #expect(try Program.run(["backup", "safe"], in: folder).status == 0)
    for (arguments, status, words) in cases {
      let result = try Program.run(arguments, in: folder)
      #expect(result.status == status, "\(arguments): \(result.messages)")
      #expect(result.messages.contains(words), "\(arguments): \(result.messages)")
      #expect(result.output.isEmpty)
    }
    let lock = try #require(try FileLock(tryAt: folder.path("safe/backup.lock")))
    let busy = try withExtendedLifetime(lock) { try Program.run(["backup", "safe"], in: folder) }
    #expect(busy.status == 4)
  }

  @Test("dump, load: same root and answers, by file and by pipe")
  func dumpAndLoad() throws {
    let folder = try ledger()
    let dumped = try Program.run(["dump", "all.ndjson", "--format", "json"], in: folder)
    #expect(dumped.status == 0, "\(dumped.messages)")
    let root = try object(dumped.output)["root"] as? String
    let loaded = try Program.run(
      ["load", "all.ndjson", "--ledger", "loaded", "--format", "json"], in: folder)
    #expect(loaded.status == 0, "\(loaded.messages)")
    #expect(try object(loaded.output)["root"] as? String == root)
    let piped = try Program.shell("\"$kiem\" dump | \"$kiem\" --ledger piped load", in: folder)
    #expect(piped.status == 0, "\(piped.messages)")
    let expected = try answers("ledger", in: folder)
    #expect(try answers("loaded", in: folder) == expected)
    #expect(try answers("piped", in: folder) == expected)
    let twice = try Program.run(["load", "all.ndjson", "--ledger", "loaded"], in: folder)
    #expect(twice.status == 3)
    #expect(twice.messages.contains("there is a ledger"))
  }

  @Test("compact: sizes, and busy while somebody has the ledger open")
  func compact() throws {
    let folder = try ledger()
    let before = try answers("ledger", in: folder)
    let compacted = try Program.run(["compact", "--format", "json"], in: folder)
    #expect(compacted.status == 0, "\(compacted.messages)")
    let parts =
      try JSONSerialization.jsonObject(with: Data(compacted.output.utf8)) as? [[String: Any]]
    #expect(parts?.compactMap { $0["part"] as? String }.prefix(3) == ["log", "index", "vault"])
    #expect(try answers("ledger", in: folder) == before)
    let environment = try Environment.open(
      at: folder.path("ledger/vault"), options: EnvironmentOptions(isReadOnly: true))
    try withExtendedLifetime(environment) {
      let busy = try Program.run(["compact"], in: folder)
      #expect(busy.status == 4)
      #expect(busy.messages.contains("vault of ledger is open"))
    }
  }
}

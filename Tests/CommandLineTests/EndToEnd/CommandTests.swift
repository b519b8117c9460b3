import Foundation
import TestSupport
import Testing

@Suite("Command line: commands")
struct CommandTests {
  @Test("the ledger: option before or after, variable, else ./ledger")
  func ledgerLocation() throws {
    let folder = try SmallCampaign.shared.get()
    let other = try TemporaryFolder()
    let path = folder.path("ledger")
    for arguments in [
      ["--ledger", path, "status"], ["status", "--ledger", path], ["--ledger=\(path)", "status"],
    ] {
      #expect(try Program.run(arguments, in: other).status == 0, "\(arguments)")
    }
    let named = try Program.run(["status"], in: other, environment: ["KIEM_LEDGER": path])
    #expect(named.status == 0)
    let both = try Program.run(
      ["--ledger", other.path, "status"], in: folder, environment: ["KIEM_LEDGER": path])
    #expect(both.status == 3, "the option wins")
    #expect(try Program.run(["status"], in: folder).status == 0)
  }

  @Test("status as JSON has position and root")
  func status() throws {
    let result = try SmallCampaign.run("status", "--format", "json")
    let json = try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any]
    #expect((json?["position"] as? Int ?? 0) > 5)
    let root = try #require(json?["root"] as? String)
    #expect(root.count == 64 && root.allSatisfy(\.isHexDigit))
    #expect(json?["mark"] as? String == "live")
    #expect(json?["campaigns"] as? [String] == ["c1"])
    let sizes = try #require(json?["sizes"] as? [String: Int])
    #expect(try sizes["log"] == diskUsage("log"))
    #expect(try sizes["vault"] == diskUsage("vault"))
    #expect(json?["readers"] as? Int == 0)
    #expect((json?["index_position"] as? Int ?? .max) <= (json?["position"] as? Int ?? 0))
  }

  /// What the system says that the files of a part take on disk.
  private func diskUsage(_ part: String) throws -> Int? {
    let folder = try SmallCampaign.shared.get().path("ledger/\(part)")
    let names = try FileManager.default.subpathsOfDirectory(atPath: folder)
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/stat")
    process.arguments = ["--format", "%b %B"] + names.map { folder + "/" + $0 }
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return text.split(separator: "\n").map { line in
      line.split(separator: " ").compactMap { Int($0) }.reduce(1, *)
    }.reduce(0, +)
  }

  @Test("a plan is recorded once, and says what it binds")
  func planTwice() throws {
    let folder = try TemporaryFolder()
    try SmallCampaign.plan.write(
      toFile: folder.path("plan.yaml"), atomically: true, encoding: .utf8)
    let trial = try Program.run(["new", "--plan", "plan.yaml", "--dry-run"], in: folder)
    #expect(trial.status == 0)
    #expect(!FileManager.default.fileExists(atPath: folder.path("ledger")))
    let first = try Program.run(["new", "--plan", "plan.yaml"], in: folder)
    #expect(first.status == 0, "\(first.messages)")
    #expect(first.output.contains("campaign c1: 4 units, 1 document, 1 duty"))
    #expect(first.output.contains("R: 3 holders"))
    let root = try Program.run(["status", "--format", "json"], in: folder).output
    let again = try Program.run(["new", "--plan", "plan.yaml"], in: folder)
    #expect(again.status == 0)
    #expect(again.messages.contains("0 events recorded"))
    #expect(
      rootOf(try Program.run(["status", "--format", "json"], in: folder).output) == rootOf(root))
  }

  private func rootOf(_ status: String) -> String? {
    let json = try? JSONSerialization.jsonObject(with: Data(status.utf8)) as? [String: Any]
    return json?["root"] as? String
  }

  @Test("a play too short for its questions says so")
  func shortDemo() throws {
    let result = try Program.run(["demo", "--events", "500"], in: TemporaryFolder())
    #expect(result.status == 0, "\(result.messages)")
    #expect(result.messages.contains("leave out --events"))
  }

  @Test("recording the same event again adds nothing and says so")
  func recordTwice() throws {
    let folder = try SmallCampaign.folder()
    let again = try Program.run(SmallCampaign.report, in: folder)
    #expect(again.status == 0)
    #expect(again.messages.contains("is there already; nothing was added"))
    let first = try Program.run(
      ["query", "reports | select seq", "--format", "csv", "-q"], in: folder)
    #expect("#\(first.lines.last ?? "")\n" == again.output)
    let conflict = try Program.run(
      SmallCampaign.report.map { $0 == "to_unit=tinh" ? "to_unit=ea-sup" : $0 }, in: folder)
    #expect(conflict.status == 2)
    #expect(conflict.messages.contains("taken by another event"))
  }

  @Test("a record builds on a position, and is refused with the one that broke it")
  func recordUnlessChanged() throws {
    let folder = try SmallCampaign.folder()
    let receipt = [
      "record", "report.received", "report=bc-lak", "version=1", "--time", "04/8/2021 16:00",
      "--if-unchanged-since",
    ]
    let filed = try Program.run(SmallCampaign.report, in: folder).lines[0]
    let first = try Program.run(receipt + [filed, "--id", "in-1"], in: folder)
    #expect(first.status == 0, "\(first.messages)")
    let second = try Program.run(receipt + [filed, "--id", "in-2"], in: folder)
    #expect(second.status == 1)
    #expect(second.output.isEmpty)
    #expect(second.messages.contains("(see \(first.lines[0]))"), "\(second.messages)")
    #expect(second.messages.contains("changed_since"))
    let other = try Program.run(
      receipt + [filed, "--of-kind", "report.submitted", "--id", "in-3"], in: folder)
    #expect(other.status == 0, "\(other.messages)")
    let alone = try Program.run(
      Array(receipt.dropLast()) + ["--of-kind", "report.submitted"], in: folder)
    #expect(alone.status == 2)
    #expect(alone.messages.contains("--if-unchanged-since"))
  }

  @Test("a trial prints the event and records nothing, without any ledger")
  func dryRun() throws {
    let result = try Program.run(
      SmallCampaign.report + ["--dry-run", "--campaign", "c1"], in: TemporaryFolder())
    #expect(result.status == 0, "\(result.messages)")
    let event = try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any]
    #expect(event?["type"] as? String == "vn.congdoan.report.submitted.v1")
    #expect(event?["time"] as? String == "2021-08-04T15:00:00+07:00")
    #expect(event?["orgunit"] as? String == "lak")
  }

  @Test("an import counts, and the same file again adds nothing")
  func importTwice() throws {
    let folder = try SmallCampaign.folder()
    let good = try Program.run(
      SmallCampaign.report.map { $0.replacing("lak", with: "ea-sup") }
        + ["--dry-run", "--campaign", "c1"], in: folder
    ).output
    try (good + "{\"specversion\":\"1.0\"}\n").write(
      toFile: folder.path("a.ndjson"), atomically: true, encoding: .utf8)
    func counts(_ arguments: [String]) throws -> [String: Int] {
      let result = try Program.run(
        ["import", "a.ndjson", "--format", "json"] + arguments, in: folder)
      #expect(result.status == 2, "a row was refused: \(result.messages)")
      #expect(result.messages.contains("a.ndjson:2: "))
      let json = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
      return (json as? [String: Any] ?? [:]).compactMapValues { $0 as? Int }
    }
    let trial = try counts(["--dry-run"])
    #expect(trial["accepted"] == 1 && trial["rejected"] == 1)
    let first = try counts(["--rejects", "bad.ndjson"])
    #expect(first["accepted"] == 1 && first["duplicates"] == 0 && first["rejected"] == 1)
    let second = try counts([])
    #expect(second["accepted"] == 0 && second["duplicates"] == 1 && second["rejected"] == 1)
    let attributes = try FileManager.default.attributesOfItem(atPath: folder.path("bad.ndjson"))
    #expect(attributes[.posixPermissions] as? Int == 0o600)
  }

  @Test("a saved query takes its parameters, and its help lists them")
  func savedQuery() throws {
    let folder = try SmallCampaign.folder()
    try """
    query silent "Who has not reported"
    param root : unit = "/" "Top of the tree"
    param least : int = 0 "Smallest number shown"
    units | under $root | summarize n = count() | where n >= $least
    """.write(toFile: folder.path("silent.kiem"), atomically: true, encoding: .utf8)
    func run(_ words: String...) throws -> Program.Result {
      try Program.run(["run", "silent.kiem", "--format", "csv", "-q"] + words, in: folder)
    }
    #expect(try run().output == "n\n4\n")
    #expect(try run("--root", "LĐLĐ huyện Lắk").output == "n\n1\n")
    #expect(try run("--root=LĐLĐ huyện Lắk", "--least", "2").output == "n\n")
    let unknown = try run("--rot", "x")
    #expect(unknown.status == 2)
    #expect(unknown.messages.contains("--root"), "\(unknown.messages)")
    let unread = try run("--least", "many")
    #expect(unread.status == 2)
    #expect(unread.messages.contains("many"))
    let help = try run("--help")
    #expect(help.status == 0)
    #expect(help.output.contains("Who has not reported"))
    #expect(help.output.contains("--root   unit  Top of the tree (default: \"/\")"))
    #expect(help.output.contains("--least  int   Smallest number shown (default: 0)"))
  }

  @Test("check compiles everything below a folder")
  func check() throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(
      atPath: folder.path("q/sub"), withIntermediateDirectories: true)
    try "units | select unit".write(
      toFile: folder.path("q/good.kiem"), atomically: true, encoding: .utf8)
    let good = try Program.run(["check", "q"], in: folder)
    #expect(good.status == 0)
    #expect(good.messages.contains("1 query, 0 errors"))
    try "units | slect unit".write(
      toFile: folder.path("q/sub/bad.kiem"), atomically: true, encoding: .utf8)
    let bad = try Program.run(["check", "q/"], in: folder)
    #expect(bad.status == 2)
    #expect(bad.messages.contains("q/sub/bad.kiem:1:9: error"))
    #expect(bad.messages.contains("2 queries, 1 error"))
  }

  @Test("types lists, describes and gives schemas")
  func types() throws {
    let list = try SmallCampaign.run("types")
    #expect(list.lines.count > 60)
    let one = try SmallCampaign.run("types", "vn.congdoan.report.submitted.v1")
    #expect(one.output.hasPrefix("vn.congdoan.report.submitted.v1\n"))
    for arguments in [["types", "--json-schema"], ["types", "report.submitted", "--json-schema"]] {
      let schema = try Program.run(arguments, in: SmallCampaign.shared.get())
      let json = try JSONSerialization.jsonObject(with: Data(schema.output.utf8))
      #expect((json as? [String: Any])?["$schema"] != nil)
    }
  }

  @Test("verification finds a changed byte", .serialized, arguments: ["text", "json"])
  func verify(format: String) throws {
    let folder = try SmallCampaign.folder()
    let path = folder.path("ledger/log/data.mdb")
    var data = try Data(contentsOf: URL(fileURLWithPath: path))
    let place = try #require(data.range(of: Data("bc-lak-1".utf8)))
    data[place.lowerBound] ^= 1
    try data.write(to: URL(fileURLWithPath: path))
    let result = try Program.run(["verify", "--format", format], in: folder)
    #expect(result.status == 1, "\(result.output) \(result.messages)")
    #expect(result.output.contains(format == "json" ? "\"sound\":false" : "damaged"))
  }

  @Test("completion scripts for three shells", arguments: ["bash", "zsh", "fish"])
  func completions(shell: String) throws {
    let result = try SmallCampaign.run("--generate-completion-script", shell)
    #expect(result.status == 0)
    #expect(result.output.contains("ndjson"))
    #expect(result.output.contains("report.submitted"))
  }
}

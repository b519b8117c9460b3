import Foundation
import TestSupport
import Testing

@Suite("Command line: evidence")
struct EvidenceTests {
  /// A ledger that was signed, grew by one report, and was signed again.
  private func signedTwice() throws -> TemporaryFolder {
    let folder = try SmallCampaign.folder()
    try run(["checkpoint", "--output", "held.checkpoint"], folder)
    try run(
      SmallCampaign.report.map { $0.replacing("lak", with: "ea-sup") }, folder)
    try run(["checkpoint", "--output", "newest.checkpoint"], folder)
    try FileManager.default.copyItem(
      atPath: folder.path("ledger/keys/signing.pub"), toPath: folder.path("signing.pub"))
    return folder
  }

  @discardableResult
  private func run(
    _ arguments: [String], _ folder: TemporaryFolder, status: Int32 = 0
  ) throws -> Program.Result {
    let result = try Program.run(arguments, in: folder)
    #expect(result.status == status, "\(arguments): \(result.output)\(result.messages)")
    return result
  }

  private func text(_ name: String, _ folder: TemporaryFolder) throws -> String {
    try String(contentsOfFile: folder.path(name), encoding: .utf8)
  }

  @Test("a checkpoint is printed, kept, written where asked, and recorded")
  func checkpoint() throws {
    let folder = try SmallCampaign.folder()
    let result = try run(["checkpoint", "--output", "a.checkpoint"], folder)
    let size = try #require(result.lines.dropFirst().first)
    #expect(result.lines.count == 4)
    #expect(result.lines[0].hasPrefix("kiem/"))
    #expect(try text("a.checkpoint", folder) == result.output)
    #expect(try text("ledger/checkpoints/\(size).checkpoint", folder) == result.output)
    #expect(result.messages.contains("recorded as #"))
    let listed = try run(
      ["query", "checkpoints | select position, signer", "--format", "csv", "-q"], folder)
    #expect(listed.output.contains("\(size),kiem/"), "\(listed.output)")
    let silent = try run(["checkpoint", "--no-record"], folder)
    #expect(!silent.messages.contains("recorded"))
    try run(["checkpoint", "--signer", "other"], folder, status: 2)
    try run(["checkpoint", "--output", "no/such/folder/x"], folder, status: 3)
  }

  @Test("every level says what it compared", arguments: 1...5)
  func levels(level: Int) throws {
    let folder = try signedTwice()
    let held = level == 5 ? ["--checkpoint", "held.checkpoint", "--key", "signing.pub"] : []
    let result = try run(["verify", "--level", "\(level)"] + held, folder)
    #expect(result.output.hasPrefix("sound at level \(level)"))
    #expect(result.lines.count == level + 1)
    #expect(result.output.contains("1 checkpoints: 2 kept"))
    if level >= 4 { #expect(result.output.contains("sources folded in one pass and in ")) }
    let json = try run(["verify", "--level", "\(level)", "--format", "json"] + held, folder)
    let report =
      try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
    #expect(report?["sound"] as? Bool == true)
    #expect(report?["level"] as? Int == level)
    let sources = try #require(report?["sources"] as? [[String: Any]])
    #expect(sources.isEmpty == (level < 4))
    if level >= 4 {
      #expect(sources.contains { $0["source"] as? String == "obligations" })
      #expect(sources.contains { $0["source"] as? String == "reports" })
    }
  }

  @Test("a checkpoint that the log contradicts is a finding, a file that is none an error")
  func heldCheckpoints() throws {
    let folder = try signedTwice()
    let other = try signedTwice()
    let foreign = other.path("held.checkpoint")
    let result = try run(["verify", "--checkpoint", foreign], folder, status: 1)
    #expect(result.output.contains("another log"))
    try run(["verify", "--level", "5"], folder, status: 2)
    try run(["verify", "--checkpoint", "signing.pub"], folder, status: 2)
    try run(["verify", "--checkpoint", "missing"], folder, status: 3)
    try run(
      ["verify", "--checkpoint", "held.checkpoint", "--key", "held.checkpoint"], folder, status: 2)
    let key = try run(
      ["verify", "--level", "1", "--key", other.path("ledger/keys/signing.pub")], folder,
      status: 1)
    #expect(key.output.contains("is not signed by the key"))
  }

  @Test("proofs are written, checked without the ledger, and refused when altered")
  func proofs() throws {
    let folder = try signedTwice()
    let size = try #require(
      try text("held.checkpoint", folder).split(separator: "\n").dropFirst().first)
    for form in ["json", "tlog-proof"] {
      let proof = try run(["prove", "#3", "--size", "\(size)", "--format", form], folder)
      try proof.output.write(toFile: folder.path("proof"), atomically: true, encoding: .utf8)
      let check = [
        "prove", "--check", folder.path("proof"), "--checkpoint", folder.path("held.checkpoint"),
        "--key", folder.path("signing.pub"),
      ]
      // Checked where there is no ledger.
      let good = try run(check, try TemporaryFolder())
      #expect(good.output.hasPrefix("holds: #3 is among the first \(size) events"))
      let wrong = form == "json" ? "\"leaf_index\":3" : "index 3\n"
      let right = form == "json" ? "\"leaf_index\":2" : "index 2\n"
      try proof.output.replacing(right, with: wrong).write(
        toFile: folder.path("proof"), atomically: true, encoding: .utf8)
      let bad = try run(check, try TemporaryFolder(), status: 1)
      #expect(bad.output.hasPrefix("does not hold"), "\(form)")
    }
    let growth = try run(["prove", "--from", "held.checkpoint", "--format", "json"], folder)
    try growth.output.write(toFile: folder.path("growth"), atomically: true, encoding: .utf8)
    try run(["prove", "--check", "growth", "--checkpoint", "held.checkpoint"], folder)
    try run(
      ["prove", "--check", "growth", "--checkpoint", "newest.checkpoint"], folder, status: 1)
    let text = try run(["prove", "--from", "held.checkpoint", "--to", "newest.checkpoint"], folder)
    #expect(text.output.contains("from       \(size) events"))
    try run(["prove", "--from", "newest.checkpoint", "--to", "held.checkpoint"], folder, status: 3)
    for wrong in [
      ["prove"], ["prove", "x"], ["prove", "0"], ["prove", "99999"], ["prove", "1", "--to", "x"],
      ["prove", "1", "--format", "tlog-proof"], ["prove", "--check", "signing.pub"],
    ] {
      try run(wrong, folder, status: 2)
    }
  }

  @Test("tiles are exported, continued, and refused elsewhere")
  func tiles() throws {
    let folder = try signedTwice()
    let first = try run(["export", "--tiles", "audit", "--at", "held.checkpoint"], folder)
    #expect(first.output == "audit\n")
    #expect(try text("audit/checkpoint", folder) == text("held.checkpoint", folder))
    let second = try run(["export", "--tiles", "audit"], folder)
    #expect(second.messages.contains(" before, "))
    #expect(FileManager.default.fileExists(atPath: folder.path("audit/tile/entries")))
    let before = try run(["status", "--format", "json"], folder).output
    try run(["export", "--tiles", "audit"], folder)
    #expect(try run(["status", "--format", "json"], folder).output == before, "no event")
    try run(["export", "--tiles", "ledger"], folder, status: 2)
    try run(["export"], folder, status: 2)
  }

  /// The article's own commands and programs, run as they stand there.
  @Test(
    "the article on evidence is right",
    .enabled(
      if: ["/usr/bin/python3", "/usr/bin/openssl"].allSatisfy(
        FileManager.default.isExecutableFile(atPath:))
        || !["", "0", "false"].contains(ProcessInfo.processInfo.environment["CI", default: ""]),
      "python3 or openssl is not there"))
  func article() throws {
    let folder = try signedTwice()
    let size = try #require(
      try text("held.checkpoint", folder).split(separator: "\n").dropFirst().first)
    let prepared = try Program.shell(
      """
      set -e
      "$kiem" export --tiles audit 2> messages
      "$kiem" prove 3 --size \(size) --format json > proof.json
      "$kiem" prove --from held.checkpoint --format json > growth.json
      """, in: folder)
    #expect(prepared.status == 0, "\(prepared.messages)")
    var commands: [String] = []
    for block in try blocks(of: "Sources/Kiem/Kiem.docc/Evidence.md") {
      if block.language == "sh" { commands.append(block.text) }
      guard block.language == "python", let name = fileName(of: block.text) else { continue }
      try block.text.write(toFile: folder.path(name), atomically: true, encoding: .utf8)
    }
    #expect(commands.count == 4)
    let good = try Program.shell("set -e\n" + commands.joined(separator: "\n"), in: folder)
    #expect(good.status == 0, "\(good.output)\(good.messages)")
    #expect(good.output.contains("Signature Verified Successfully"))
    #expect(good.output.contains("\(size) events: the root is the signed one"))
    #expect(good.output.hasSuffix("holds\nholds\n"))
    try refuses(commands, "held.checkpoint", "\n\(size)\n", "\n\(size.dropLast())\n", folder)
    try refuses(commands, "proof.json", "\"leaf_index\":2", "\"leaf_index\":4", folder)
  }

  /// Each of the article's commands that reads the altered file ends with a failure.
  private func refuses(
    _ commands: [String], _ file: String, _ right: String, _ wrong: String,
    _ folder: TemporaryFolder
  ) throws {
    let content = try text(file, folder)
    #expect(content.contains(right))
    try content.replacing(right, with: wrong).write(
      toFile: folder.path(file), atomically: true, encoding: .utf8)
    for command in commands where command.contains(file) {
      let result = try Program.shell("set -e\n" + command, in: folder)
      #expect(result.status != 0, "\(command): \(result.output)")
    }
    try content.write(toFile: folder.path(file), atomically: true, encoding: .utf8)
  }

  private func blocks(of path: String) throws -> [(language: String, text: String)] {
    var blocks: [(language: String, text: String)] = []
    let parts = try ProjectFiles.text(path).components(separatedBy: "\n```")
    for part in parts.enumerated() where part.offset % 2 == 1 {
      let lines = part.element.split(
        separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
      blocks.append((String(lines[0]), lines.count > 1 ? lines[1] + "\n" : ""))
    }
    return blocks
  }

  /// `# name.py: what it is` in the first line of a program.
  private func fileName(of program: String) -> String? {
    guard program.hasPrefix("# "), let end = program.range(of: ".py:") else { return nil }
    return program[program.index(program.startIndex, offsetBy: 2)..<end.lowerBound] + ".py"
  }
}

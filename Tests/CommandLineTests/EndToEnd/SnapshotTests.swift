import Foundation
import TestSupport
import Testing

/// `kiem snapshot`: a state as text, the same however the rows were made.
@Suite("Command line: snapshots")
struct SnapshotTests {
  private func record(_ words: [String], _ folder: TemporaryFolder) throws {
    let result = try Program.run(["record"] + words, in: folder)
    try #require(result.status == 0, "\(result.messages)")
  }

  private func snapshot(_ arguments: [String], _ folder: TemporaryFolder) throws -> Program.Result {
    try Program.run(
      ["snapshot"] + arguments + ["--now", "2021-08-06T00:00"], in: folder)
  }

  @Test("the same text before and after a rebuild, a dump and a load")
  func independence() throws {
    let folder = try SmallCampaign.folder()
    #expect(try snapshot(["a"], folder).status == 0)
    try #require(try Program.run(["rebuild"], in: folder).status == 0)
    #expect(try snapshot(["b"], folder).status == 0)
    try #require(try Program.run(["dump", "x.ndjson"], in: folder).status == 0)
    let loaded = try Program.run(["load", "x.ndjson", "--ledger", "other"], in: folder)
    try #require(loaded.status == 0, "\(loaded.messages)")
    #expect(try snapshot(["c", "--ledger", "other", "--unsigned"], folder).status == 0)
    for other in ["b", "c"] {
      let same = try Program.run(["snapshot", "diff", "a", other], in: folder)
      #expect(same.status == 0 && same.output.isEmpty, "\(same.output)\(same.messages)")
      let files = try Program.shell("diff -rq --exclude=manifest a \(other)", in: folder)
      #expect(files.status == 0, "\(files.output)")
    }
    let manifest = try String(contentsOfFile: folder.path("a/manifest"), encoding: .utf8)
    #expect(manifest.contains("\n\n\u{2014} "), "signed")
    let unsigned = try String(contentsOfFile: folder.path("c/manifest"), encoding: .utf8)
    #expect(manifest.hasPrefix(unsigned))
  }

  @Test("two states compared: rows added, removed, changed")
  func difference() throws {
    let folder = try SmallCampaign.folder()
    try #require(try snapshot(["a"], folder).status == 0)
    try record(
      ["report.returned", "report=bc-lak", "version=1", "reason=thiếu", "--unit", "tinh"], folder)
    try record(
      [
        "report.submitted", "report=bc-sup", "version=1", "to_unit=tinh", "--unit", "ea-sup",
        "--id", "bc-sup-1",
      ], folder)
    try #require(try snapshot(["b"], folder).status == 0)
    let found = try Program.run(["snapshot", "diff", "a", "b"], in: folder)
    #expect(found.status == 1)
    #expect(found.output.contains("reports: 1 added, 0 removed, 1 changed"), "\(found.output)")
    #expect(found.output.contains(#"+ {"report":"bc-sup","stands":true,"#), "\(found.output)")
    let head = try String(contentsOfFile: folder.path("a/manifest"), encoding: .utf8)
      .split(separator: "\n")[2].dropFirst("position ".count)
    try #require(try snapshot(["again", "--at", "#\(head)"], folder).status == 0)
    #expect(try Program.run(["snapshot", "diff", "a", "again"], in: folder).status == 0)
  }

  @Test("a rebuild is held against a snapshot")
  func rebuild() throws {
    let folder = try SmallCampaign.folder()
    try #require(try snapshot(["a"], folder).status == 0)
    let agreeing = try Program.run(["rebuild", "--against", "a"], in: folder)
    #expect(agreeing.status == 0, "\(agreeing.messages)")
    #expect(agreeing.messages.contains("the rows are those of a"))
    let path = folder.path("a/manifest")
    let text = try String(contentsOfFile: path, encoding: .utf8)
    let digest = try #require(text.firstMatch(of: /source reports rows 1 sha256 ([0-9a-f]+)/)?.1)
    let unsigned = text.components(separatedBy: "\n\n")[0] + "\n"
    let other = String(repeating: "0", count: digest.count)
    try unsigned.replacing(digest, with: other)
      .write(toFile: path, atomically: true, encoding: .utf8)
    let drifted = try Program.run(["rebuild", "--against", "a"], in: folder)
    #expect(drifted.status == 1)
    #expect(drifted.messages.contains("other rows than a: reports"), "\(drifted.messages)")
    try text.replacing(digest, with: other).write(toFile: path, atomically: true, encoding: .utf8)
    let forged = try Program.run(["rebuild", "--against", "a"], in: folder)
    #expect(forged.status == 1 && forged.messages.contains("signature"), "\(forged.messages)")
  }

  @Test("a changed file and a folder in use are named")
  func refusals() throws {
    let folder = try SmallCampaign.folder()
    try #require(try snapshot(["a"], folder).status == 0)
    #expect(try snapshot(["a"], folder).status == 2)
    try #require(try Program.shell("cp -r a b && echo >> b/units.ndjson", in: folder).status == 0)
    let edit = "sed -i 's/^source units rows . sha256 ./&0/' b/manifest"
    try #require(try Program.shell(edit, in: folder).status == 0)
    let damaged = try Program.run(["snapshot", "diff", "a", "b"], in: folder)
    #expect(damaged.status == 1)
    #expect(damaged.messages.contains("is not what its manifest says"), "\(damaged.messages)")
    #expect(try Program.run(["snapshot", "diff", "a", "nowhere"], in: folder).status == 2)
  }
}

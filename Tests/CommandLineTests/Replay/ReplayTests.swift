import Foundation
import TestSupport
import Testing

@Suite("Command line: replay")
struct ReplayTests {
  /// The small campaign with a report 16 hours late, one struck out and one put right.
  private static let story = Result { try makeStory() }

  private static func makeStory() throws -> TemporaryFolder {
    let folder = try SmallCampaign.folder()
    func record(_ words: String...) throws {
      let result = try Program.run(["record"] + words, in: folder)
      try #require(result.status == 0, "\(result.messages)")
    }
    try record(
      "report.submitted", "report=bc-es", "version=1", "to_unit=tinh", "document=d1", "--unit",
      "ea-sup", "--id", "es-1", "--time", "05/8/2021 16:00", "--actor", "system:portal")
    try record(
      "report.returned", "report=bc-es", "version=1", "reason=thiếu số", "--id", "es-back",
      "--time", "06/8/2021 08:00")
    try record(
      "report.submitted", "report=bc-h", "version=1", "to_unit=tinh", "--unit", "ea-hleo", "--id",
      "h-1", "--time", "04/8/2021 09:00")
    try record(
      "entry.voided", "target_id=h-1", "reason=trùng", "--id", "void-h", "--time",
      "07/8/2021 09:00")
    try record(
      "entry.corrected", "target_id=bc-lak-1", #"patch={"time":"2021-08-06T15:00:00+07:00"}"#,
      "reason=ngày trên giấy", "--id", "fix-lak", "--time", "08/8/2021 09:00")
    return folder
  }

  private func replay(_ arguments: String...) throws -> Program.Result {
    try Program.run(["replay"] + arguments, in: Self.story.get())
  }

  /// The headline of each entry and what stands beneath it.
  private func entries(_ output: String) -> [(headline: String, details: [String])] {
    var entries: [(headline: String, details: [String])] = []
    for line in output.split(separator: "\n").map(String.init) {
      if line.hasPrefix("#") {
        entries.append((line, []))
      } else if !entries.isEmpty {
        entries[entries.count - 1].details.append(line.trimmingCharacters(in: .whitespaces))
      }
    }
    return entries
  }

  @Test("a late report is told by both readings of its day, with its record and document")
  func lateReport() throws {
    let result = try replay("--unit", "LĐLĐ huyện Ea Súp", "--kind", "report.submitted")
    #expect(result.status == 0, "\(result.messages)")
    let entry = try #require(entries(result.output).first)
    #expect(
      entry.headline.hasSuffix(
        " 05/8/2021 16:00 LĐLĐ huyện Ea Súp filed the report of duty R, version 1, "
          + "16 h late by \"before\", on time by \"by\""), "\(entry.headline)")
    let provenance = try #require(entry.details.first)
    #expect(provenance.hasPrefix("recorded "))
    #expect(provenance.contains("(back-dated), by system:portal"))
    #expect(provenance.contains("on document 12/KH-LĐLĐ"))
    #expect(result.messages == "1 entry\n")
  }

  @Test("what is about a unit's report is about the unit")
  func returnedReport() throws {
    let told = entries(try replay("--unit", "ea-sup", "--from", "#10").output)
    #expect(told.count == 2)
    #expect(told.last?.headline.hasSuffix("was sent back: thiếu số") == true)
    #expect(told.last?.details.contains("duty R of LĐLĐ huyện Ea Súp: late → returned") == true)
  }

  @Test("a struck entry says by what, its void says what it was, and what came of it")
  func voided() throws {
    let told = entries(try replay("--unit", "ea-hleo", "--from", "#10").output)
    #expect(told.count == 2)
    #expect(told[0].headline.contains("[struck out by #"))
    let quoted = told[1].details.first { $0.hasPrefix("strikes out #") }
    #expect(quoted?.contains("LĐLĐ huyện Ea H'leo filed the report of duty R") == true)
    #expect(told[1].details.contains("duty R of LĐLĐ huyện Ea H'leo: on time → overdue"))
  }

  @Test("a correction says old and new, and how the answer moved")
  func corrected() throws {
    let told = entries(try replay("--kind", "entry_corrected").output)
    #expect(told.count == 1)
    #expect(told[0].details.contains("time: 04/8/2021 15:00 → 06/8/2021 15:00"))
    #expect(
      told[0].details.contains(
        "duty R of LĐLĐ huyện Lắk: on time → 1 d 15 h late by "
          + "\"before\", 15 h late by \"by\"")
        || told[0].details.contains(
          "duty R of LĐLĐ huyện Lắk: on time → late"),
      "\(told[0].details)")
    let report = entries(try replay("--unit", "lak", "--kind", "report.submitted").output)
    #expect(report.first?.details.last?.hasPrefix("corrected later by #") == true)
  }

  @Test("a range by positions and by the instant of recording")
  func range() throws {
    let all = entries(try replay().output)
    #expect(all.count == 14, "\(all.map(\.headline))")
    #expect(
      entries(try replay("--from", "#3", "--to", "#5").output).map(\.headline)
        == all[2...4].map(\.headline))
    #expect(try replay("--to", "2021-08-05T24:00").output.isEmpty, "it was recorded later")
    #expect(entries(try replay("--from", "2021-08-05T24:00").output).count == all.count)
  }

  @Test("a subtree, a duty, a campaign")
  func filters() throws {
    let below = try replay("--unit", "tinh", "--under", "--kind", "report.submitted")
    #expect(entries(below.output).count == 3)
    #expect(entries(try replay("--duty", "R", "--kind", "report.submitted").output).count == 3)
    #expect(try replay("--campaign", "c1").status == 0)
  }

  @Test(
    "names that are nothing get near ones and status 2",
    arguments: [
      (["--unit", "LDLD huyen Lak"], "LĐLĐ huyện Lắk"), (["--unit", "nowhere"], "no unit"),
      (["--duty", "R1"], "no duty"), (["--kind", "report.submited"], "report.submitted"),
      (["--campaign", "c2"], "known: c1"), (["--person", "Ông A"], "pseudonym"),
      (["--from", "05/8/2021"], "#18422"), (["--from", "2021-08-05"], "T24:00"),
      (["--under"], "--unit"), (["--follow", "--to", "#3"], "--to"),
      (["--step"], "no terminal"), (["--step", "--format", "json"], "text"),
    ])
  func wrongArguments(arguments: [String], words: String) throws {
    let result = try Program.run(["replay"] + arguments, in: Self.story.get())
    #expect(result.status == 2, "\(arguments): \(result.messages)")
    #expect(result.output.isEmpty)
    #expect(result.messages.contains(words), "\(arguments): \(result.messages)")
  }

  @Test("a name typed in decomposed letters is the same name")
  func decomposed() throws {
    let name = "LĐLĐ huyện Ea Súp".decomposedStringWithCanonicalMapping
    #expect(entries(try replay("--unit", name, "--from", "#10").output).count == 2)
  }

  @Test("JSON holds sentence, effects and the event itself")
  func json() throws {
    let result = try replay("--unit", "ea-sup", "--from", "#10", "--format", "json")
    let list = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
    let entries = try #require(list as? [[String: Any]])
    #expect(entries.count == 2)
    #expect(entries[0]["backdated"] as? Bool == true)
    #expect((entries[0]["event"] as? [String: Any])?["id"] as? String == "es-1")
    #expect(
      entries[1]["effects"] as? [String] == ["duty R of LĐLĐ huyện Ea Súp: late → returned"])
    #expect(try replay("--to", "#0", "--format", "json").output == "[]\n")
  }
}

/// The history as events that a ledger takes in again.
@Suite("Command line: replay as events")
struct ReplayedEventsTests {
  private func counts(_ folder: TemporaryFolder, _ arguments: [String]) throws -> [String: Int] {
    let result = try Program.run(arguments + ["--format", "json"], in: folder)
    let json = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
    return (json as? [String: Any] ?? [:]).compactMapValues { $0 as? Int }
  }

  /// Two people: one by an account, one with a name that only the vault keeps.
  private func folder() throws -> TemporaryFolder {
    let folder = try SmallCampaign.folder()
    for words in [
      [
        "office.assumed", "office=o1", "person=an@zalo", "position=Chủ tịch", "on=2021-07-01",
        "name=Nguyễn Văn An", "--unit", "lak", "--id", "o1", "--time", "01/7/2021 08:00",
      ],
      ["entry.voided", "target_id=bc-lak-1", "reason=trùng", "--id", "v", "--actor", "an@zalo"],
    ] {
      let result = try Program.run(["record"] + words, in: folder)
      try #require(result.status == 0, "\(result.messages)")
    }
    let told = try Program.run(["replay", "--format", "ndjson"], in: folder)
    try #require(told.status == 0, "\(told.messages)")
    try told.output.write(
      toFile: folder.path("history.ndjson"), atomically: true, encoding: .utf8)
    return folder
  }

  @Test("reading a history into its own ledger adds nothing")
  func sameLedger() throws {
    let folder = try folder()
    let lines = try String(contentsOfFile: folder.path("history.ndjson"), encoding: .utf8)
      .split(separator: "\n").count
    let counts = try counts(folder, ["import", "history.ndjson"])
    #expect(counts["duplicates"] == lines && counts["accepted"] == 0 && counts["rejected"] == 0)
    #expect(lines == 11)
  }

  @Test("reading it into an empty ledger gives the same history and answers")
  func otherLedger() throws {
    let folder = try folder()
    #expect(try Program.run(["--ledger", "copy", "new"], in: folder).status == 0)
    let counts = try counts(folder, ["--ledger", "copy", "import", "history.ndjson", "--backfill"])
    #expect(counts["accepted"] == 11 && counts["rejected"] == 0, "\(counts)")
    func said(_ ledger: [String]) throws -> [String] {
      let result = try Program.run(ledger + ["replay", "--format", "json"], in: folder)
      let json = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
      // The copy ends with the record of the import itself.
      return (json as? [[String: Any]] ?? []).prefix(11).map { entry in
        let parts = ["position", "recorded", "sentence", "voided_by", "effects"]
        let words = parts.map { "\(entry[$0] ?? "")" }.joined(separator: "|")
        // Each ledger draws its own pseudonyms.
        return words.replacing(/p-[a-z2-7]{16}/, with: "p")
      }
    }
    #expect(try said([]) == said(["--ledger", "copy"]))
  }
}

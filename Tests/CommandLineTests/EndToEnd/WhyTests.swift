import Foundation
import TestSupport
import Testing

/// `why`: the events, the rule and the cutoff behind a row.
@Suite("Command line: why")
struct WhyTests {
  /// Lắk has filed; Ea Súp's report is struck out; Ea H'leo is silent.
  private func ledger() throws -> TemporaryFolder {
    let folder = try SmallCampaign.folder()
    for words in [
      [
        "report.submitted", "report=bc-sup", "version=1", "to_unit=tinh", "--unit", "ea-sup",
        "--id", "bc-sup-1", "--time", "04/8/2021 16:00",
      ],
      [
        "entry.voided", "target_source=cli", "target_id=bc-sup-1", "reason=nhầm", "--id", "v1",
      ],
    ] {
      let result = try Program.run(["record"] + words, in: folder)
      try #require(result.status == 0, "\(result.messages)")
    }
    return folder
  }

  private func lines(_ question: String, _ folder: TemporaryFolder) throws -> [[String]] {
    let result = try Program.run(
      ["query", question, "--format", "tsv", "--now", "2021-08-31T00:00"], in: folder)
    #expect(result.status == 0, "\(result.messages)")
    return result.lines.dropFirst().map { line in
      line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    }
  }

  private func position(of kind: String, _ folder: TemporaryFolder) throws -> [String] {
    try lines("events | where kind == .\(kind) | sort seq | select seq", folder).map { $0[0] }
  }

  @Test("a row that was met: its rule, its cutoff, the event that serves it")
  func met() throws {
    let folder = try ledger()
    let told = try lines("obligations | where unit == \"lak\" | why", folder)
    #expect(told.map { $0[2] } == ["row", "rule", "holder", "cutoff", "evidence"])
    #expect(told.allSatisfy { $0[0] == "1" && $0[1] == "c1/R/lak" })
    #expect(told[0][5].hasPrefix("on_time at"))
    #expect(try told[1][3] == position(of: "duty_declared", folder).first)
    #expect(told[3][4] == "2021-08-05T00:00:00+07:00", "\(told[3])")
    #expect(told[3][5].contains("due before 05/8/2021"), "\(told[3])")
    #expect(try told[4][3] == position(of: "report_submitted", folder).first)
  }

  @Test("a row that nothing serves: what was looked for, and what came near")
  func absent() throws {
    let folder = try ledger()
    let told = try lines("obligations | missing \"R\" | sort unit | why", folder)
    let sup = told.filter { $0[1] == "c1/R/ea-sup" }
    #expect(sup.map { $0[2] } == ["row", "rule", "holder", "cutoff", "searched", "near_miss"])
    let void = try #require(try position(of: "entry_voided", folder).first)
    #expect(sup.last?[5].hasPrefix("struck out by #\(void)") == true, "\(sup.last ?? [])")
    #expect(try sup.last?[3] == position(of: "report_submitted", folder).last)
    let silent = told.filter { $0[1] == "c1/R/ea-hleo" }
    #expect(silent.last?[2] == "searched")
    #expect(silent.last?[5].contains("report.submitted of ea-hleo in #1..#\(void): none") == true)
  }

  @Test("rows of stored sources: the events that made them")
  func stored() throws {
    let folder = try ledger()
    let told = try lines("reports | why", folder)
    #expect(told.map { $0[1] } == ["bc-lak"])
    #expect(try told[0][3] == position(of: "report_submitted", folder).first)
    let documents = try lines("documents | why", folder)
    #expect(documents.map { $0[2] } == ["version", "fold"], "\(documents)")
  }

  @Test("groups: number and digest; why all lists the members")
  func groups() throws {
    let folder = try ledger()
    let question = "obligations | summarize n = count() by status"
    let told = try lines(question + " | why", folder)
    #expect(told.map { $0[2] } == ["group", "group"])
    #expect(told.map { $0[1] } == ["on_time", "overdue"])
    #expect(told[1][5].hasPrefix("2 rows, c1/R/"), "\(told)")
    #expect(told[0][5].contains("sha256 "))
    let all = try lines(question + " | why all", folder)
    let late = all.filter { $0[0] == "2" }
    #expect(Set(late.map { $0[1] }) == ["overdue", "c1/R/ea-hleo", "c1/R/ea-sup"])
    #expect(late.contains { $0[2] == "near_miss" })
  }

  @Test("of what a diff shows, the row as it is now")
  func differences() throws {
    let folder = try ledger()
    let filed = try #require(try position(of: "report_submitted", folder).last)
    let told = try lines(
      "diff obligations from #\(filed) to head assuming (clock: .to)"
        + " | where old.status != new.status | why", folder)
    #expect(Set(told.map { $0[1] }) == ["c1/R/ea-sup"])
    #expect(told.last?[2] == "near_miss")
  }
}

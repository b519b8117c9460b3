import Foundation
import TestSupport
import Testing

/// `history`, `diff` and `explain`, as their users type them.
@Suite("Command line: what changed, and how a question is answered")
struct HistoryTests {
  /// Lắk's report is filed on 4 August and voided; Ea Súp's is filed and put right; then the void of
  /// the first is voided, too.
  private func ledger() throws -> TemporaryFolder {
    let folder = try SmallCampaign.folder()
    for words in [
      [
        "report.submitted", "report=bc-sup", "version=1", "to_unit=tinh", "--unit", "ea-sup",
        "--id", "bc-sup-1", "--time", "04/8/2021 16:00",
      ],
      [
        "entry.voided", "target_source=cli", "target_id=bc-lak-1", "reason=nhầm đơn vị",
        "--id", "v1",
      ],
      [
        "entry.corrected", "target_source=cli", "target_id=bc-sup-1", "reason=sai giờ",
        "patch={\"time\":\"2021-08-06T15:00:00+07:00\"}",
      ],
      ["entry.voided", "target_source=cli", "target_id=v1", "reason=đúng rồi"],
    ] {
      let result = try Program.run(["record"] + words, in: folder)
      try #require(result.status == 0, "\(result.messages)")
    }
    return folder
  }

  private func answer(_ question: String, _ folder: TemporaryFolder) throws -> [String] {
    let result = try Program.run(
      ["query", question, "--format", "csv", "--now", "2021-08-31T00:00"], in: folder)
    #expect(result.status == 0, "\(result.messages)")
    return Array(result.lines.dropFirst())
  }

  @Test("versions of reports: the void has no new row, its void no old one")
  func reports() throws {
    let folder = try ledger()
    let versions = try answer(
      "history reports | select report, change, before = old.filed_at, after = new.filed_at",
      folder)
    #expect(
      versions == [
        "bc-lak,report_submitted,,2021-08-04T15:00:00+07:00",
        "bc-sup,report_submitted,,2021-08-04T16:00:00+07:00",
        "bc-lak,entry_voided,2021-08-04T15:00:00+07:00,",
        "bc-sup,entry_corrected,2021-08-04T16:00:00+07:00,2021-08-06T15:00:00+07:00",
        "bc-lak,entry_voided,,2021-08-04T15:00:00+07:00",
      ])
    let whole = try Program.run(
      ["query", "history reports | take 1 | select old, new", "--format", "ndjson"], in: folder)
    #expect(whole.output.contains(#"{"old":null,"new":{"#), "\(whole.output)")
  }

  @Test("versions of obligations: what each event made of their status")
  func obligations() throws {
    let folder = try ledger()
    let question =
      "history obligations | where new.duty == \"R\" and change != .duty_declared"
      + " | select obligation, change, before = old.status, after = new.status"
    let versions = try answer(question, folder)
    #expect(
      versions == [
        "c1/R/lak,report_submitted,overdue,on_time",
        "c1/R/ea-sup,report_submitted,overdue,on_time",
        "c1/R/lak,entry_voided,on_time,overdue",
        "c1/R/ea-sup,entry_corrected,on_time,late",
        "c1/R/lak,entry_voided,overdue,on_time",
      ])
    let declared = try answer(
      "history obligations | where change == .duty_declared | select obligation, new.status",
      folder)
    #expect(declared == ["c1/R/ea-hleo", "c1/R/ea-sup", "c1/R/lak"].map { "\($0),overdue" })
    let earlier = try answer(
      "history obligations as of #1 | select obligation", folder)
    #expect(earlier.isEmpty)
  }

  @Test("diff: what an event changed, and what only time did")
  func differences() throws {
    let folder = try ledger()
    let head = try #require(try answer("events | summarize last = max(seq)", folder).first)
    let start = (Int(head) ?? 0) - 3
    let fixed = try answer(
      "diff obligations from #\(start) to #\(head) assuming (clock: @2021-08-31T00:00)"
        + " | select obligation, before = old.status, after = new.status, change", folder)
    #expect(fixed == ["c1/R/ea-sup,on_time,late,changed"])
    let voided = try answer(
      "diff obligations from #\(start) to #\(start + 1) assuming (clock: @2021-08-31T00:00)"
        + " | select obligation, before = old.status, after = new.status, change", folder)
    #expect(voided == ["c1/R/lak,on_time,overdue,changed"])
    let clock = try answer(
      "diff obligations from @2021-08-01T00:00 to @2021-08-06T00:00"
        + " | select obligation, before = old.status, after = new.status, change", folder)
    #expect(clock.isEmpty, "nothing was known yet")
    let grouped = try answer(
      "diff (obligations | summarize on_time = count(where status == .on_time) by duty)"
        + " from #\(start) to #\(head) | select duty, old.on_time, n = new.on_time, change", folder)
    #expect(grouped == ["R,2,1,changed"])
  }

  @Test("diff lists the events that changed the row, where its source keeps versions")
  func events() throws {
    let folder = try ledger()
    let head = try #require(try answer("events | summarize last = max(seq)", folder).first)
    let last = Int(head) ?? 0
    let rows = try answer(
      "diff reports from #\(last - 3) to #\(last) | select report, change, events", folder)
    #expect(rows == ["bc-sup,changed,\(last - 1)"])
    let owed = try answer(
      "diff obligations from #\(last - 3) to #\(last) assuming (clock: .to)"
        + " | select obligation, change, events", folder)
    #expect(owed == ["c1/R/ea-sup,changed,\(last - 1)"])
  }

  @Test("explain: stages in the order of the rows; --analyze counts them")
  func explain() throws {
    let folder = try ledger()
    let question = "units | at level upper | lookup (reports) on unit as r | sort name | take 2"
    let plan = try Program.run(["explain", question], in: folder)
    #expect(plan.status == 0, "\(plan.messages)")
    let words = plan.lines.map { $0.trimmingCharacters(in: .whitespaces).prefix { $0 != " " } }
    #expect(words.first == "read" && words.contains("take"), "\(plan.output)")
    #expect(plan.output.contains("\n  read reports"), "\(plan.output)")
    let run = try Program.run(["explain", "--analyze", question, "--format", "json"], in: folder)
    #expect(run.status == 0, "\(run.messages)")
    let stages = try #require(
      try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [[String: Any]])
    let take = try #require(
      stages.first { ($0["stage"] as? String)?.hasPrefix("take") == true })
    #expect(take["rows_out"] as? Int == 2)
    let sort = try #require(stages.first { ($0["stage"] as? String)?.hasPrefix("sort") == true })
    #expect(sort["held"] as? Int == 3 && sort["rows_out"] as? Int == 3)
    #expect(try #require(sort["held_bytes"] as? Int) > 0)
    let read = try #require(stages.first { ($0["stage"] as? String)?.hasPrefix("read") == true })
    #expect(read["blocks_read"] as? Int == 1 && read["blocks_skipped"] as? Int == 0)
    #expect(run.messages.contains("position #"))
    let code = try Program.run(["explain", "k104"], in: folder)
    #expect(code.output == "K104: No column in scope has this name.\n")
  }

  @Test("the shell explains the question asked last")
  func shell() throws {
    let folder = try ledger()
    let result = try Program.run(
      ["repl"], in: folder, input: Data("units | take 1\n.explain\n.explain analyze\n".utf8))
    #expect(result.output.contains("read units"), "\(result.output)\(result.messages)")
    #expect(result.output.contains("rows out"), "\(result.output)")
  }
}

import Diagnostics
import LedgerModel
import QueryAnalysis
import Testing

/// What newcomers type, as far as it takes names and types to see what they meant.
@Suite("Analysis: what a newcomer types")
struct NewcomerTests {
  static let cases: [FindingCase] = [
    FindingCase(
      "K310", "obligations | where status == \"late\"", at: "\"late\"",
      says: "status has cases, not text", "`.late`", ".not_open .open .on_time"),
    FindingCase(
      "K104", "obligations | where status == late", at: "late",
      says: "no column 'late' in obligations", "the case is `.late`, the stage is `| late`"),
    FindingCase(
      "K104", "obligations | where latenes > 2d", at: "latenes",
      says: "no column 'latenes' in obligations", "did you mean 'lateness'?",
      "columns here: obligation, duty"),
    FindingCase(
      "K021", "obligations | where cutoff < \"2021-08-05\"", at: "\"2021-08-05\"",
      says: "a date begins with @", "`@2021-08-05`"),
    FindingCase(
      "K401", "obligations as of @2021-08-05", at: "@2021-08-05",
      says: "as of needs an instant", "`@2021-08-05T00:00` (before that day)",
      "`@2021-08-05T24:00` (with it)"),
    FindingCase(
      "K301", "obligations | where filed_at > cutoff", at: "filed_at",
      says: "filed_at may be none (nothing filed)", "`filed_at? > cutoff` leaves those out",
      "`| late`", "`| missing`"),
    .lint(
      "K214", "obligations | where not (filed_at? < cutoff)", at: "not (filed_at? < cutoff)",
      says: "rows that never filed are in this answer", "`status == .late`", "`| missing`"),
    FindingCase(
      "K120", "reports | missing", at: "missing",
      says: "reports holds what came in", "`obligations | missing \"report\"`"),
    FindingCase(
      "K501", "obligations | where unit == \"Ea Sup\"", at: "\"Ea Sup\"",
      says: "no unit 'Ea Sup'", "did you mean \"LĐLĐ huyện Ea Súp\"?"),
    FindingCase(
      "K502", "obligations | under \"Tân Lập\"", at: "\"Tân Lập\"",
      says: "2 units are called so", "CĐCS phường Tân Lập\" (24118, to 30/6/2025)",
      "(24121, from 01/7/2025)", "give the path"),
    FindingCase(
      "K330", "units | summarize n = count(unit)", at: "count(unit)",
      says: "`n = count()` counts rows", "`n = distinct(unit)`",
      "`n = count(where unit is not none)`"),
    FindingCase(
      "K130", "units | at level huyện", at: "huyện",
      says: "levels of this plan: central, provincial, upper, grassroots, section",
      "'huyện' is a kind: `where unit.kind == \"ldld-huyen\"`"),
    FindingCase(
      "K130", "units | at level district", at: "district", says: "no level 'district'"),
    FindingCase("K130", "units | at level 2", at: "2", says: "no level '2'"),
    FindingCase(
      "K311", "obligations | where lateness > 2", at: "2",
      says: "lateness is a duration, found int", "`2d`, `2h`", "has no fixed length",
      "`| late by 2wd`"),
    .lint(
      "K216", "units | where members? > 1.731", at: "1.731", says: "`1731` or `1_731`"),
    FindingCase(
      "K320", "metrics | summarize reach = sum(value)", at: "sum",
      says: "platform reach cannot be added, people overlap",
      "`bounds(value)` gives [largest, sum]"),
    .lint(
      "K210", "obligations | filed | summarize r = rate(status == .on_time)",
      at: "rate(status == .on_time)",
      says: "silent units left the denominator at stage 2",
      "this is timeliness (on time / filed)", "the on-time rate is asked without `filed`"),
    FindingCase(
      "K503", "obligations | where duty == \"report\"", at: "\"report\"",
      says: "'report' is a kind of 3 duties (O7 1, O11 21, O20 1,731 rows)",
      "`where kind == .report`, or `duty == \"O11\"`"),
    FindingCase(
      "K313", "units | where name", at: "name", says: "where wants a condition, found string"),
  ]

  @Test("each mistake has its code, its place and its remedy", arguments: cases)
  func mistake(_ finding: FindingCase) { finding.check() }

  @Test("an order on a value that may be none offers both ways to say what is meant")
  func bothFixIts() throws {
    let (_, diagnostics, _) = analysed("units | where members > 20")
    let finding = try #require(diagnostics.first { $0.code == "K301" })
    #expect(finding.fixIts.map(\.replacement) == ["members?", "members ?? 0"])
  }

  @Test("a comparison of a computed value marks the whole of it")
  func computedOperand() throws {
    let (_, diagnostics, _) = analysed("threads | where answered_at - received_at > 2h")
    let finding = try #require(diagnostics.first { $0.code == "K301" })
    #expect(finding.fixIts.first?.replacement == "(answered_at - received_at)?")
  }

  @Test("after an error the next stages are still read")
  func severalPerRun() {
    let (_, diagnostics, _) = analysed(
      "obligations | where latenes > 2d | select unit, stats | sort cutoff")
    #expect(diagnostics.map(\.code) == ["K104", "K104", "K105"])
  }

  @Test("what follows from an error is not reported")
  func noFollowUps() {
    let (_, diagnostics, _) = analysed(
      "obligations | derive x = latenes + 2d | where x > 1h and x is not none | sort x")
    #expect(diagnostics.map(\.code) == ["K104"])
  }
}

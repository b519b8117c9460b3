import Diagnostics
import QueryAnalysis
import Testing

/// When a kind that several duties share is worth a word, and when the answer is clear anyway.
@Suite("Analysis: kinds of several duties")
struct DutyLintTests {
  @Test(
    "rows that say which duty they are of need no warning, nor do holders of one duty only",
    arguments: [
      "obligations | missing \"report\"",
      "obligations | missing \"report\" | at level upper | select unit, cutoff, lateness",
      "obligations | at level upper, grassroots | missing \"report\" | select unit, duty",
      "obligations | missing \"report\" | where duty == \"O11\" | select unit",
      "obligations | missing \"report\" | summarize n = count() by duty",
      "obligations | missing \"O11\" | select unit",
      "obligations | late \"exam\" | select unit",
      "obligations | where duty == \"O7\" | append (obligations | filed \"report\")",
      "units | with (obligations | filed \"report\" | at level upper) on unit",
    ])
  func clear(text: String) {
    let codes = analysed(text).diagnostics.map(\.code)
    #expect(!codes.contains("K211"), "\(codes)")
  }

  @Test(
    "figures and rows of several duties that run together are pointed out",
    arguments: [
      ("obligations | missing \"report\" | select unit", "O7, O11, O20"),
      ("obligations | filed \"report\" | summarize n = count()", "O7, O11, O20"),
      ("obligations | filed \"report\" | rollup n = count()", "O7, O11, O20"),
      (
        "obligations | filed \"report\" | at level upper, grassroots | select unit", "O11, O20"
      ),
      ("units | without (obligations | filed \"report\") on unit", "O7, O11, O20"),
      (
        "units | select unit | append (obligations | filed \"report\" | select unit)",
        "O7, O11, O20"
      ),
    ])
  func mixed(text: String, duties: String) throws {
    let finding = try #require(analysed(text).diagnostics.first { $0.code == "K211" })
    #expect(finding.message.hasSuffix(duties), "\(finding.message)")
  }
}

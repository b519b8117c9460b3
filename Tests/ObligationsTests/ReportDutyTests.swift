import LedgerModel
import Obligations
import Projections
import Testing

/// Which obligation a report belongs to.
@Suite("Obligations: the duty of a report")
struct ReportDutyTests {
  private func column(_ name: String, _ answers: Answers) throws -> [String: Value] {
    let reports = try answers.context.table("reports")
    return Dictionary(
      reports.rows.map { row in
        (row.values[reports.column("report")].text ?? "", row.values[reports.column(name)])
      }, uniquingKeysWith: { first, _ in first })
  }

  /// Two duties take the reports of a unit; what says that it answers one serves no other.
  @Test func aReportServesTheDutyThatItNames() throws {
    var play = Play(upper: ["A"])
    play.duty()
    play.duty("Q", holder: "units | at level provincial", windowEnd: "31/8", due: nil)
    play.report("A", at: "03/8 08:00", id: "mine")
    play.append(
      "report.submitted", at: time("04/8 08:00"), unit: "A",
      [
        ("report", .text("stray")), ("version", .integer(1)), ("to_unit", .text("tld")),
        ("duty", .text("Q")),
      ])
    let answers = try play.obligations(clock: "20/8")
    #expect(answers["R/A"]?.judgement.rounds == 1)
    let obligations = try column("obligation", answers)
    #expect(obligations["mine"] == .entity("kh/R/A"))
    #expect(obligations["stray"] == Value.none)
    #expect(try column("duty", answers)["stray"] == .entity("Q"))
  }

  /// The report of a unit that is no longer expected was expected once.
  @Test func aReportKeepsTheObligationOfEarlierDays() throws {
    var play = Play(upper: ["A", "B"])
    play.duty()
    play.report("A", at: "02/8 08:00")
    play.merge(["A", "B"], into: "M", on: "04/8", recorded: "04/8")
    let answers = try play.obligations(clock: "20/8")
    #expect(answers.status("R/A") == .notApplicable)
    #expect(try column("obligation", answers)["report-A"] == .entity("kh/R/A"))
  }
}

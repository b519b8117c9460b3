import LedgerModel
import Obligations
import Projections
import Testing

/// Corrections of corrections, voids of voids, and both across the versions of a report: duty R,
/// every upper union, before 05/8/2021; asked on 31/8.
@Suite("Obligations: amended entries")
struct AmendmentExampleTests {
  private func campaign(_ upper: [String] = ["A"]) -> Play {
    var play = Play(upper: upper)
    play.duty()
    return play
  }

  private func row(_ play: Play, _ key: String = "R/A") throws -> JudgedObligation {
    try #require(try play.obligations(clock: "31/8")[key])
  }

  @Test("the last version struck out: the one before stands again")
  func lastVersionVoided() throws {
    var play = campaign()
    play.report("A", at: "04/8 15:00")
    let second = play.report("A", 2, at: "06/8 08:00")
    play.void(second, at: "07/8 08:00")
    let judgement = try row(play).judgement
    #expect(judgement.status == .onTime && judgement.rounds == 1)
    #expect(judgement.standingAt == time("04/8 15:00"))
  }

  @Test("a returned last version struck out with its return: the one before stands again")
  func returnedVersionVoided() throws {
    var play = campaign()
    play.report("A", at: "04/8 15:00")
    let second = play.report("A", 2, at: "06/8 08:00")
    let back = play.returned("A", 2, at: "06/8 12:00")
    #expect(try row(play).judgement.status == .returned)
    play.void(back, at: "07/8 08:00")
    play.void(second, at: "07/8 08:01")
    let judgement = try row(play).judgement
    #expect(judgement.status == .onTime && judgement.rounds == 1 && judgement.returned == 0)
  }

  @Test("the first version struck out: the second gives the date")
  func firstVersionVoided() throws {
    var play = campaign()
    let first = play.report("A", at: "04/8 15:00")
    play.report("A", 2, at: "06/8 08:00")
    let void = play.void(first, at: "07/8 08:00")
    #expect(try row(play).judgement.status == .late)
    #expect(try row(play).judgement.lateness == span(days: 1, hours: 8))
    play.void(void, at: "08/8 08:00")
    #expect(try row(play).judgement.status == .onTime)
  }

  @Test("a return struck out, and the void of that struck out")
  func returnVoided() throws {
    var play = campaign()
    play.report("A", at: "04/8 15:00")
    let back = play.returned("A", at: "06/8 12:00")
    let void = play.void(back, at: "07/8 08:00")
    #expect(try row(play).judgement.status == .onTime)
    #expect(try row(play).judgement.returned == 0)
    play.void(void, at: "08/8 08:00")
    #expect(try row(play).judgement.status == .returned)
  }

  @Test("a correction put right, struck out, and revived")
  func correctionOfCorrection() throws {
    var play = campaign()
    let report = play.report("A", at: "04/8 15:00")
    let wrong = play.correct(report, [("time", .instant(time("06/8 15:00")))], at: "09/8 09:00")
    #expect(try row(play).judgement.lateness == span(days: 1, hours: 15))
    let better = play.correct(
      wrong, [("patch", record([("time", .instant(time("05/8 16:00")))]))], at: "10/8 09:00")
    #expect(try row(play).judgement.lateness == span(hours: 16))
    #expect(try row(play).version.position == better)
    let void = play.void(wrong, at: "11/8 09:00")
    #expect(try row(play).judgement.status == .onTime)
    #expect(try row(play).version.isCorrected == false)
    play.void(void, at: "12/8 09:00")
    #expect(try row(play).judgement.lateness == span(hours: 16))
  }

  @Test("a version corrected to be another unit's")
  func correctedUnit() throws {
    var play = campaign(["A", "B"])
    let report = play.report("A", at: "04/8 15:00")
    let correction = play.correct(report, [("orgunit", .text("B"))], at: "09/8 09:00")
    #expect(try row(play).judgement.status == .overdue)
    #expect(try row(play, "R/B").judgement.status == .onTime)
    play.void(correction, at: "10/8 09:00")
    #expect(try row(play).judgement.status == .onTime)
    #expect(try row(play, "R/B").judgement.status == .overdue)
  }

  @Test("a void corrected to mean another report")
  func correctedVoid() throws {
    var play = campaign(["A", "B"])
    let first = play.report("A", at: "04/8 15:00")
    let second = play.report("B", at: "04/8 16:00")
    let void = play.void(first, at: "09/8 09:00")
    play.correct(void, [("target", .integer(Int64(second.number)))], at: "10/8 09:00")
    let head = try play.obligations(clock: "31/8")
    #expect(head.status("R/A") == .onTime && head.status("R/B") == .overdue)
    let then = try play.obligations(asOf: void, clock: "31/8")
    #expect(then.status("R/A") == .overdue && then.status("R/B") == .onTime)
  }

  @Test("sources hide what is struck out; the audit sources show it")
  func sources() throws {
    var play = campaign()
    let report = play.report("A", at: "04/8 15:00")
    let void = play.void(report, at: "09/8 09:00")
    func table(_ source: String, _ play: Play) throws -> (SourceTable, [SourceRow]) {
      let table = try play.obligations(clock: "31/8").context.table(source)
      return (table, table.rows)
    }
    #expect(try table("reports", play).1.isEmpty)
    let (events, rows) = try table("events", play)
    let voided = rows.filter { $0.values[events.column("voided")] == .bool(true) }
    #expect(voided.map { $0.values[events.column("seq")] } == [.position(report)])
    let (corrections, shown) = try table("corrections", play)
    #expect(shown.map { $0.values[corrections.column("target_seq")] } == [.position(report)])
    #expect(shown.map(\.stands) == [true])
    play.void(void, at: "10/8 09:00")
    #expect(try table("reports", play).1.count == 1)
    #expect(try table("corrections", play).1.map(\.stands) == [false, true])
    let (later, all) = try table("events", play)
    let struck = all.filter { $0.values[later.column("voided")] == .bool(true) }
    #expect(struck.map { $0.values[later.column("seq")] } == [.position(void)])
  }
}

import Columns
import LedgerModel
import Obligations
import Projections
import QueryPlan
import Testing

/// The fourteen examples that fix what a status means; each asks duty R, a report of every upper
/// union "before 05/8/2021", unless it says otherwise.
@Suite("Obligations: worked examples")
struct WorkedExampleTests {
  private func campaign(_ upper: [String] = ["A"]) -> Play {
    var play = Play(upper: upper)
    play.duty()
    return play
  }

  @Test("1: nothing filed, from not open to overdue")
  func nothingFiled() throws {
    let play = campaign()
    #expect(try play.obligations(clock: "11/7 09:00").status("R/A") == .notOpen)
    let before = try play.obligations(clock: "04/8 23:59")
    #expect(before.status("R/A") == .open)
    #expect(before["R/A"]?.judgement.isDueSoon == true)
    let atCutoff = try play.obligations(clock: "05/8 00:00")
    #expect(atCutoff.status("R/A") == .overdue)
    #expect(atCutoff["R/A"]?.judgement.lateness == span())
    #expect(atCutoff["R/A"]?.judgement.isCensored == true)
    let after = try play.obligations(clock: "05/8 09:00")
    #expect(after.status("R/A") == .overdue)
    #expect(after["R/A"]?.judgement.lateness == span(hours: 9))
    #expect(before.missing == [] && atCutoff.missing == ["A"] && after.missing == ["A"])
  }

  @Test("2: the last microsecond in time, and the first one late")
  func theEdge() throws {
    var early = campaign()
    early.report("A", at: "04/8 23:59:59.999999")
    #expect(try early.obligations(clock: "31/8").status("R/A") == .onTime)
    var late = campaign()
    late.report("A", at: "05/8 00:00")
    let before = try late.obligations(clock: "31/8")
    #expect(before.status("R/A") == .late)
    #expect(before["R/A"]?.judgement.lateness == span())
    let by = try late.obligations(clock: "31/8") { $0.boundary = .by }
    #expect(by.status("R/A") == .onTime)
    #expect(by["R/A"]?.judgement.cutoff == time("06/8 00:00"))
  }

  @Test("3: filed in time, recorded late")
  func recordedLate() throws {
    var play = campaign()
    let report = play.report("A", at: "04/8 16:00", recorded: "09/8 10:00")
    let before = try play.obligations(
      asOf: Position(report.number - 1), clock: "05/8 09:00")
    #expect(before.status("R/A") == .overdue)
    #expect(before["R/A"]?.judgement.lateness == span(hours: 9))
    let head = try play.obligations(clock: "31/8")
    #expect(head.status("R/A") == .onTime)
    #expect(try head.value("backdated", "R/A") == .bool(true))
    let recorded = try play.obligations(clock: "31/8") { $0.instant = .recorded }
    #expect(recorded.status("R/A") == .late)
    #expect(recorded["R/A"]?.judgement.lateness == span(days: 4, hours: 10))
    #expect(try play.obligations(clock: "05/8 09:00").status("R/A") == .onTime)
  }

  @Test("4: returned, and handed in again")
  func returned() throws {
    var play = campaign()
    let first = play.report("A", at: "03/8 08:00")
    let returned = play.returned("A", at: "04/8 10:00")
    let second = play.report("A", 2, at: "06/8 08:00")
    #expect(try play.obligations(asOf: first, clock: "04/8 09:00").status("R/A") == .onTime)
    let pending = try play.obligations(asOf: returned, clock: "04/8 12:00")
    #expect(pending.status("R/A") == .returned)
    #expect(pending["R/A"]?.judgement.isPending == true)
    let missing = try play.obligations(asOf: returned, clock: "05/8 09:00")
    #expect(missing.status("R/A") == .returned && missing.missing == ["A"])
    #expect(missing["R/A"]?.judgement.lateness == span(hours: 9))
    #expect(missing["R/A"]?.judgement.isCensored == true)
    let again = try play.obligations(asOf: second, clock: "06/8 09:00")
    #expect(again.status("R/A") == .onTime)
    #expect(again["R/A"]?.judgement.rounds == 2)
    #expect(again["R/A"]?.judgement.standingAt == time("06/8 08:00"))
    let standing = try play.obligations(asOf: second, clock: "06/8 09:00") {
      $0.counts = .standing
    }
    #expect(standing.status("R/A") == .late)
    #expect(standing["R/A"]?.judgement.lateness == span(days: 1, hours: 8))
  }

  @Test("5: voided, and the void voided")
  func voided() throws {
    var play = campaign()
    play.fill(to: 9)
    let report = play.report("A", at: "04/8 15:00")
    #expect(report == Position(10))
    play.fill(to: 19)
    let void = play.void(report, at: "12/8 09:00")
    play.fill(to: 29)
    let revival = play.void(void, at: "13/8 09:00")
    let before = try play.obligations(asOf: Position(19), clock: "31/8")
    #expect(before.status("R/A") == .onTime)
    let gone = try play.obligations(asOf: void, clock: "31/8")
    #expect(gone.status("R/A") == .overdue)
    #expect(gone["R/A"]?.judgement.lateness == span(days: 26))
    #expect(try play.obligations(asOf: revival, clock: "31/8").status("R/A") == .onTime)
  }

  @Test("6: the time corrected")
  func corrected() throws {
    var play = campaign()
    play.fill(to: 9)
    let report = play.report("A", at: "04/8 15:00")
    play.fill(to: 19)
    play.correct(report, [("time", .text("2021-08-06T15:00:00+07:00"))], at: "09/8 09:00")
    #expect(try play.obligations(asOf: report, clock: "05/8").status("R/A") == .onTime)
    let head = try play.obligations(clock: "31/8")
    #expect(head.status("R/A") == .late)
    #expect(head["R/A"]?.judgement.lateness == span(days: 1, hours: 15))
    #expect(head["R/A"]?.version.isCorrected == true)
    let then = try play.obligations(clock: "05/8 09:00")
    #expect(then.status("R/A") == .overdue)
    #expect(then["R/A"]?.judgement.lateness == span(hours: 9))
  }

  @Test("7: extended after the day, and filed by the new one")
  func extended() throws {
    var play = campaign([])
    play.unit("A", level: "upper", parent: "province")
    let before = Position(UInt64(play.events.count))
    let extended = play.append(
      "duty.extended", at: time("06/8 08:00"), unit: "A",
      [
        ("duty", .text("R")), ("unit", .text("A")), ("reason", .text("flood")),
        ("new_due", .date(day("12/8"))),
      ])
    play.report("A", at: "11/8 17:00")
    let overdue = try play.obligations(asOf: before, clock: "05/8 09:00")
    #expect(overdue.status("R/A") == .overdue)
    #expect(overdue["R/A"]?.judgement.lateness == span(hours: 9))
    let open = try play.obligations(asOf: extended, clock: "07/8 09:00")
    #expect(open.status("R/A") == .open)
    #expect(open["R/A"]?.judgement.cutoff == time("12/8 00:00"))
    #expect(try open.value("due_day", "R/A") == .date(day("04/8")))
    let head = try play.obligations(clock: "31/8")
    #expect(head.status("R/A") == .onTime && head["R/A"]?.isExtended == true)
    let by = try play.obligations(clock: "31/8") { $0.boundary = .by }
    #expect(by.status("R/A") == .onTime)
    #expect(by["R/A"]?.judgement.cutoff == time("13/8 00:00"))
  }

  @Test("8: waived after a late report")
  func waived() throws {
    let names = (1...21).map { "U\($0)" }
    var play = campaign(names)
    let report = play.report("U1", at: "07/8 09:00")
    play.append(
      "duty.waived", at: time("10/8 09:00"),
      [("duty", .text("R")), ("unit", .text("U1")), ("reason", .text("lockdown"))])
    let late = try play.obligations(asOf: report, clock: "31/8")
    #expect(late.status("R/U1") == .late && late.rows.count == 21)
    #expect(late["R/U1"]?.judgement.lateness == span(days: 2, hours: 9))
    let waived = try play.obligations(clock: "31/8")
    #expect(waived.status("R/U1") == .waived && waived.rows.count == 20)
    #expect(waived["R/U1"]?.waivedAt == time("10/8 09:00"))
    // Who reported though not expected: no expected row holds the report.
    #expect(!waived.rows.contains { $0.report == "report-U1" })
  }

  @Test("9: opened and closed around the due day")
  func openedAndClosed() throws {
    func play(opened: String? = nil, closed: String? = nil) -> Play {
      var play = campaign([])
      play.unit("A", level: "upper", parent: "province", opened: opened)
      if let closed { play.close("A", on: closed) }
      return play
    }
    #expect(try play(opened: "05/8").obligations(clock: "31/8").status("R/A") == nil)
    #expect(try play(opened: "04/8").obligations(clock: "31/8").status("R/A") == .overdue)
    #expect(try play(closed: "04/8").obligations(clock: "31/8").status("R/A") == .notApplicable)
    let open = play(closed: "05/8")
    #expect(try open.obligations(clock: "31/8").status("R/A") == .overdue)
    #expect(try open.obligations(clock: "31/8") { $0.boundary = .by }.status("R/A") == .overdue)
    #expect(try play(closed: "12/7").obligations(clock: "31/8").status("R/A") == nil)
  }

  @Test("10: merged on the due day, and the day after")
  func merged() throws {
    func play(_ first: String) -> Play {
      var play = campaign(["A", "B"])
      play.report("A", at: "03/8 08:00")
      play.merge(["A", "B"], into: "M", on: first, recorded: "03/8 09:00")
      return play
    }
    let within = try play("04/8").obligations(clock: "31/8")
    #expect(within.status("R/A") == .notApplicable && within.status("R/B") == .notApplicable)
    #expect(within.status("R/M") == .overdue)
    #expect(within["R/M"]?.judgement.count == 0)
    let after = try play("05/8").obligations(clock: "31/8")
    #expect(after.status("R/A") == .onTime && after.status("R/B") == .overdue)
    #expect(after.status("R/M") == nil)
  }

  @Test("11: a target moves to another holder")
  func pairMoves() throws {
    var play = Play(upper: ["U", "V"], closes: "31/8")
    play.unit("G1", level: "grassroots", parent: "U")
    play.unit("G2", level: "grassroots", parent: "U")
    play.duty(
      "O8", kind: "distribute", each: "units | at level grassroots | where parent == holder.unit",
      metBy: ["material.distributed where unit == holder.unit and to_unit == target.unit"],
      opens: "01/7", due: nil)
    play.append(
      "material.distributed", at: time("15/7 09:00"), unit: "U",
      [("material", .text("m")), ("to_unit", .text("G2")), ("medium", .text("paper"))])
    play.append(
      "orgunit.moved", at: time("20/7 09:00"), unit: "G2", campaign: nil,
      [("parent", .text("V")), ("on", .date(day("20/7")))])
    let answers = try play.obligations(clock: "31/8 24:00")
    #expect(answers.status("O8/U/G1") == .overdue)
    #expect(answers["O8/U/G1"]?.judgement.cutoff == time("01/9 00:00"))
    #expect(answers["O8/U/G1"]?.judgement.lateness == span())
    #expect(answers.status("O8/V/G2") == .onTime)
    #expect(answers["O8/V/G2"]?.judgement.isInherited == true)
    #expect(answers.status("O8/U/G2") == .notApplicable)
  }

  @Test("12: a working day of grace over a weekend")
  func grace() throws {
    func play(filed: String) -> Play {
      var play = Play(upper: ["A"])
      play.duty(due: "07/8", grace: "1wd")
      play.report("A", at: filed)
      return play
    }
    let within = try play(filed: "09/8 16:00").obligations(clock: "31/8")
    #expect(within["R/A"]?.judgement.cutoff == time("10/8 00:00"))
    #expect(within.status("R/A") == .onTime && within["R/A"]?.judgement.isInGrace == true)
    let late = try play(filed: "10/8 00:00").obligations(clock: "31/8")
    #expect(late.status("R/A") == .late)
    #expect(late["R/A"]?.judgement.lateness == span())
  }

  @Test("13: once, several and withdrawn essays")
  func once() throws {
    var play = Play(upper: ["A"])
    play.duty(
      "O14", kind: "essay", holder: "offices", metBy: ["essay.submitted"], opens: "01/7",
      due: nil, cardinality: "once", to: "none")
    play.office("p", in: "A")
    play.essay("x", by: "p", at: "01/8 09:00")
    play.essay("y", by: "p", at: "20/8 09:00")
    let twice = try play.obligations(clock: "31/8 24:00")
    #expect(twice.status("O14/p") == .onTime && twice["O14/p"]?.judgement.count == 2)
    #expect(twice["O14/p"]?.judgement.filed?.instant == time("01/8 09:00"))
    for essay in ["x", "y"] {
      play.append(
        "essay.withdrawn", at: time("25/8 09:00"), [("essay", .text(essay))])
    }
    #expect(try play.obligations(clock: "31/8 24:00").status("O14/p") == .overdue)
  }

  @Test("14: several offices, and one left before the due day")
  func officials() throws {
    var play = Play(upper: ["U"])
    play.unit("G", level: "grassroots", parent: "U")
    play.duty(
      "O13", kind: "exam", holder: "offices", metBy: ["quiz.attempt.submitted"], opens: "01/7",
      due: nil, to: "none")
    play.office("p", in: "G")
    play.office("p", in: "U")
    play.office("q", in: "G")
    play.append(
      "quiz.attempt.submitted", at: time("10/8 09:00"), unit: "G",
      [("attempt", .text("t")), ("quiz", .text("z")), ("person", .text("q"))])
    play.append(
      "office.left", at: time("20/8 09:00"), unit: "G", campaign: nil,
      [("office", .text("q@G")), ("on", .date(day("20/8")))])
    let answers = try play.obligations(clock: "31/8 24:00")
    #expect(answers["O13/p"]?.key.unit == "U")
    #expect(answers.table.rows.count == 2)
    #expect(answers.status("O13/q") == .notApplicable)
    #expect(answers.rows.count == 1)
  }
}

extension Play {
  @discardableResult
  mutating func close(_ unit: String, on first: String) -> Position {
    append(
      "orgunit.closed", unit: unit, campaign: nil, [("on", .date(day(first)))])
  }

  @discardableResult
  mutating func essay(_ essay: String, by person: String, at text: String) -> Position {
    append(
      "essay.submitted", at: time(text), [("essay", .text(essay)), ("person", .text(person))])
  }
}

extension Answers {
  /// A column of the row of that key, through the source as the engine reads it.
  func value(_ column: String, _ key: String) throws -> Value? {
    var found: Value?
    try context.scan("obligations", all: true, columns: ["obligation", column]) { block in
      for row in 0..<block.rowCount
      where block.mask[row] && block.columns[0].value(at: row) == .entity("kh/" + key) {
        found = block.columns[1].value(at: row)
      }
    }
    return found
  }
}

import Catalog
import EventLog
import Foundation
import LedgerModel
import Testing

/// One test for each rule that needs the ledger, in both directions: what it refuses, what it lets
/// through.
@Suite struct RuleTests {
  @Test func namedThingsMustBeKnown() throws {
    let fixture = try LedgerFixture()
    let report = try LedgerFixture.report("r1", version: 1, by: "nowhere")
    let outcome = try fixture.append(report)
    #expect(outcome.refusedBy == .unknownEntity)
    #expect(outcome.rejection?.field == "orgunit")
    #expect(outcome.rejection?.problems.first?.found == "nowhere")
    var study = try LedgerFixture.study(1)
    study.data[1] = NamedValue("content", .text("C9"))
    #expect(try fixture.append(study).rejection?.field == "data.content")
    let foreign = try LedgerFixture.event(
      "study.selfstudy.completed", id: "s", study.data.map { ($0.name, $0.value) },
      campaign: "other")
    #expect(try fixture.append(foreign).refusedBy == .unknownEntity)
  }

  @Test func aForwardReferenceInsideABatchIsRefused() throws {
    let fixture = try LedgerFixture()
    let outcomes = try fixture.log.append(
      [
        LedgerFixture.unit("leaf", parent: "branch"),
        LedgerFixture.unit("branch", parent: "province"),
        LedgerFixture.unit("leaf2", parent: "branch"),
      ], recording: .constant(august(20)))
    #expect(outcomes[0].refusedBy == .unknownEntity)
    #expect(outcomes[1].rejection == nil)
    #expect(outcomes[2].rejection == nil)
  }

  @Test func nothingIsIntroducedTwice() throws {
    let fixture = try LedgerFixture()
    var again = try LedgerFixture.unit("upper-a", parent: "province")
    again.id = "again"
    let outcome = try fixture.append(again)
    #expect(outcome.refusedBy == .alreadyKnown)
    #expect(outcome.rejection?.position == Position(3))
    let duty = try LedgerFixture.duty("O11", due: .august(6), eventId: "duty-again")
    #expect(try fixture.append(duty).rejection == nil)
  }

  @Test func aUnitMustHaveBeenOpen() throws {
    let fixture = try LedgerFixture()
    try fixture.append(LedgerFixture.unit("late", parent: "province", opened: .august(10)))
    let early = try LedgerFixture.report("r", version: 1, by: "late", time: august(9, hour: 16))
    #expect(try fixture.append(early).refusedBy == .unitNotOpen)
    // 9 August 17:00 UTC is 10 August in the campaign's zone.
    let onTime = try LedgerFixture.report("r", version: 1, by: "late", time: august(9, hour: 17))
    #expect(try fixture.append(onTime).rejection == nil)
  }

  @Test func paperOfAUnitClosedSinceIsWelcome() throws {
    let fixture = try LedgerFixture()
    let merged = try LedgerFixture.event(
      "orgunit.merged", id: "merge",
      [
        ("sources", .list([.text("upper-a"), .text("upper-b")])), ("target", .text("upper-m")),
        ("on", .date(.august(10))),
      ])
    #expect(try fixture.append(merged).rejection == nil)
    let paper = try LedgerFixture.report("r1", version: 1, time: august(4))
    #expect(try fixture.append(paper, now: august(25)).rejection == nil)
    let after = try LedgerFixture.report("r2", version: 1, time: august(11))
    #expect(try fixture.append(after, now: august(25)).refusedBy == .unitNotOpen)
    let successor = try LedgerFixture.report("r3", version: 1, by: "upper-m", time: august(11))
    #expect(try fixture.append(successor, now: august(25)).rejection == nil)
    let tooEarly = try LedgerFixture.report("r4", version: 1, by: "upper-m", time: august(4))
    #expect(try fixture.append(tooEarly, now: august(25)).refusedBy == .unitNotOpen)
  }

  @Test func aVoidedClosingReopensTheUnit() throws {
    let fixture = try LedgerFixture()
    try fixture.append(
      LedgerFixture.event(
        "orgunit.closed", id: "close", [("on", .date(.august(3)))], unit: "upper-a"))
    let report = try LedgerFixture.report("r1", version: 1, time: august(4))
    #expect(try fixture.append(report).refusedBy == .unitNotOpen)
    #expect(try fixture.append(void("v", of: "close")).rejection == nil)
    #expect(try fixture.append(report).rejection == nil)
  }

  @Test func aCorrectedClosingCounts() throws {
    let fixture = try LedgerFixture()
    try fixture.append(
      LedgerFixture.event(
        "orgunit.closed", id: "close", [("on", .date(.august(3)))], unit: "upper-a"))
    let correction = try correct(
      "c1", "close", [NamedValue("on", .text("2021-08-20"))])
    let outcome = try fixture.append(correction)
    try #require(outcome.rejection == nil, "\(outcome)")
    let report = try LedgerFixture.report("r1", version: 1, time: august(4))
    #expect(try fixture.append(report).rejection == nil)
  }

  @Test func versionsFollowEachOther() throws {
    let fixture = try LedgerFixture()
    #expect(
      try fixture.append(LedgerFixture.report("r1", version: 2)).refusedBy == .versionFollows)
    #expect(try fixture.append(LedgerFixture.report("r1", version: 1)).rejection == nil)
    #expect(
      try fixture.append(LedgerFixture.report("r1", version: 3)).refusedBy == .versionFollows)
    #expect(try fixture.append(LedgerFixture.report("r1", version: 2)).rejection == nil)
    #expect(try fixture.append(returned("x", version: 3)).refusedBy == .versionUnknown)
    #expect(try fixture.append(returned("y", version: 2)).rejection == nil)
  }

  @Test func aVoidedLastVersionGivesWay() throws {
    let fixture = try LedgerFixture()
    for version: Int64 in 1...2 {
      try fixture.append(LedgerFixture.report("r1", version: version))
    }
    #expect(try fixture.append(void("v", of: "r1-v2")).rejection == nil)
    #expect(try fixture.append(returned("x", version: 2)).refusedBy == .versionUnknown)
    var again = try LedgerFixture.report("r1", version: 2)
    again.id = "r1-v2-again"
    #expect(try fixture.append(again).rejection == nil)
    #expect(try fixture.append(returned("y", version: 2)).rejection == nil)
  }

  @Test func onlyWhatNothingRestsOnIsVoided() throws {
    let fixture = try LedgerFixture()
    let first = try fixture.append(LedgerFixture.report("r1", version: 1))
    let second = try fixture.append(returned("back", version: 1))
    let refused = try fixture.append(void("v", of: "r1-v1"))
    #expect(refused.refusedBy == .targetReferredTo)
    #expect(refused.rejection?.position == second.position)
    #expect(try fixture.append(void("w", of: "back")).rejection == nil)
    #expect(try fixture.append(void("v", of: "r1-v1")).rejection == nil)
    #expect(first.position != nil)
    // A void of the void revives the report, and its return is still void.
    #expect(try fixture.append(void("u", of: "v")).rejection == nil)
    #expect(
      try fixture.append(LedgerFixture.report("r1", version: 2)).rejection == nil)
  }

  @Test func whatWasVoidedIsUnknown() throws {
    let fixture = try LedgerFixture()
    try fixture.append(LedgerFixture.unit("ghost", parent: "province"))
    try fixture.append(void("v", of: "unit-ghost"))
    let child = try LedgerFixture.unit("child", parent: "ghost")
    #expect(try fixture.append(child).refusedBy == .unknownEntity)
    var again = try LedgerFixture.unit("ghost", parent: "province")
    again.id = "ghost-again"
    #expect(try fixture.append(again).rejection == nil)
    #expect(try fixture.append(child).rejection == nil)
  }

  @Test func aCorrectionNamesAnEvent() throws {
    let fixture = try LedgerFixture()
    #expect(try fixture.append(void("v", of: "nothing")).refusedBy == .targetUnknown)
    let far = try LedgerFixture.event(
      "entry.voided", id: "far",
      [("target", .position(Position(10_000))), ("reason", .text("x"))])
    #expect(try fixture.append(far).refusedBy == .targetUnknown)
    let study = try fixture.append(LedgerFixture.study(1))
    let outcome = try fixture.append(void("w", of: "study-1"))
    let position = try #require(outcome.position)
    let stored = try fixture.log.read { try $0.event(at: position) }
    #expect(stored?.event.position("target") == study.position)
    #expect(try fixture.append(void("w", of: "study-1")) == .duplicate(position))
  }

  @Test func aPatchFitsItsTarget() throws {
    let fixture = try LedgerFixture()
    try fixture.append(LedgerFixture.report("r1", version: 1))
    let cases: [(NamedValue, LedgerRule?)] = [
      (NamedValue("colour", .text("red")), .patchUnfit),
      (NamedValue("version", .text("two")), .patchUnfit),
      (NamedValue("to_unit", .null), .patchUnfit),
      (NamedValue("to_unit", .text("nowhere")), .unknownEntity),
      (NamedValue("to_unit", .text("upper-b")), nil),
      (NamedValue("orgunit", .text("upper-b")), nil),
      (NamedValue("via", .null), nil),
    ]
    for (index, (item, rule)) in cases.enumerated() {
      let outcome = try fixture.append(correct("c\(index)", "r1-v1", [item]))
      #expect(outcome.refusedBy == rule, "\(item.name): \(outcome)")
    }
  }

  @Test func aPatchBringsNoAccount() throws {
    let fixture = try LedgerFixture()
    try fixture.append(LedgerFixture.study(1))
    let named = try correct(
      "account", "study-1", [NamedValue("person", .text("someone@example.vn"))])
    let outcome = try fixture.append(named)
    #expect(outcome.refusedBy == .patchUnfit, "\(outcome)")
  }

  @Test func anExtensionGivesMoreTime() throws {
    let fixture = try LedgerFixture()
    func extend(_ id: String, to day: Day, unit: String? = nil) throws -> Event {
      var data: [(String, FieldValue)] = [("duty", .text("O11"))]
      if let unit { data.append(("unit", .text(unit))) }
      data += [("reason", .text("dịch")), ("new_due", .date(day))]
      return try LedgerFixture.event("duty.extended", id: id, data)
    }
    #expect(try fixture.append(extend("e1", to: .august(4))).refusedBy == .dueEarlier)
    #expect(try fixture.append(extend("e2", to: .august(12), unit: "upper-a")).rejection == nil)
    #expect(try fixture.append(extend("e3", to: .august(10))).refusedBy == .dueEarlier)
    #expect(try fixture.append(extend("e4", to: .august(10), unit: "upper-b")).rejection == nil)
    #expect(try fixture.append(extend("e5", to: .august(12))).rejection == nil)
  }

  @Test func liveEventsDoNotLieInTheFuture() throws {
    let fixture = try LedgerFixture()
    let late = try LedgerFixture.study(1, time: august(20, hour: 1))
    #expect(try fixture.append(late, now: august(20)).refusedBy == .timeAhead)
    var soon = late
    soon.time = Instant(
      microseconds: august(20).microseconds + AppendLimits.clockSkewMax.microseconds)
    #expect(try fixture.append(soon, now: august(20)).rejection == nil)
  }

  @Test func obligationsNameAKnownDuty() throws {
    let fixture = try LedgerFixture()
    func reminder(_ id: String, _ key: String) throws -> Event {
      var event = try LedgerFixture.event(
        "reminder.sent", id: id,
        [
          ("unit", .text("upper-a")), ("step", .integer(1)), ("channel", .text("phone")),
        ])
      event.obligation = key
      return event
    }
    #expect(try fixture.append(reminder("a", "dak-lak/O11/upper-a")).rejection == nil)
    #expect(try fixture.append(reminder("b", "dak-lak/O99/upper-a")).refusedBy == .unknownEntity)
  }

  private func void(_ id: String, of target: String) throws -> Event {
    try LedgerFixture.event(
      "entry.voided", id: id, [("reason", .text("nhầm")), ("target_id", .text(target))])
  }

  private func correct(_ id: String, _ target: String, _ patch: [NamedValue]) throws -> Event {
    try LedgerFixture.event(
      "entry.corrected", id: id,
      [
        ("patch", .record(patch)), ("reason", .text("nhầm")), ("target_id", .text(target)),
      ])
  }

  private func returned(_ id: String, version: Int64) throws -> Event {
    try LedgerFixture.event(
      "report.returned", id: id,
      [("report", .text("r1")), ("version", .integer(version)), ("reason", .text("thiếu số"))],
      time: august(6))
  }
}

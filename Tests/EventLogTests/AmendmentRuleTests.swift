import Catalog
import EventLog
import LedgerModel
import Testing

/// What the log takes in of corrections and voids that are about corrections and voids.
@Suite struct AmendmentRuleTests {
  private func void(_ id: String, of target: String) throws -> Event {
    try LedgerFixture.event(
      "entry.voided", id: id, [("reason", .text("nhầm")), ("target_id", .text(target))])
  }

  private func correct(
    _ id: String, _ target: String, _ patch: [(String, FieldValue)]
  ) throws -> Event {
    try LedgerFixture.event(
      "entry.corrected", id: id,
      [
        ("patch", .record(patch.map { NamedValue($0.0, $0.1) })), ("reason", .text("nhầm")),
        ("target_id", .text(target)),
      ])
  }

  private func patch(_ fields: [(String, FieldValue)]) -> (String, FieldValue) {
    ("patch", .record(fields.map { NamedValue($0.0, $0.1) }))
  }

  private func office(_ id: String, name: String) throws -> Event {
    try LedgerFixture.event(
      "office.assumed", id: "office-\(id)",
      [
        ("office", .text(id)), ("person", .account(Account(identifier: "an"))),
        ("position", .text("Chủ tịch")), ("on", .date(.july(1))), ("name", .text(name)),
      ], unit: "upper-a")
  }

  @Test func aCorrectedPatchFitsTheEntryBehindIt() throws {
    let fixture = try LedgerFixture()
    try fixture.append(LedgerFixture.report("r1", version: 1))
    try fixture.append(correct("c1", "r1-v1", [("via", .text("Văn phòng"))]))
    let cases: [(String, FieldValue, LedgerRule?)] = [
      ("colour", .text("red"), .patchUnfit), ("version", .text("two"), .patchUnfit),
      ("to_unit", .text("nowhere"), .unknownEntity), ("to_unit", .text("upper-b"), nil),
    ]
    for (index, (name, value, rule)) in cases.enumerated() {
      let outcome = try fixture.append(correct("cc\(index)", "c1", [patch([(name, value)])]))
      #expect(outcome.refusedBy == rule, "\(name): \(outcome)")
    }
    let deeper = try correct("ccc", "cc3", [patch([patch([("colour", .text("red"))])])])
    let outcome = try fixture.append(deeper)
    #expect(outcome.refusedBy == .patchUnfit)
    #expect(outcome.rejection?.field == "data.patch.patch.patch.colour")
  }

  @Test func aPersonalValueNeverEntersThroughAPatch() throws {
    let fixture = try LedgerFixture()
    try fixture.append(office("o1", name: "Nguyễn Văn An"))
    let direct = try fixture.append(correct("c1", "office-o1", [("name", .text("Bí mật"))]))
    #expect(direct.refusedBy == .patchUnfit)
    #expect(direct.rejection?.description.contains("void the entry") == true)
    try fixture.append(correct("c2", "office-o1", [("position", .text("Ủy viên"))]))
    let behind = try fixture.append(
      correct("c3", "c2", [patch([("name", .text("Bí mật"))])]))
    #expect(behind.refusedBy == .patchUnfit, "\(behind)")
    let person = try fixture.append(
      correct("c4", "c2", [patch([("person", .text("an@example.vn"))])]))
    #expect(person.refusedBy == .patchUnfit, "\(person)")
    #expect(try !fixture.folder.allBytes().contains("Bí mật".utf8))
  }

  @Test func aPersonalValueIsPutRightByVoidingAndRecordingAnew() throws {
    let fixture = try LedgerFixture()
    try fixture.append(office("o1", name: "Nguyễn Văn Ân"))
    #expect(try fixture.append(void("v", of: "office-o1")).rejection == nil)
    var again = try office("o1", name: "Nguyễn Văn An")
    again.id = "office-o1-again"
    #expect(try fixture.append(again).rejection == nil)
  }

  @Test func aVoidIsOnlyMovedToWhatMayBeVoided() throws {
    let fixture = try LedgerFixture()
    let first = try fixture.append(LedgerFixture.study(1))
    let second = try fixture.append(LedgerFixture.study(2))
    try fixture.append(void("v", of: "study-1"))
    let third = try fixture.append(LedgerFixture.study(3))
    let unit = try fixture.log.position(source: "test", id: "unit-upper-a")
    func move(_ id: String, to position: Position?) throws -> AppendOutcome {
      let number = Int64(position?.number ?? 9_999)
      return try fixture.append(correct(id, "v", [("target", .integer(number))]))
    }
    #expect(try move("m1", to: nil).refusedBy == .targetUnknown)
    #expect(try move("m2", to: third.position).refusedBy == .targetUnknown, "it came later")
    #expect(try move("m3", to: unit).refusedBy == .targetReferredTo)
    #expect(
      try fixture.append(correct("m4", "v", [("target_id", .text("study-2"))])).refusedBy
        == .patchUnfit)
    #expect(try move("m5", to: second.position).rejection == nil)
    #expect(first.position != nil)
  }

  @Test func aVoidIsVoidedOnlyIfWhatItStruckCanComeBack() throws {
    let fixture = try LedgerFixture()
    try fixture.append(LedgerFixture.report("r1", version: 1))
    try fixture.append(LedgerFixture.report("r1", version: 2))
    #expect(try fixture.append(void("v2", of: "r1-v2")).rejection == nil)
    var again = try LedgerFixture.report("r1", version: 2)
    again.id = "r1-v2-again"
    let later = try fixture.append(again)
    #expect(later.rejection == nil)
    let twice = try fixture.append(void("vv2", of: "v2"))
    #expect(twice.refusedBy == .alreadyKnown, "version 2 is there again: \(twice)")
    #expect(twice.rejection?.position == later.position)
    #expect(try fixture.append(void("v2b", of: "r1-v2-again")).rejection == nil)
    #expect(try fixture.append(void("vv2b", of: "v2")).rejection == nil, "now it can")
  }

  @Test func aRevivedEntryNeedsWhatItNames() throws {
    let fixture = try LedgerFixture()
    try fixture.append(LedgerFixture.report("r1", version: 1))
    let returned = try LedgerFixture.event(
      "report.returned", id: "back",
      [("report", .text("r1")), ("version", .integer(1)), ("reason", .text("thiếu số"))])
    #expect(try fixture.append(returned).rejection == nil)
    #expect(try fixture.append(void("v-back", of: "back")).rejection == nil)
    #expect(try fixture.append(void("v-report", of: "r1-v1")).rejection == nil)
    #expect(try fixture.append(void("vv-back", of: "v-back")).refusedBy == .unknownEntity)
    #expect(try fixture.append(void("vv-report", of: "v-report")).rejection == nil)
    #expect(try fixture.append(void("vv-back", of: "v-back")).rejection == nil)
  }
}

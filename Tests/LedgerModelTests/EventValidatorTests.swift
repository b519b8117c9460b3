import Catalog
import LedgerModel
import TestSupport
import Testing

@Suite struct EventValidatorTests {
  private let validator = EventValidator()

  private func event(_ name: String, _ data: [NamedValue]) throws -> Event {
    Event(
      id: "1", source: "urn:test", type: try #require(EventCatalog.type(name)),
      time: Instant(microseconds: 1_628_000_000_000_000), campaign: "kh121", unit: "u1",
      data: data)
  }

  private func problems(_ event: Event) -> [String: ProblemRule] {
    Dictionary(validator.validate(event).problems.map { ($0.field, $0.rule) }) { first, _ in first }
  }

  private func returned(_ version: Int64 = 1) -> [NamedValue] {
    [
      NamedValue("report", .text("bc")), NamedValue("version", .integer(version)),
      NamedValue("reason", .text("thiếu")),
    ]
  }

  @Test(arguments: EventCatalog.types, [true, false])
  func acceptsEveryValidEventUnchanged(type: EventType, isStored: Bool) {
    for seed in UInt64(0)..<20 {
      var generator = EventGenerator(seed: seed, isStored: isStored)
      let event = generator.event(of: type)
      let result = validator.validate(event)
      #expect(result.problems == [], "seed \(seed)")
      #expect(result.event == event, "seed \(seed)")
    }
  }

  @Test func namesMissingAndUnknownFields() throws {
    let event = try event(
      "report.returned",
      [NamedValue("report", .text("bc")), NamedValue("versoin", .integer(1))])
    #expect(
      problems(event) == [
        "data.version": .required, "data.reason": .required, "data.versoin": .unknownField,
      ])
    let unknown = try #require(
      validator.validate(event).problems.first { $0.rule == .unknownField })
    #expect(unknown.remedy == "did you mean 'version'?")
  }

  @Test func checksTypesChoicesCountsAndVersions() throws {
    #expect(problems(try event("report.returned", returned(0))) == ["data.version": .version])
    let distributed = try event(
      "material.distributed",
      [
        NamedValue("material", .integer(3)), NamedValue("to_unit", .text("u2")),
        NamedValue("medium", .text("zallo")), NamedValue("quantity", .integer(-5)),
      ])
    #expect(
      problems(distributed) == [
        "data.material": .wrongType, "data.medium": .choice, "data.quantity": .negativeCount,
      ])
    let choice = try #require(
      validator.validate(distributed).problems.first { $0.rule == .choice })
    #expect(choice.remedy?.hasPrefix("did you mean 'zalo'?") == true && choice.found == "zallo")
  }

  @Test func checksTheEnvelope() throws {
    var event = try event(
      "material.received",
      [
        NamedValue("material", .text("m")), NamedValue("from_unit", .text("u")),
      ])
    event.campaign = nil
    event.unit = nil
    event.id = ""
    event.source = String(repeating: "đ", count: 128)
    event.subject = ""
    #expect(
      problems(event) == [
        "campaign": .envelope, "orgunit": .envelope, "id": .required, "source": .length,
        "subject": .required,
      ])
    event.source = String(repeating: "đ", count: 127) + "d"
    #expect(problems(event)["source"] == nil)
  }

  @Test func checksRulesInsideTheEvent() throws {
    let accessed = try event(
      "material.accessed",
      [NamedValue("material", .text("m")), NamedValue("channel", .text("website"))])
    #expect(problems(accessed) == ["data.person": .oneOf])
    func restriction(_ end: Int64) throws -> Event {
      try event(
        "restriction.declared",
        [
          NamedValue("restriction", .text("r")), NamedValue("territory", .text("643")),
          NamedValue("level", .text("16")),
          NamedValue("starts", .instant(Instant(microseconds: 10))),
          NamedValue("ends", .instant(Instant(microseconds: end))),
        ])
    }
    #expect(problems(try restriction(10)) == ["data.ends": .intervalOrder])
    #expect(problems(try restriction(11)) == [:])
    func report(_ last: Int32) throws -> Event {
      try event(
        "report.submitted",
        [
          NamedValue("report", .text("r")), NamedValue("version", .integer(1)),
          NamedValue("to_unit", .text("p")), NamedValue("covers_from", .date(Day(number: 10))),
          NamedValue("covers_to", .date(Day(number: last))),
        ])
    }
    #expect(problems(try report(9)) == ["data.covers_to": .intervalOrder])
    #expect(problems(try report(10)) == [:])
    let corrected = try event(
      "entry.corrected",
      [
        NamedValue("target", .position(Position(3))), NamedValue("patch", .record([])),
        NamedValue("reason", .text("x")),
      ])
    #expect(problems(corrected) == ["data.patch": .wrongType])
  }

  @Test func normalisesText() throws {
    let decomposed = "Đa\u{306}\u{301}k La\u{306}\u{301}k"
    let composed = "Đắk Lắk"
    var event = try event("report.returned", returned())
    event.id = decomposed
    event.data[2] = NamedValue("reason", .text(decomposed))
    event.data.append(NamedValue("evidence", .null))
    event.data.swapAt(0, 2)
    let (result, problems) = validator.validate(event)
    #expect(problems.isEmpty)
    #expect(Array(result.id.utf8) == Array(composed.utf8))
    #expect(result.data.map(\.name) == ["report", "version", "reason"])
    #expect(result.text("reason").map { Array($0.utf8) } == Array(composed.utf8))
  }

  @Test func mapKeysThatBecomeEqualAreRefused() throws {
    let figure = FieldValue.record([NamedValue("value", .integer(1))])
    let submitted = try event(
      "report.submitted",
      [
        NamedValue("report", .text("r")), NamedValue("version", .integer(1)),
        NamedValue("to_unit", .text("p")),
        NamedValue(
          "figures", .record([NamedValue("e\u{302}", figure), NamedValue("\u{EA}", figure)])),
      ])
    #expect(problems(submitted) == ["data.figures.\u{EA}": .duplicateKey])
    let whole = validator.validate(submitted).event["figures"]?["\u{EA}"]?["value"]
    #expect(whole == .decimal(ExactDecimal(mantissa: 1)))
  }

  @Test func refusesHugeEvents() throws {
    var event = try event("report.returned", returned())
    event.data[2] = NamedValue("reason", .text(String(repeating: "x", count: 65_000)))
    #expect(problems(event) == [:])
    event.data[2] = NamedValue("reason", .text(String(repeating: "x", count: 65_536)))
    #expect(problems(event) == ["data": .tooLarge])
    event.actor = .account(Account(identifier: "x"))
    #expect(problems(event) == ["data": .tooLarge])
  }

  @Test func neverShowsPersonalValues() throws {
    let event = try event(
      "office.assumed",
      [
        NamedValue("office", .text("o")), NamedValue("person", .integer(7)),
        NamedValue("position", .text("p")), NamedValue("on", .date(Day(number: 1))),
        NamedValue("name", .integer(912_345_678)),
      ])
    let problems = validator.validate(event).problems
    #expect(Set(problems.map(\.field)) == ["data.person", "data.name"])
    for problem in problems { #expect(!problem.description.contains("912345678")) }
  }
}

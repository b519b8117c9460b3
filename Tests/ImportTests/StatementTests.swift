import Catalog
import Diagnostics
import EventLog
import Foundation
import Import
import LedgerModel
import TestSupport
import Testing

@Suite struct StatementTests {
  private static let mappingText = SourceText(
    name: "xapi.yaml",
    text: """
      format: xapi
      source: urn:lrs:test
      campaign: kh121
      attempt: registration+actor
      objects:
        - match: https://learning-media.allogy.com/*
          quiz: thi-92
        - match: https://books.allogy.com/v1/tenant/8/media/*
          material: video
          channel: portal
      verbs:
        http://activitystrea.ms/start: quiz.attempt.started
      """)

  private func mapping() throws -> StatementMapping { try StatementMapping(Self.mappingText) }

  private func read(_ text: String) throws -> [ImportRow] {
    try rows(ImportReader(statements: BytesSource(text, step: 4_096), mapping: mapping()))
  }

  private func statement(
    verb: String = "http://adlnet.gov/expapi/verbs/answered",
    object: String = #"{"id":"https://learning-media.allogy.com/q#1"}"#,
    actor: String = #"{"account":{"homePage":"https://lrs","name":"an"}}"#,
    rest: String = #","context":{"registration":"r1"},"result":{"response":"a","success":true}"#
  ) -> String {
    #"{"id":"s1","actor":\#(actor),"verb":{"id":"\#(verb)"},"object":\#(object),"#
      + #""timestamp":"2021-07-20T08:00:00.5+07:00"\#(rest)}"#
  }

  private func event(_ text: String) throws -> Event? { try read(text).first?.reading.event }

  private func problem(_ text: String) throws -> FieldProblem? {
    try read(text).first?.reading.problems.first
  }

  @Test func answersAndAttempts() throws {
    let answer = try #require(try event(statement()))
    #expect(answer.type.name == "quiz.answer.given" && answer.id == "s1")
    #expect(answer.source == "urn:lrs:test" && answer.campaign == "kh121")
    #expect(answer.bool("correct") == true && answer.text("response") == "a")
    #expect(answer.actor == .account(Account(issuer: "https://lrs", identifier: "an")))
    #expect(answer.time == (try Instant(rfc3339: "2021-07-20T01:00:00.5Z")))
    let passed = try #require(
      try event(
        statement(
          verb: "http://adlnet.gov/expapi/verbs/passed",
          rest: #","context":{"registration":"r1"},"result":{"score":"#
            + #"{"raw":17.50,"min":0,"max":20,"scaled":0.9},"duration":"PT12M"}"#)))
    #expect(passed.type.name == "quiz.attempt.submitted" && passed.text("quiz") == "thi-92")
    #expect(passed.decimal("raw")?.description == "17.50" && passed["scaled"] == nil)
    #expect(passed.duration("duration")?.microseconds == 720_000_000)
    #expect(passed.text("attempt") == answer.text("attempt"))
    #expect(passed.text("attempt")?.hasPrefix("r1/") == true)
    let scaled = try #require(
      try event(
        statement(
          verb: "http://adlnet.gov/expapi/verbs/failed",
          rest: #","context":{"registration":"r1"},"result":{"score":{"scaled":-0.5}}"#)))
    #expect(scaled.decimal("min") == ExactDecimal(mantissa: -1))
    #expect(scaled.decimal("raw")?.description == "-0.5")
  }

  @Test func actorsAreAccounts() throws {
    let box = try #require(try event(statement(actor: #"{"mbox":"mailto:an@example.org"}"#)))
    #expect(box.actor == .account(Account(identifier: "mailto:an@example.org")))
    #expect(box["person"] == box.actor)
    #expect(try problem(statement(actor: #"{"name":"An"}"#))?.field == "actor")
  }

  @Test func viewsAndVoids() throws {
    let view = try #require(
      try event(
        statement(
          verb: "https://w3id.org/xapi/video/verbs/played",
          object: #"{"id":"https://books.allogy.com/v1/tenant/8/media/1"}"#, rest: "")))
    #expect(view.type.name == "material.accessed" && view.text("channel") == "portal")
    let void = try #require(
      try event(
        statement(
          verb: "http://adlnet.gov/expapi/verbs/voided",
          object: #"{"objectType":"StatementRef","id":"s0"}"#, rest: "")))
    #expect(void.type.name == "entry.voided" && void.text("target_id") == "s0")
    #expect(void.text("target_source") == "urn:lrs:test" && void.campaign == nil)
  }

  @Test func whatHasNoMappingIsNamed() throws {
    let verb = try #require(try problem(statement(verb: "http://id.tincanapi.com/verb/skipped")))
    #expect(verb.rule == .unmapped && verb.found == "http://id.tincanapi.com/verb/skipped")
    let object = try #require(try problem(statement(object: #"{"id":"https://other"}"#)))
    #expect(object.rule == .unmapped && object.field == "object.id")
    let answered = #"{"id":"https://books.allogy.com/v1/tenant/8/media/1"}"#
    #expect(try problem(statement(object: answered))?.field == "verb.id")
    #expect(try problem(statement(rest: ""))?.field == "context.registration")
    #expect(try problem(#"{"id":"s1"}"#)?.rule == .required)
  }

  @Test func badMappingsNameTheirPlace() throws {
    func codes(_ text: String) -> [String] {
      do {
        _ = try StatementMapping(SourceText(name: "x.yaml", text: text))
        return []
      } catch {
        return error.diagnostics.map(\.code)
      }
    }
    #expect(codes("source: a") == ["I103", "I103"])
    #expect(
      codes("source: a\ncampaign: k\nobjects: [{match: x}]\nattempt: person") == ["I106", "I103"])
    #expect(
      codes("source: a\ncampaign: k\nobjects: [{match: x, quiz: q}]\nverbs: {v: report.submitted}")
        == ["I106"])
  }

  @Test func excerptIsReadWhole() throws {
    let url = try #require(
      Bundle.module.url(
        forResource: "statements", withExtension: "ndjson", subdirectory: "Fixtures"))
    let found = try rows(ImportReader(statements: FileSource(path: url.path), mapping: mapping()))
    #expect(found.count == 30)
    let types = Dictionary(grouping: found.compactMap(\.reading.event), by: \.type.name)
    #expect(
      types.mapValues(\.count) == [
        "material.accessed": 9, "quiz.attempt.started": 3, "quiz.attempt.submitted": 3,
      ])
    let refused = found.flatMap(\.reading.problems)
    #expect(refused.count == 15 && refused.allSatisfy { $0.rule == .unmapped })
  }

  /// Counts of the statements read equal those that another program counted.
  @Test(
    .enabled(
      if: ProjectFiles.sharedData != nil, "needs the shared data folder beside the project"))
  func countsEqualTheGoldenFile() throws {
    let golden = try JSONParser.parse(
      String(contentsOfFile: Self.sharedFile("tccc-golden.json"), encoding: .utf8))
    var verbs: [String: Int] = [:]
    var actors: [String: Int] = [:]
    var days: [String: Int] = [:]
    var localDays: [String: Int] = [:]
    var reader = try ImportReader(
      statements: FileSource(path: Self.sharedFile("tccc-statements.ndjson")), mapping: mapping())
    var count = 0
    while let row = try reader.nextRaw() {
      let read = Statement.read(try JSONParser.parse(row.bytes.span))
      let statement = try #require(read.statement)
      count += 1
      verbs[statement.verb, default: 0] += 1
      actors[statement.actor.identifier, default: 0] += 1
      days[CivilZone.utc.day(of: statement.timestamp).iso8601, default: 0] += 1
      localDays[CivilZone.vietnam.day(of: statement.timestamp).iso8601, default: 0] += 1
    }
    #expect(count == 2_814)
    #expect(verbs == counts(golden["by_verb"]))
    #expect(actors == counts(golden["by_actor_mbox"]))
    #expect(days == counts(golden["by_utc_day"]))
    #expect(localDays == counts(golden["by_day_Asia/Ho_Chi_Minh"]))
  }

  @Test(
    .enabled(
      if: ProjectFiles.sharedData != nil, "needs the shared data folder beside the project"))
  func everyStatementIsAccountedFor() throws {
    try withTemporaryFolder { folder in
      let log = try ImporterTests.log(at: folder + "/l")
      let mapping = try mapping()
      let file = try ImportFile(statements: mapping, text: Self.mappingText) {
        () throws(ImportError) in try FileSource(path: Self.sharedFile("tccc-statements.ndjson"))
      }
      let report = try Importer(
        file, into: ImporterTests.sink(log), options: ImporterTests.options(batch: 1_000)
      ).run()
      #expect(report.rows == 2_814)
      #expect(report.rows == report.accepted + report.duplicates + report.rejected)
    }
  }

  private func counts(_ node: JSONNode?) -> [String: Int] {
    var result: [String: Int] = [:]
    for member in node?.members ?? [] {
      result[member.name] = member.node.decimal?.whole.map { Int($0) }
    }
    return result
  }

  private static func sharedFile(_ name: String) -> String {
    ProjectFiles.sharedData?.appendingPathComponent("xapi/\(name)").path ?? ""
  }
}

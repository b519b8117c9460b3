import Catalog
import LedgerModel
import TestSupport
import Testing

@Suite struct EventJSONTests {
  private func json(
    _ changes: [String: String?] = [:], data: String = #"{"report":"bc","version":1,"reason":"x"}"#
  ) -> String {
    var members: [String: String] = [
      "specversion": #""1.0""#, "id": #""1""#, "source": #""urn:test""#,
      "type": #""vn.congdoan.report.returned.v1""#, "time": #""2021-08-05T09:00:00+07:00""#,
      "campaign": #""kh121""#, "data": data,
    ]
    for (name, value) in changes { members[name] = value }
    return "{"
      + members.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\($0.value)" }
      .joined(separator: ",") + "}"
  }

  private func problems(_ text: String) -> [String: ProblemRule] {
    Dictionary(EventJSON.read(text).problems.map { ($0.field, $0.rule) }) { first, _ in first }
  }

  @Test(arguments: EventCatalog.types, [true, false])
  func roundTrip(type: EventType, isStored: Bool) {
    for seed in UInt64(0)..<20 {
      var generator = EventGenerator(seed: seed, isStored: isStored)
      let event = generator.event(of: type)
      let text = EventJSON.write(event, recorded: event.time, offsetSeconds: 25_200)
      let reading = EventJSON.read(text)
      #expect(reading.problems == [], "seed \(seed)")
      #expect(reading.recorded == event.time)
      #expect(reading.event.map(asDraft) == asDraft(event), "seed \(seed)")
    }
  }

  /// A file names persons by accounts, so a pseudonym comes back as one.
  private func asDraft(_ event: Event) -> Event {
    var result = event
    result.actor = event.actor.map(asAccount)
    let specs = EventType.commonFields + event.type.fields
    result.data = event.data.map { named in
      let isPerson = specs.contains { $0.name == named.name && $0.type.namesPersons }
      return isPerson ? NamedValue(named.name, asAccount(named.value)) : named
    }
    return result
  }

  private func asAccount(_ value: FieldValue) -> FieldValue {
    switch value {
    case .text(let text): .account(Account(identifier: text))
    case .list(let values): .list(values.map(asAccount))
    default: value
    }
  }

  @Test func readsTheEnvelope() throws {
    let text = json([
      "subject": #""r""#, "orgunit": #""u1""#, "actor": #"{"issuer":"zalo","id":"an"}"#,
      "provision": #""III.2""#, "obligation": #""k/O11/u1""#, "causationid": #""c""#,
      "correlationid": #""d""#, "dataschema": #""https://example.org/s""#,
      "datacontenttype": #""application/json; charset=utf-8""#,
    ])
    let event = try #require(EventJSON.read(text).event)
    #expect(event.actor == .account(Account(issuer: "zalo", identifier: "an")))
    #expect(event.unit == "u1" && event.provision == "III.2" && event.causation == "c")
    #expect(event.time.microseconds == 1_628_128_800_000_000)
    #expect(event.obligation == "k/O11/u1" && event.correlation == "d" && event.subject == "r")
    #expect(event.integer("version") == 1)
    let system = try #require(EventJSON.read(json(["actor": #""system:portal""#])).event)
    #expect(system.actor == .text("system:portal"))
  }

  @Test func namesWhatIsMissing() {
    #expect(
      problems("{}") == [
        "specversion": .required, "id": .required, "source": .required, "type": .required,
        "time": .required,
      ])
    #expect(problems(json(["campaign": nil])) == ["campaign": .envelope])
    #expect(problems(json(["data": nil]))["data.report"] == .required)
    #expect(problems("[1]") == ["event": .wrongType])
  }

  @Test func refusesUnknownNamesWithGuesses() throws {
    let type = EventJSON.read(json(["type": #""vn.congdoan.report.submited.v1""#])).problems
    #expect(type.map(\.rule) == [.unknownType])
    #expect(type.first?.remedy == "did you mean 'vn.congdoan.report.submitted.v1'?")
    let attribute = EventJSON.read(json(["campain": #""x""#])).problems
    #expect(attribute.map(\.field) == ["campain"])
    #expect(attribute.first?.remedy == "did you mean 'campaign'?")
    #expect(problems(json(["traceparent": #""x""#])) == ["traceparent": .unknownField])
    let field = EventJSON.read(
      json(data: #"{"report":"b","version":1,"reason":"x","reson":"y"}"#)
    ).problems
    #expect(field.map(\.field) == ["data.reson"])
    #expect(field.first?.remedy == "did you mean 'reason'?")
  }

  @Test func refusesBadValues() {
    func bad(_ name: String, _ value: String) -> ProblemRule? {
      problems(json([name: value]))[name]
    }
    #expect(bad("specversion", #""0.3""#) == .choice)
    #expect(bad("id", "5") == .wrongType)
    #expect(bad("time", #""2021-08-05T09:00:00""#) == .invalidValue)
    #expect(bad("time", #""2021-06-31T09:00:00+07:00""#) == .invalidValue)
    #expect(bad("time", #""05/8/2021""#) == .invalidValue)
    #expect(bad("actor", "7") == .wrongType)
    #expect(bad("actor", #"{"issuer":"x"}"#) == .wrongType)
    #expect(bad("datacontenttype", #""text/xml""#) == .choice)
    #expect(bad("data", "[]") == .wrongType)
    func field(_ value: String) -> [String: ProblemRule] {
      problems(json(data: #"{"report":"b","version":\#(value),"reason":"x"}"#))
    }
    #expect(field("1.5") == ["data.version": .invalidValue])
    #expect(field("1.0") == [:])
    #expect(field("\"1\"") == ["data.version": .wrongType])
    #expect(field("99999999999999999999") == ["data.version": .invalidValue])
    #expect(field("0") == ["data.version": .version])
    #expect(field("null") == ["data.version": .required])
  }

  @Test func datesMustExist() {
    func covers(_ day: String) -> [String: ProblemRule] {
      problems(
        json(
          ["type": #""vn.congdoan.report.submitted.v1""#, "orgunit": #""u""#],
          data: #"{"report":"b","version":1,"to_unit":"p","covers_from":"\#(day)"}"#))
    }
    #expect(covers("2021-08-05") == [:])
    for day in ["2021-06-31", "2021-13-08", "8/5/2021", "2021-8-5", "2021-02-29", ""] {
      #expect(covers(day) == ["data.covers_from": .invalidValue], "\(day)")
    }
  }

  @Test func syntaxErrorsNameTheColumn() throws {
    let problem = try #require(EventJSON.read(#"{"id": "1", "id": "2"}"#).problems.first)
    #expect(problem.rule == .duplicateKey && problem.message.hasSuffix("at column 13"))
    let cut = try #require(EventJSON.read(#"{"id": "1","#).problems.first)
    #expect(cut.rule == .syntax && cut.field == "event")
    let bytes: [UInt8] = [0x7B, 0x0A, 0x22, 0xFF, 0x22]
    let encoding = try #require(EventJSON.read(bytes.span).problems.first)
    #expect(encoding.rule == .invalidUTF8 && encoding.message.contains("line 2"))
  }

  @Test func decomposedTextIsComposed() throws {
    let event = try #require(EventJSON.read(json(["id": "\"Đa\u{306}\u{301}k\""])).event)
    #expect(Array(event.id.utf8) == Array("Đắk".utf8))
  }

  @Test func writesOneExactLine() throws {
    let event = try #require(
      EventJSON.read(json(["actor": #"{"issuer":"zalo","id":"an"}"#, "orgunit": #""u1""#])).event)
    #expect(
      EventJSON.write(event, offsetSeconds: 25_200)
        == #"{"specversion":"1.0","id":"1","source":"urn:test","#
        + #""type":"vn.congdoan.report.returned.v1","time":"2021-08-05T09:00:00+07:00","#
        + #""campaign":"kh121","orgunit":"u1","actor":{"issuer":"zalo","id":"an"},"#
        + #""data":{"report":"bc","version":1,"reason":"x"}}"#)
  }
}

extension FieldType {
  fileprivate var namesPersons: Bool {
    switch self {
    case .reference(.person): true
    case .list(let element): element.namesPersons
    default: false
    }
  }
}

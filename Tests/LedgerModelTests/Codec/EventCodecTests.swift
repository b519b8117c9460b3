import Catalog
import LedgerModel
import TestSupport
import Testing

@Suite struct EventCodecTests {
  private let recorded = Instant(microseconds: 1_628_100_000_000_000)

  @Test(arguments: EventCatalog.types)
  func roundTrip(type: EventType) throws {
    for seed in UInt64(0)..<40 {
      var generator = EventGenerator(seed: seed, isStored: true)
      let event = generator.event(of: type)
      let bytes = try EventCodec.encode(event, recorded: recorded)
      let decoded = try EventCodec.decode(bytes)
      #expect(decoded.event == event, "seed \(seed)")
      #expect(decoded.recorded == recorded)
      #expect(try EventCodec.encode(decoded.event, recorded: recorded) == bytes, "seed \(seed)")
      let peek = try EventCodec.peek(bytes.span)
      #expect(peek.type(in: bytes.span) === type)
      #expect(peek.time == event.time && peek.recorded == recorded)
      #expect(EventCodec.text(peek.id, in: bytes.span) == event.id)
      #expect(peek.campaign.map { EventCodec.text($0, in: bytes.span) } == event.campaign)
      #expect(peek.unit.map { EventCodec.text($0, in: bytes.span) } == event.unit)
    }
  }

  @Test func orderOfFieldsDoesNotMatter() throws {
    let type = try #require(EventCatalog.type("report.submitted"))
    for seed in UInt64(0)..<50 {
      var generator = EventGenerator(seed: seed, isStored: true)
      var event = generator.event(of: type)
      let bytes = try EventCodec.encode(event, recorded: recorded)
      event.data.shuffle(using: &generator.random)
      #expect(try EventCodec.encode(event, recorded: recorded) == bytes, "seed \(seed)")
    }
  }

  @Test func stampChangesRecordedOnly() throws {
    let type = try #require(EventCatalog.type("report.accepted"))
    var generator = EventGenerator(seed: 1, isStored: true)
    let event = generator.event(of: type)
    let early = try EventCodec.encode(event, recorded: Instant(microseconds: 0))
    var stamped = early
    EventCodec.stampRecorded(recorded, in: &stamped)
    #expect(stamped == (try EventCodec.encode(event, recorded: recorded)))
    #expect(EventCodec.sameContent(early, stamped))
    stamped[stamped.count - 1] ^= 1
    #expect(!EventCodec.sameContent(early, stamped))
  }

  @Test func refusesWhatMustNotBeStored() throws {
    let type = try #require(EventCatalog.type("office.assumed"))
    var event = Event(
      id: "1", source: "s", type: type, time: recorded, unit: "u",
      data: [NamedValue("person", .account(Account(identifier: "an@example.org")))])
    #expect(throws: EventEncodingError.unresolvedAccount(field: "data.person")) {
      try EventCodec.encode(event, recorded: recorded)
    }
    event.data = [NamedValue("name", .text("Nguyễn Văn An"))]
    #expect(throws: EventEncodingError.personalValueInClear(field: "data.name")) {
      try EventCodec.encode(event, recorded: recorded)
    }
    event.data = [NamedValue("nme", .text("x"))]
    #expect(throws: EventEncodingError.unknownField("data.nme")) {
      try EventCodec.encode(event, recorded: recorded)
    }
    event.data = [NamedValue("on", .text("2021-08-05"))]
    #expect(throws: EventEncodingError.wrongType(field: "data.on")) {
      try EventCodec.encode(event, recorded: recorded)
    }
    event.data = [NamedValue("position", .text("a")), NamedValue("position", .text("b"))]
    #expect(throws: EventEncodingError.repeatedField("data.position")) {
      try EventCodec.encode(event, recorded: recorded)
    }
    event.data = [NamedValue("position", .text(String(repeating: "a", count: 65_536)))]
    #expect(throws: EventEncodingError.self) { try EventCodec.encode(event, recorded: recorded) }
    event.data = []
    event.actor = .account(Account(identifier: "x"))
    #expect(throws: EventEncodingError.unresolvedAccount(field: "actor")) {
      try EventCodec.encode(event, recorded: recorded)
    }
  }
}

import Catalog
import LedgerModel
import TestSupport
import Testing

/// Outlines against the events that the decoder makes of the same bytes.
@Suite struct EventOutlinesTests {
  private let recorded = Instant(microseconds: 1_628_100_000_000_000)
  private let all = EventCatalog.types.map { _ in true }

  @Test("parts are what the decoded event says", arguments: EventCatalog.types)
  func parts(type: EventType) throws {
    var outlines = EventOutlines()
    var events: [Event] = []
    for seed in UInt64(0)..<30 {
      var generator = EventGenerator(seed: seed, isStored: true)
      let bytes = try EventCodec.encode(generator.event(of: type), recorded: recorded)
      events.append(try EventCodec.decode(bytes).event)
      #expect(try outlines.append(bytes.span, at: Position(seed + 1), all))
    }
    for (number, event) in events.enumerated() {
      #expect(EventCatalog.types[outlines.type(of: number)] === type)
      #expect(outlines.position(of: number) == Position(UInt64(number + 1)))
      #expect(outlines[number].time == event.time && outlines[number].recorded == recorded)
      #expect(try outlines.event(number)?.event == event)
      #expect(text(.source, number, outlines) == event.source)
      #expect(text(.unit, number, outlines) == event.unit)
      #expect(text(.campaign, number, outlines) == event.campaign)
      #expect(text(.actor, number, outlines) == event.actorName)
      #expect(text(.provision, number, outlines) == event.provision)
      #expect(text(.obligation, number, outlines) == event.obligation)
      for spec in type.allFields { try expect(event[spec.name], spec.name, number, outlines) }
    }
  }

  private func text(_ key: EventPart.Key, _ event: Int, _ outlines: EventOutlines) -> String? {
    outlines.range(key, of: event).map { String(decoding: outlines.bytes[$0], as: UTF8.self) }
  }

  private func expect(
    _ value: FieldValue?, _ name: String, _ event: Int, _ outlines: EventOutlines
  ) throws {
    let type = EventCatalog.types[outlines.type(of: event)]
    let field = try #require(type.storedField(named: name))
    guard let value else {
      #expect(outlines.range(field.key, of: event) == nil)
      return
    }
    let range = try #require(outlines.range(field.key, of: event))
    switch (field.form, value) {
    case (.text, .text(let text)): #expect(self.text(field.key, event, outlines) == text)
    case (.commitment, .commitment(let bytes)): #expect(Array(outlines.bytes[range]) == bytes)
    case (.integer, .integer(let number)): #expect(try outlines.integer(in: range) == number)
    case (.instant, .instant(let instant)):
      #expect(try outlines.integer(in: range) == instant.microseconds)
    case (.duration, .duration(let span)):
      #expect(try outlines.integer(in: range) == span.microseconds)
    case (.position, .position(let place)):
      #expect(try outlines.unsigned(in: range) == place.number)
    case (.list, .list(let elements)):
      #expect(try outlines.elementCount(in: range) == elements.count)
    case (.other, _): break
    default: Issue.record("\(type.name).\(name) is stored as \(field.form) and read as \(value)")
    }
  }

  @Test("bytes that the decoder refuses are refused", arguments: 1...40 as ClosedRange<UInt64>)
  func refuses(seed: UInt64) throws {
    var generator = EventGenerator(seed: seed, isStored: true)
    var random = SeededGenerator(seed: seed)
    var refused = 0
    for type in EventCatalog.types {
      let bytes = try EventCodec.encode(generator.event(of: type), recorded: recorded)
      for _ in 0..<10 {
        var damaged = bytes
        for _ in 0..<Int.random(in: 1...2, using: &random) {
          let place = Int.random(in: 0..<damaged.count, using: &random)
          damaged[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        }
        if Int.random(in: 0..<8, using: &random) == 0 {
          damaged = Array(damaged.prefix(Int.random(in: 0..<damaged.count, using: &random)))
        }
        var outlines = EventOutlines()
        let decoded = try? EventCodec.read(damaged)
        let isOutlined = try? outlines.append(damaged.span, at: Position(1), all)
        #expect((decoded == nil) == (isOutlined == nil), "\(type.name), seed \(seed)")
        if case .event? = decoded { #expect(isOutlined == true) } else { refused += 1 }
      }
    }
    #expect(refused > 100)
  }

  @Test("types that nobody wants are left out")
  func leavesOut() throws {
    let wanted = try #require(EventCatalog.type("quiz.answer.given"))
    var outlines = EventOutlines()
    var generator = EventGenerator(seed: 5, isStored: true)
    for type in EventCatalog.types {
      let bytes = try EventCodec.encode(generator.event(of: type), recorded: recorded)
      let isAdded = try outlines.append(
        bytes.span, at: Position(1), EventCatalog.types.map { $0 === wanted })
      #expect(isAdded == (type === wanted))
    }
    #expect(outlines.count == 1)
    #expect(try outlines.event(0)?.event.type === wanted)
  }
}

import Catalog
import LedgerModel
import TestSupport
import Testing

@Suite struct StrictDecodingTests {
  /// An outer map around one raw `data` item.
  private func record(_ data: [UInt8], type: String = "vn.congdoan.entry.corrected.v1") -> [UInt8] {
    [0xA6, 0, 0x1B, 0, 5, 0xC8, 0xC5, 0x3A, 0x2C, 0x40, 0, 1, 0x61, 0x61, 2, 0x61, 0x62, 3, 0x78]
      + [UInt8(type.utf8.count)] + Array(type.utf8) + [5, 0, 13] + data
  }

  private func reason(_ bytes: [UInt8]) -> CodecError.Reason? {
    do {
      _ = try EventCodec.decode(bytes)
      return nil
    } catch {
      return error.reason
    }
  }

  @Test func readsTheSketch() {
    #expect(reason(record([0xA1, 1, 0x05])) == nil)
  }

  @Test func refusesLongerFormsThanNeeded() {
    #expect(reason(record([0xA1, 1, 0x18, 0x05])) == .notShortest)
    #expect(reason(record([0xA1, 1, 0x19, 0x00, 0xFF])) == .notShortest)
    #expect(reason(record([0xA1, 1, 0x1A, 0x00, 0x00, 0xFF, 0xFF])) == .notShortest)
    #expect(reason(record([0xA1, 1, 0x1B, 0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF])) == .notShortest)
    #expect(reason(record([0xB8, 1, 1, 0x05])) == .notShortest)
    #expect(reason(record([0xA1, 3, 0x78, 1, 0x61])) == .notShortest)
  }

  @Test func refusesIndefiniteLengths() {
    #expect(reason(record([0xBF, 1, 0x05, 0xFF])) == .notShortest)
    #expect(reason(record([0xA1, 3, 0x7F, 0x61, 0x61, 0xFF])) == .notShortest)
  }

  @Test func refusesUnsortedOrRepeatedKeys() {
    #expect(reason(record([0xA2, 3, 0x61, 0x61, 1, 0x05])) == .keysNotAscending)
    #expect(reason(record([0xA2, 1, 0x05, 1, 0x05])) == .keysNotAscending)
    let patch: [UInt8] = [0xA1, 2, 0xA2]
    #expect(reason(record(patch + [0x61, 0x62, 1, 0x61, 0x61, 1])) == .keysNotAscending)
    #expect(reason(record(patch + [0x62, 0x61, 0x61, 1, 0x61, 0x62, 1])) == .keysNotAscending)
    #expect(reason(record(patch + [0x61, 0x61, 1, 0x61, 0x61, 1])) == .keysNotAscending)
  }

  @Test func refusesInvalidText() {
    #expect(reason(record([0xA1, 3, 0x62, 0xC3, 0x28])) == .invalidUTF8)
    #expect(reason(record([0xA1, 3, 0x63, 0xED, 0xA0, 0x80])) == .invalidUTF8)
  }

  @Test func refusesTrailingAndMissingBytes() {
    #expect(reason(record([0xA1, 1, 0x05, 0x00])) == .trailingBytes)
    #expect(reason(record([0xA1, 1])) == .truncated)
    #expect(reason(record([0xA1, 3, 0x65, 0x61])) == .truncated)
    #expect(reason([]) == .truncated)
    #expect(reason([0xA1, 0]) != nil)
  }

  @Test func refusesOtherItemsThanTheCatalogueSays() {
    #expect(reason(record([0xA1, 1, 0x61, 0x61])) == .expected("a position"))
    #expect(reason(record([0xA1, 3, 0x05])) == .expected("a text"))
    #expect(reason(record([0xA1, 2, 0xFB, 0, 0, 0, 0, 0, 0, 0, 0])) != nil)
    #expect(reason(record([0xA1, 2, 0xF7])) == .unsupportedItem)
    #expect(reason(record([0xA1, 2, 0xC4, 0x82, 0x01, 0x01])) == .outOfRange)
    let office = "vn.congdoan.office.assumed.v1"
    #expect(
      reason(record([0xA1, 6, 0x61, 0x61], type: office))
        == .expected("the 32 bytes of a commitment"))
    #expect(
      reason(record([0xA1, 6, 0x41, 0x61], type: office))
        == .expected("the 32 bytes of a commitment"))
  }

  @Test func refusesTooDeepValues() {
    let nested = [UInt8](repeating: 0x81, count: 17) + [0xF6]
    #expect(reason(record([0xA1, 2] + nested)) == .tooDeep)
    let allowed = [UInt8](repeating: 0x81, count: 15) + [0xF6]
    #expect(reason(record([0xA1, 2] + allowed)) == nil)
  }

  @Test func keepsUnknownTypesReadable() throws {
    let data: [UInt8] = [0xA3, 1, 0x61, 0x78, 2, 0xC4, 0x82, 0x20, 0x0F, 9, 0xA1, 0x61, 0x6B, 0xF5]
    let bytes = record(data, type: "vn.congdoan.moon.landed.v7")
    #expect(reason(bytes) == .unknownType("vn.congdoan.moon.landed.v7"))
    guard case .unknown(let record) = try EventCodec.read(bytes) else {
      Issue.record("the type must be unknown")
      return
    }
    #expect(record.type == "vn.congdoan.moon.landed.v7" && record.envelope.id == "a")
    #expect(record.data["#1"] == .text("x"))
    #expect(record.data["#2"] == .decimal(ExactDecimal(mantissa: 15, scale: 1)))
    #expect(record.data["#9"]?["k"] == .bool(true))
  }

  @Test func keepsUnknownFieldsReadable() throws {
    let bytes = record([0xA2, 1, 5, 0x18, 99, 0x61, 0x78])
    let event = try EventCodec.decode(bytes).event
    #expect(event["#99"] == .text("x"))
  }

  /// Mutated records are either refused or decode to an event that encodes to the same bytes.
  @Test func neverTrapsAndStaysCanonical() throws {
    for seed in UInt64(0)..<4_000 {
      var generator = EventGenerator(seed: seed, isStored: true)
      let type = try #require(EventCatalog.types.randomElement(using: &generator.random))
      let event = generator.event(of: type)
      var bytes = try EventCodec.encode(event, recorded: Instant(microseconds: 1 << 50))
      for _ in 0..<Int.random(in: 1...4, using: &generator.random) {
        mutate(&bytes, &generator.random)
      }
      _ = try? EventCodec.peek(bytes.span)
      guard let decoded = try? EventCodec.decode(bytes),
        !decoded.event.data.contains(where: { $0.name.hasPrefix("#") })
      else { continue }
      guard let again = try? EventCodec.encode(decoded.event, recorded: decoded.recorded) else {
        continue
      }
      #expect(again == bytes, "seed \(seed)")
    }
  }

  private func mutate(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
    guard !bytes.isEmpty else { return }
    let index = Int.random(in: 0..<bytes.count, using: &random)
    switch Int.random(in: 0..<5, using: &random) {
    case 0: bytes[index] ^= UInt8(1) << UInt8.random(in: 0..<8, using: &random)
    case 1: bytes[index] = UInt8.random(in: 0...255, using: &random)
    case 2: bytes.remove(at: index)
    case 3: bytes.insert(UInt8.random(in: 0...255, using: &random), at: index)
    default: bytes.removeLast(bytes.count - index)
    }
  }
}

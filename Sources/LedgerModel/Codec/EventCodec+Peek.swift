package import Catalog

/// The envelope of a stored record without its data: offsets instead of strings, so that a scan
/// over millions of records allocates nothing.
package struct EventPeek: Sendable {
  package let recorded: Instant
  package let time: Instant
  /// The bytes of `id` in the record, as of every range here.
  package let id: Range<Int>
  package let source: Range<Int>
  package let typeIdentifier: Range<Int>
  package let campaign: Range<Int>?
  package let unit: Range<Int>?
  package let actor: Range<Int>?
  /// Where the map of fields starts.
  package let dataOffset: Int

  /// The type of the record that this was read from; none when it is newer than this program.
  package func type(in bytes: Span<UInt8>) -> EventType? {
    guard typeIdentifier.upperBound <= bytes.count else { return nil }
    return StoredTypes.all.type(identifier: bytes.extracting(typeIdentifier))?.type
  }

  /// Whether the identifier of the type begins so in the record that this was read from: told
  /// without a look at the catalogue.
  package func typeBegins(with prefix: Span<UInt8>, in bytes: Span<UInt8>) -> Bool {
    guard typeIdentifier.count >= prefix.count, typeIdentifier.upperBound <= bytes.count else {
      return false
    }
    for index in prefix.indices
    where bytes[typeIdentifier.lowerBound &+ index] != prefix[index] { return false }
    return true
  }
}

extension EventCodec {
  /// Reads the envelope only; what lies in `data` is neither read nor checked, and texts are not
  /// checked for valid UTF-8.
  package static func peek(_ bytes: Span<UInt8>) throws(CodecError) -> EventPeek {
    var reader = CBORReader(bytes)
    let pairs = try reader.count(.map, "a map")
    var ranges = EnvelopeRanges()
    var recorded: UInt64 = 0
    var time: Int64?
    var data: Int?
    for _ in 0..<pairs where data == nil {
      let start = reader.offset
      let key = try reader.head(.unsigned, "a key")
      switch key {
      case Key.recorded: recorded = try reader.fixedWidth()
      case Key.time: time = try reader.integer()
      case Key.data: data = reader.offset
      case Key.id...Key.correlation: ranges.set(key, try reader.content(.text, "a text"))
      default: throw reader.error(.unknownKey(key), at: start)
      }
    }
    guard let id = ranges.id, let source = ranges.source, let type = ranges.type else {
      throw reader.error(.missingKey(ranges.id == nil ? Key.id : Key.source), at: 0)
    }
    guard let time, let data, let recorded = Int64(exactly: recorded) else {
      throw reader.error(.missingKey(time == nil ? Key.time : Key.data), at: 0)
    }
    return EventPeek(
      recorded: Instant(microseconds: recorded), time: Instant(microseconds: time),
      id: id, source: source, typeIdentifier: type, campaign: ranges.campaign, unit: ranges.unit,
      actor: ranges.actor, dataOffset: data)
  }

  /// The text that a peek found at `range`; empty when it is not valid UTF-8.
  package static func text(_ range: Range<Int>, in bytes: Span<UInt8>) -> String {
    guard range.upperBound <= bytes.count else { return "" }
    return (try? CBORReader(bytes).text(in: range)) ?? ""
  }
}

private struct EnvelopeRanges {
  var id: Range<Int>?
  var source: Range<Int>?
  var type: Range<Int>?
  var campaign: Range<Int>?
  var unit: Range<Int>?
  var actor: Range<Int>?

  mutating func set(_ key: UInt64, _ range: Range<Int>) {
    switch key {
    case EventCodec.Key.id: id = range
    case EventCodec.Key.source: source = range
    case EventCodec.Key.type: type = range
    case EventCodec.Key.campaign: campaign = range
    case EventCodec.Key.unit: unit = range
    case EventCodec.Key.actor: actor = range
    default: break
    }
  }
}

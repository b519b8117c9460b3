import Evidence
import LedgerModel

/// A draft made ready outside the write transaction: valid in itself, sealed, encoded and hashed.
struct PreparedEvent {
  var event: Event
  var record: [UInt8]
  var leaf: MerkleHash
  var recorded: Instant
  let mentions: [EntityMention]

  init(_ event: Event, recorded: Instant) throws(EventEncodingError) {
    self.event = event
    self.recorded = recorded
    let record = try EventCodec.encode(event, recorded: recorded)
    self.record = record
    leaf = MerkleHash(leaf: record.span)
    mentions = event.mentions
  }

  /// Gives the event another `recorded` than was expected when it was made ready.
  mutating func stamp(_ instant: Instant) {
    guard instant != recorded else { return }
    recorded = instant
    EventCodec.stampRecorded(instant, in: &record)
    leaf = MerkleHash(leaf: record.span)
  }

  /// Fills in the position that a correction or void names by source and id.
  mutating func setTarget(_ position: Position) throws(EventEncodingError) {
    event.data.removeAll { $0.name == "target" }
    event.data.insert(NamedValue("target", .position(position)), at: 0)
    record = try EventCodec.encode(event, recorded: recorded)
    leaf = MerkleHash(leaf: record.span)
  }
}

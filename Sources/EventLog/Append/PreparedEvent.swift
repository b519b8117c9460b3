import Evidence
import LedgerModel

/// A draft made ready outside the write transaction: valid in itself, sealed, encoded and hashed.
///
/// An object, because an event has many fields and is handed on through many steps.
final class PreparedEvent: Sendable {
  let event: Event
  let terms: DraftTerms
  let mentions: [EntityMention]
  /// The stored form under the `recorded` that was expected when it was made ready.
  let form: StoredForm

  init(_ event: Event, _ terms: DraftTerms, recorded: Instant) throws(EventEncodingError) {
    self.event = event
    self.terms = terms
    mentions = event.mentions
    form = StoredForm(try EventCodec.encode(event, recorded: recorded), recorded: recorded)
  }

  /// The same event with the position that a correction or void names by source and id.
  func naming(_ target: Position) throws(EventEncodingError) -> PreparedEvent {
    var event = event
    event.data.removeAll { $0.name == "target" }
    event.data.insert(NamedValue("target", .position(target)), at: 0)
    return try PreparedEvent(event, terms, recorded: form.recorded)
  }
}

/// What a draft asks for beside its event.
struct DraftTerms: Sendable {
  let recorded: Instant?
  let condition: AppendCondition?

  init(_ draft: Draft) {
    recorded = draft.recorded
    condition = draft.condition
  }
}

/// The bytes of an event as they are stored, and their hash.
struct StoredForm: Sendable {
  let record: [UInt8]
  let leaf: MerkleHash
  let recorded: Instant

  init(_ record: [UInt8], recorded: Instant) {
    self.record = record
    self.recorded = recorded
    leaf = MerkleHash(leaf: record.span)
  }

  /// The same event under another `recorded`.
  func stamped(_ instant: Instant) -> StoredForm {
    guard instant != recorded else { return self }
    var bytes = record
    EventCodec.stampRecorded(instant, in: &bytes)
    return StoredForm(bytes, recorded: instant)
  }
}

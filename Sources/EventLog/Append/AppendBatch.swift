import Catalog
import Evidence
import LMDB
import LedgerModel

/// One batch inside the write transaction: decides for each event, in order, against the newest
/// state, and gathers what the transaction will store.
struct AppendBatch {
  let policy: RecordingPolicy
  var head: LogHead
  /// Accepted events; the first gets the position behind the head that the batch began with.
  private(set) var accepted: [PreparedEvent] = []
  /// What is stored of each accepted event.
  private(set) var forms: [StoredForm] = []
  private let firstPosition: UInt64

  init(policy: RecordingPolicy, head: LogHead) {
    self.policy = policy
    self.head = head
    firstPosition = head.size + 1
  }

  private var nextPosition: UInt64 { firstPosition + UInt64(accepted.count) }

  /// Identifier, condition, rules, in this order; an accepted event is known to those that follow it.
  mutating func take(
    _ prepared: PreparedEvent, _ index: inout LedgerIndex
  ) throws -> AppendOutcome {
    let (prepared, target) = try resolveTarget(prepared, &index)
    let fingerprint = index.identifiers.fingerprint(
      source: prepared.event.source, id: prepared.event.id)
    for place in index.identifiers.candidatesInBatch(for: fingerprint) {
      if let outcome = try compare(prepared, at: place, index) { return outcome }
    }
    if let condition = prepared.terms.condition,
      let rejection = try condition.check(
        prepared.event, target: target, next: nextPosition, &index)
    {
      return .rejected(rejection)
    }
    let recorded = policy.recorded(
      of: prepared.event, prepared.terms, last: head.lastRecorded)
    if let refusal = policy.refusal(recorded, last: head.lastRecorded) {
      return .rejected(refusal)
    }
    let subject = RuleSubject(
      prepared: prepared, position: nextPosition, recorded: recorded, isLive: policy.isLive,
      target: target)
    if let rejection = try LedgerRules.check(subject, &index) { return .rejected(rejection) }
    return .appended(try accept(prepared, recorded, fingerprint, &index))
  }

  private mutating func accept(
    _ prepared: PreparedEvent, _ recorded: Instant, _ fingerprint: UInt64,
    _ index: inout LedgerIndex
  ) throws -> Position {
    let position = nextPosition
    index.lookup.pending.append(prepared, recorded: recorded, at: position)
    index.identifiers.add(fingerprint, at: position)
    try index.apply(prepared.event, at: position, mentions: prepared.mentions)
    head.lastRecorded = recorded
    accepted.append(prepared)
    forms.append(prepared.form.stamped(recorded))
    return Position(position)
  }

  /// The same identifier: the same content is a duplicate, other content a conflict; another
  /// identifier with the same fingerprint is none of our business.
  private func compare(
    _ prepared: PreparedEvent, at place: UInt64, _ index: LedgerIndex
  ) throws -> AppendOutcome? {
    if place >= firstPosition {
      let other = accepted[Int(place - firstPosition)]
      guard other.event.hasIdentifier(of: prepared.event) else { return nil }
      return outcome(
        isSame: EventCodec.sameContent(other.form.record, prepared.form.record), place, prepared)
    }
    let store = index.lookup.store
    let mine = prepared.form.record
    return try store.environment.read { transaction in
      guard let record = try transaction.value(in: store.events, at: place) else { return nil }
      let peek = try EventCodec.peek(record)
      guard record.equals(prepared.event.source, in: peek.source),
        record.equals(prepared.event.id, in: peek.id)
      else { return nil }
      return outcome(
        isSame: EventCodec.sameContent(record, mine.span), place, prepared)
    }
  }

  private func outcome(
    isSame: Bool, _ place: UInt64, _ prepared: PreparedEvent
  ) -> AppendOutcome {
    if isSame { return .duplicate(Position(place)) }
    return .rejected(
      Rejection(
        .identifierTaken, "id", "is taken by another event of the same source",
        found: prepared.event.id,
        remedy: "give a new event its own id; put the earlier one right with entry.corrected",
        position: place))
  }

  /// Finds the event that a correction or void names, and fills in its position.
  private func resolveTarget(
    _ prepared: PreparedEvent, _ index: inout LedgerIndex
  ) throws -> (PreparedEvent, RecordedEvent?) {
    let event = prepared.event
    guard event.isAmendment else { return (prepared, nil) }
    var resolved = prepared
    var place = event.position("target")?.number
    if let id = event.text("target_id") {
      let source = event.text("target_source") ?? event.source
      let named = try index.position(source: source, id: id)
      if let place, place != named { return (prepared, nil) }
      place = named
      if let named { resolved = try prepared.naming(Position(named)) }
    }
    guard let place, place > 0, place < nextPosition else { return (resolved, nil) }
    return (resolved, try index.standing(place)?.event)
  }
}

extension Event {
  /// Identifiers are compared as bytes: they are in normal form C by now.
  fileprivate func hasIdentifier(of other: Event) -> Bool {
    id.utf8.elementsEqual(other.id.utf8) && source.utf8.elementsEqual(other.source.utf8)
  }
}

extension Span where Element == UInt8 {
  fileprivate func equals(_ text: String, in range: Range<Int>) -> Bool {
    guard range.count == text.utf8.count else { return false }
    var index = range.lowerBound
    for byte in text.utf8 {
      guard self[index] == byte else { return false }
      index += 1
    }
    return true
  }
}

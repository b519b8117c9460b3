import Catalog
package import LedgerModel

/// "Only if nothing about this was recorded since": what a caller has read is what it builds on.
///
/// Asked inside the write transaction, after the identifier and before the rules: an event that is
/// there already is a duplicate whatever has happened since.
package struct AppendCondition: Hashable, Sendable {
  /// The last position that the caller knows.
  package var since: Position
  /// Names of the event types that count, as `report.submitted`; empty for all.
  package var kinds: Set<String>

  package init(since: Position, kinds: Set<String> = []) {
    self.since = since
    self.kinds = kinds
  }
}

extension AppendCondition {
  /// The first event that breaks the condition for `event`; none if it holds.
  ///
  /// Reads what was not looked at before the transaction, and what the batch under way added.
  ///
  /// - Parameters:
  ///   - target: the event that a correction or void names; its subject is then the subject.
  ///   - next: the position that the event would get.
  func check(
    _ event: Event, target: RecordedEvent?, next: UInt64, _ index: inout LedgerIndex
  ) throws -> Rejection? {
    guard since.number < next else {
      return Rejection(
        .changedSince, "if_unchanged_since", "lies behind the end of the ledger",
        found: String(since.number), remedy: "give a position that was read from this ledger")
    }
    guard let subject = try EventSubject(of: event, target: target, index.lookup) else {
      return Rejection(
        .changedSince, "subject", "is needed to tell what must not have changed",
        remedy: "name the subject of the event")
    }
    let broken = try index.conditions.firstBreaking(self, subject, before: next, index.lookup)
    guard let place = broken else { return nil }
    return Rejection(
      .changedSince, "if_unchanged_since",
      "does not hold: something about \(subject.name) was "
        + "recorded later",
      found: String(since.number), remedy: "read again and decide anew", position: place)
  }

  /// The first event behind one position, up to another, that is about the subject and of a kind
  /// that counts, and how many events were looked at for it. O(events between); records that do not
  /// hold the subject's name are passed over undecoded.
  func firstBreaking(
    _ subject: EventSubject, behind start: UInt64, through end: UInt64, _ lookup: EventLookup
  ) throws -> (place: UInt64?, eventCount: Int) {
    var found: UInt64?
    var count = 0
    let needle = Array(subject.name.utf8)
    let committed = try lookup.store.read { snapshot in
      try snapshot.scan(from: Position(start + 1), through: Position(end)) { position, record in
        count += 1
        guard record.mayConcern(needle), try concerns(record, subject, lookup) else { return true }
        found = position.number
        return false
      }
      return snapshot.head.size
    }
    var place = max(start, committed) + 1
    while found == nil, place <= end {
      if let event = lookup.pending[place]?.event, try concerns(event, subject, lookup) {
        found = place
      }
      place += 1
    }
    return (found, count)
  }

  private func concerns(
    _ record: Span<UInt8>, _ subject: EventSubject, _ lookup: EventLookup
  ) throws -> Bool {
    switch try EventCodec.read(record) {
    case .event(_, let event): return try concerns(event, subject, lookup)
    // What a newer program means by an event that holds the name is not known here.
    case .unknown: return kinds.isEmpty
    }
  }

  /// A correction or void is about what its target is about, and counts as one of either kind.
  private func concerns(
    _ event: Event, _ subject: EventSubject, _ lookup: EventLookup
  ) throws -> Bool {
    if counts(event), subject.isSubject(of: event) { return true }
    guard event.isAmendment, let target = event.position("target"),
      let base = try lookup.baseEvent(of: target.number)?.event
    else { return false }
    return (counts(event) || counts(base)) && subject.isSubject(of: base)
  }

  private func counts(_ event: Event) -> Bool { kinds.isEmpty || kinds.contains(event.type.name) }
}

/// How the types of corrections and voids begin in a record.
private let amendmentPrefix = Array("vn.congdoan.entry.".utf8)

extension Span where Element == UInt8 {
  /// Whether the record holds the bytes of a name, or is a correction or void, which need not.
  fileprivate func mayConcern(_ needle: [UInt8]) -> Bool {
    contains(needle) || contains(amendmentPrefix)
  }

  private func contains(_ needle: [UInt8]) -> Bool {
    guard let first = needle.first, needle.count <= count else { return needle.isEmpty }
    let end = count &- needle.count
    var start = 0
    while start <= end {
      if self[start] == first, matches(needle, at: start) { return true }
      start &+= 1
    }
    return false
  }

  private func matches(_ needle: [UInt8], at start: Int) -> Bool {
    for index in needle.indices where self[start &+ index] != needle[index] { return false }
    return true
  }
}

import Evidence
import LMDB
import LedgerModel

/// Single events by position: those of the log, and those of the batch under way that are not
/// committed yet.
struct EventLookup {
  let store: LogStore
  /// Events accepted in the batch under way.
  var pending = PendingEvents()

  /// The event at a position; none behind the end, and none of a type that is not known here.
  func event(at position: UInt64) throws -> RecordedEvent? {
    if let event = pending[position] { return event }
    return try store.environment.read { transaction in
      guard let record = try transaction.value(in: store.events, at: position) else { return nil }
      let place = Position(position)
      switch try DecodedRecord(record, at: place, path: store.path) {
      case .event(let recorded, let event):
        return RecordedEvent(position: place, recorded: recorded, event: event)
      case .unknown: return nil
      }
    }
  }
}

extension EventLookup {
  /// The event behind a chain of corrections and voids.
  func baseEvent(of target: UInt64) throws -> RecordedEvent? {
    var place = target
    while let event = try event(at: place) {
      guard event.event.isAmendment, let next = event.event.position("target"),
        next.number < place
      else { return event }
      place = next.number
    }
    return nil
  }

  /// The hash of the committed event at a position; empty at position 0 and behind the end.
  func leaf(at position: UInt64) throws -> [UInt8] {
    guard position > 0 else { return [] }
    return try store.environment.read { transaction in
      guard let record = try transaction.value(in: store.events, at: position) else { return [] }
      return MerkleHash(leaf: record).bytes
    }
  }
}

/// Events at neighbouring positions that are accepted and not committed yet.
struct PendingEvents {
  private var first: UInt64 = 0
  private var events: [(prepared: PreparedEvent, recorded: Instant)] = []

  mutating func append(_ prepared: PreparedEvent, recorded: Instant, at position: UInt64) {
    if events.isEmpty { first = position }
    events.append((prepared, recorded))
  }

  subscript(position: UInt64) -> RecordedEvent? {
    guard position >= first, position - first < UInt64(events.count) else { return nil }
    let (prepared, recorded) = events[Int(position - first)]
    return RecordedEvent(
      position: Position(position), recorded: recorded, event: prepared.event)
  }

  mutating func removeAll() { events.removeAll(keepingCapacity: true) }
}

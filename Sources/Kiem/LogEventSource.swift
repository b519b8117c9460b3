import Catalog
import EventLog
import Evidence
import LedgerModel
import Projections

/// The log as projections read it: in steps, so that no reader pins pages for long, and decoding
/// only the types that somebody folds.
struct LogEventSource: EventSource {
  let log: EventLog

  /// Events between two renewals of the read transaction.
  private static let stepCount: UInt64 = 32_768

  var head: Position { get throws { try log.head().lastPosition } }

  func forEach(
    after: Position, through: Position, types: Set<String>,
    _ body: (RecordedEvent) throws -> Void
  ) throws {
    // Where every type is wanted a look at the envelope would only be made twice.
    let named = Set(types.compactMap { EventCatalog.type($0) })
    let wanted = named.count == EventCatalog.types.count ? nil : named
    var start = after.number + 1
    while start <= through.number {
      let end = min(start + LogEventSource.stepCount - 1, through.number)
      try log.read { snapshot in
        try snapshot.scan(from: Position(start), through: Position(end)) { position, record in
          if let event = try decode(record, at: position, wanted) { try body(event) }
          return true
        }
      }
      start = end + 1
    }
  }

  func outline(
    after: Position, through: Position, _ isWanted: [Bool], into outlines: inout EventOutlines
  ) throws -> Bool {
    var start = after.number + 1
    while start <= through.number {
      let end = min(start + LogEventSource.stepCount - 1, through.number)
      try log.read { snapshot in
        try snapshot.scan(from: Position(start), through: Position(end)) { position, record in
          _ = try outlines.append(record, at: position, isWanted)
          return true
        }
      }
      start = end + 1
    }
    return true
  }

  /// None for a type that is not wanted, or that only a newer program knows.
  private func decode(
    _ record: Span<UInt8>, at position: Position, _ types: Set<EventType>?
  ) throws -> RecordedEvent? {
    if let types {
      let peek = try EventCodec.peek(record)
      guard let type = peek.type(in: record), types.contains(type) else { return nil }
    }
    guard case .event(let recorded, let event) = try EventCodec.read(record) else { return nil }
    return RecordedEvent(position: position, recorded: recorded, event: event)
  }

  func event(at position: Position) throws -> RecordedEvent? {
    try log.read { try $0.event(at: position) }
  }

  func position(recordedBy instant: Instant) throws -> Position {
    try log.read { try $0.position(asOf: instant) }
  }

  func recorded(at position: Position) throws -> Instant? {
    try log.read { snapshot in
      guard let record = try snapshot.record(at: position) else { return nil }
      return try EventCodec.peek(record).recorded
    }
  }

  /// The leaf of the Merkle tree that the log's proofs begin with.
  func recordHash(at position: Position) throws -> [UInt8]? {
    try log.read { snapshot in
      guard let record = try snapshot.record(at: position) else { return nil }
      return MerkleHash(leaf: record).bytes
    }
  }
}

import EventLog
import LedgerModel
import Projections

/// A log whose reading is counted and can be cancelled in the middle of a pass.
struct ObservedEvents: EventSource {
  let log: LogEventSource
  /// Told how far a pass has come; false ends it.
  let observe: (Position) -> Bool

  /// Events folded between two questions whether to go on.
  private static let stepCount: UInt64 = 4_096

  var head: Position { get throws { try log.head } }

  func forEach(
    after: Position, through: Position, types: Set<String>,
    _ body: (RecordedEvent) throws -> Void
  ) throws {
    var next = after.number
    try log.forEach(after: after, through: through, types: types) { event in
      if event.position.number >= next {
        guard observe(event.position) else { throw LedgerError.cancelled }
        next = event.position.number + Self.stepCount
      }
      try body(event)
    }
  }

  func event(at position: Position) throws -> RecordedEvent? { try log.event(at: position) }

  func position(recordedBy instant: Instant) throws -> Position {
    try log.position(recordedBy: instant)
  }

  func recorded(at position: Position) throws -> Instant? { try log.recorded(at: position) }

  func recordHash(at position: Position) throws -> [UInt8]? { try log.recordHash(at: position) }
}

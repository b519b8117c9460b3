package import LedgerModel

/// What projections read of a log. Positions are 1...head without gaps.
package protocol EventSource {
  /// The last position; `Position.empty` for an empty log.
  var head: Position { get throws }

  /// Events of the named types with `after < position ≤ through`, in log order. A log skips the
  /// others without decoding them.
  func forEach(
    after: Position, through: Position, types: Set<String>,
    _ body: (RecordedEvent) throws -> Void
  ) throws

  /// Adds the stored records of such events to `outlines`, wanted by the number of their type, in log
  /// order. Returns false where no records are stored, and then adds none.
  func outline(
    after: Position, through: Position, _ isWanted: [Bool], into outlines: inout EventOutlines
  ) throws -> Bool

  /// One event as it was stored, corrections not applied; none beyond the head.
  func event(at position: Position) throws -> RecordedEvent?

  /// The last position with recorded ≤ instant; `Position.empty` before the first.
  func position(recordedBy instant: Instant) throws -> Position

  /// When that position was recorded; none for 0 and beyond the head.
  func recorded(at position: Position) throws -> Instant?

  /// The hash of the stored record, as the log's proofs use it; none where records are not stored.
  func recordHash(at position: Position) throws -> [UInt8]?
}

extension EventSource {
  package func outline(
    after: Position, through: Position, _ isWanted: [Bool], into outlines: inout EventOutlines
  ) throws -> Bool { false }

  package func recordHash(at position: Position) throws -> [UInt8]? { nil }
}

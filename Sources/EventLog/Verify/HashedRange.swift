import Catalog
import Evidence
import LedgerModel

/// What the stored bytes of neighbouring events give, read on one thread with a reader of its own.
///
/// A range begins behind a multiple of 256 events, so that ranges are put together in log order.
/// Of each record only what stands in front of its data is read, without allocating.
struct HashedRange: Sendable {
  private(set) var hashes = LeafHasher()
  /// Events that were hashed.
  private(set) var eventCount: UInt64 = 0
  /// `recorded` of the first and the last record that can be read.
  private(set) var recorded: (first: Instant, last: Instant)?
  /// What the log says about its own signed checkpoints.
  private(set) var statements: [CheckpointStatement] = []
  private(set) var problems: [VerificationProblem] = []
  /// Why the range ends early; none when every position is there.
  private(set) var gap: String?

  /// Of every version.
  private static let checkpointPrefix = Array("\(EventType.prefix)checkpoint.signed.".utf8)

  /// Hashes the events from `first` through `last`.
  init(_ store: LogStore, from first: UInt64, through last: UInt64) throws {
    do {
      try store.read { snapshot in
        try snapshot.scan(from: Position(first), through: Position(last)) { position, record in
          take(record, at: position)
          return true
        }
      }
    } catch LedgerError.damaged(_, let reason) {
      gap = reason
    }
  }

  private mutating func take(_ record: Span<UInt8>, at position: Position) {
    hashes.append(MerkleHash(leaf: record))
    eventCount += 1
    do {
      let peek = try EventCodec.peek(record)
      check(peek.recorded, at: position)
      if peek.typeBegins(with: Self.checkpointPrefix.span, in: record),
        case .event(_, let event) = try EventCodec.read(record),
        let statement = CheckpointStatement(event, at: position)
      {
        statements.append(statement)
      }
    } catch {
      problems.append(.unreadable(position, error))
    }
  }

  /// Held against its neighbour only, so that one wrong instant is one finding.
  private mutating func check(_ instant: Instant, at position: Position) {
    if let last = recorded?.last, instant < last { problems.append(.wrongOrder(position)) }
    recorded = (recorded?.first ?? instant, instant)
  }
}

extension VerificationProblem {
  static func unreadable(_ position: Position, _ error: CodecError) -> VerificationProblem {
    VerificationProblem(.record, position.number...position.number, "cannot be read: \(error)")
  }

  static func wrongOrder(_ position: Position) -> VerificationProblem {
    VerificationProblem(
      .order, position.number...position.number, "recorded before the event in front of it")
  }
}

package import Evidence
import LMDB
package import LedgerModel

/// The log as of one commit, lent to the closure of `EventLog.read`.
///
/// Bytes that it hands out lie in the memory map and end with the closure.
package struct LogSnapshot: ~Copyable, ~Escapable {
  /// Size, root and marks as of this commit.
  package let head: LogHead
  private let store: LogStore

  /// Folder of the ledger, for messages.
  var path: String { store.path }
  private let transaction: ReadTransaction

  @_lifetime(copy transaction)
  init(head: LogHead, store: LogStore, transaction: consuming ReadTransaction) {
    self.head = head
    self.store = store
    self.transaction = transaction
  }

  /// The stored bytes of an event; none behind the end.
  @_lifetime(borrow self)
  package borrowing func record(at position: Position) throws -> Span<UInt8>? {
    try transaction.value(in: store.events, at: position.number)
  }

  /// The event at a position; none behind the end.
  ///
  /// - Throws: `LedgerError.damaged` for a record that cannot be decoded, `.unknownType` for one of
  ///   a newer program, which `record` and `EventCodec.read` still show.
  package borrowing func event(at position: Position) throws -> RecordedEvent? {
    guard let bytes = try record(at: position) else { return nil }
    return try RecordedEvent(position: position, record: bytes, path: store.path)
  }

  /// Calls `body` with each stored event of a range in log order until it returns false.
  ///
  /// - Throws: `LedgerError.damaged` where a position is missing.
  package borrowing func scan(
    from first: Position, through last: Position,
    _ body: (_ position: Position, _ record: Span<UInt8>) throws -> Bool
  ) throws {
    var expected = max(first.number, 1)
    let end = min(last.number, head.size)
    guard expected <= end else { return }
    var cursor = try transaction.cursor(over: store.events)
    var goesOn = try step(cursor.seek(atLeast: expected), &expected, body)
    while goesOn, expected <= end { goesOn = try step(cursor.next(), &expected, body) }
  }

  private borrowing func step(
    _ entry: Entry?, _ expected: inout UInt64,
    _ body: (_ position: Position, _ record: Span<UInt8>) throws -> Bool
  ) throws -> Bool {
    guard let entry, entry.position == expected else {
      throw LedgerError.damaged(path: store.path, reason: "#\(expected) is missing")
    }
    let position = Position(expected)
    expected += 1
    return try body(position, entry.value)
  }

  /// The last position whose `recorded` is not later than `instant`; `.empty` before the first.
  /// O(log size) look-ups.
  package borrowing func position(asOf instant: Instant) throws -> Position {
    var (low, high) = (UInt64(0), head.size)
    while low < high {
      let middle = low + (high - low + 1) / 2
      guard let record = try record(at: Position(middle)) else {
        throw LedgerError.damaged(path: store.path, reason: "#\(middle) is missing")
      }
      if try EventCodec.peek(record).recorded <= instant { low = middle } else { high = middle - 1 }
    }
    return Position(low)
  }

  /// A full tile of hashes; none where the log has not reached its end, and at level 0.
  package borrowing func tile(level: UInt8, index: UInt64) throws -> MerkleTile? {
    let key = MerkleTile.key(level: level, index: index)
    guard let stored = try transaction.value(in: store.tiles, for: key.span) else { return nil }
    guard let tile = MerkleTile(level: level, index: index, encoded: stored) else {
      throw LedgerError.damaged(path: store.path, reason: "tile \(level)/\(index) is cut off")
    }
    return tile
  }
}

extension RecordedEvent {
  /// Decodes a stored record of the ledger at `path`.
  init(position: Position, record: Span<UInt8>, path: String) throws(LedgerError) {
    switch try DecodedRecord(record, at: position, path: path) {
    case .event(let recorded, let event):
      self.init(position: position, recorded: recorded, event: event)
    case .unknown(let unknown): throw .unknownType(unknown.type, position, path: path)
    }
  }
}

extension DecodedRecord {
  /// Reads a stored record of the ledger at `path`, also one of a type that is not known.
  init(_ record: Span<UInt8>, at position: Position, path: String) throws(LedgerError) {
    do {
      self = try EventCodec.read(record)
    } catch {
      throw .damaged(path: path, reason: "#\(position.number) is unreadable: \(error)")
    }
  }
}

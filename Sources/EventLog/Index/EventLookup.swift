import LMDB
import LedgerModel

/// Single events by position: those of the log, and those of the batch under way that are not
/// committed yet.
struct EventLookup {
  let store: LogStore
  /// Events accepted in the batch under way, by position.
  var pending: [UInt64: RecordedEvent] = [:]

  func event(at position: UInt64) throws -> RecordedEvent? {
    if let event = pending[position] { return event }
    return try store.environment.read { transaction in
      guard let record = try transaction.value(in: store.events, at: position) else { return nil }
      return try RecordedEvent(position: Position(position), record: record, path: store.path)
    }
  }
}

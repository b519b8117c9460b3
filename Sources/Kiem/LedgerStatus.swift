package import EventLog
package import LedgerModel

/// The state of a ledger, for people and for monitoring.
package struct LedgerStatus: Sendable {
  package let path: String
  /// Head, sizes, readers and index of the log.
  package let log: LogStatus
  /// The clock of a ledger that carries its own.
  package let clock: Instant?
  package let campaigns: [String]
  /// The stored rows that questions begin with.
  package let projections: ProjectionsStatus

  /// Position of the last event.
  package var position: Position { log.head.lastPosition }

  /// Root of the Merkle tree over the whole log, 64 hexadecimal digits.
  package var root: String { log.head.rootText }

  /// When the last event was recorded; none in an empty log.
  package var lastRecorded: Instant? { log.head.size > 0 ? log.head.lastRecorded : nil }

  /// The import that was interrupted, if there is one.
  package var unfinishedImport: ImportProgress? {
    log.head.progress.flatMap { $0.isDone ? nil : $0 }
  }
}

package import Evidence
package import LedgerModel

/// What is known of the whole log, one value below 2 KB that changes with every commit.
package struct LogHead: Hashable, Sendable {
  /// Format of the log; a program refuses newer ones.
  package var format: UInt64 = LogHead.currentFormat
  /// Version of the program that wrote last.
  package var engine: String = LogHead.currentEngine
  /// Drawn once for each ledger: tells two ledgers apart whose events are the same.
  package var ledger: [UInt8]
  /// The right edge of the Merkle tree; its size is the number of events.
  package var frontier = MerkleFrontier()
  /// `recorded` of the last event; the start of 1970 in an empty log.
  package var lastRecorded = Instant(microseconds: 0)
  package var mark = LedgerMark.live
  /// Position of the first event that was recorded live, none before it.
  package var firstLive: Position?
  package var progress: ImportProgress?

  package static let currentFormat: UInt64 = 1
  package static let currentEngine = "kiem 0.1"
  /// Largest encoded head.
  package static let byteCountMax = 2_048

  package init(ledger: [UInt8]) { self.ledger = ledger }

  /// Number of events, which is the last position.
  package var size: UInt64 { frontier.size }

  package var lastPosition: Position { Position(frontier.size) }

  /// Root of the Merkle tree over all stored events.
  package var root: MerkleHash { frontier.root }

  /// The root as 64 lower-case hexadecimal digits.
  package var rootText: String { root.hex }
}

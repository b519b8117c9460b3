package import LedgerModel

/// The state of a ledger, for people and for monitoring.
package struct LedgerStatus: Sendable {
  package let path: String
  package let position: Position
  /// Root of the Merkle tree over the whole log, hex.
  package let root: String
  package let format: UInt64
  package let engine: String
  /// `live`, `simulated`, `backfilled`.
  package let mark: String
  package let lastRecorded: Instant?
  /// The clock of a ledger that carries its own.
  package let clock: Instant?
  package let campaigns: [String]
  /// Bytes used by the files of each environment, by folder name.
  package let sizes: [(name: String, bytes: Int64)]
  package let readers: Int
  /// Position the identifier index is true for; it catches up by itself.
  package let indexPosition: Position
  /// An import that was interrupted, in words.
  package let unfinishedImport: String?
}

package import LedgerModel
package import Projections

/// What a rebuild found.
package struct RebuildReport: Sendable {
  /// One source, folded anew, beside the rows that were live.
  package struct Source: Sendable {
    package let digest: SourceDigest
    /// None when there were no live rows to compare with.
    package let live: SourceDigest?

    /// None when it was not compared.
    package var agrees: Bool? { live.map { $0 == digest } }
  }

  /// Where the time went, in seconds on the wall.
  package struct Times: Sendable {
    /// Reading events, folding them and encoding rows.
    package var folding = 0.0
    /// Writing rows.
    package var writing = 0.0
    /// Compacting them.
    package var compacting = 0.0
    /// Taking the digests of the new and of the live rows.
    package var comparing = 0.0
  }

  /// The new generation; none when rows were only compared.
  package let generation: Int?
  package let position: Position
  /// Events folded by this run.
  package let eventCount: UInt64
  package let seconds: Double
  package let times: Times
  package let sources: [Source]
  package let quarantined: [QuarantinedEvent]
  /// Generations that were deleted because newer ones are kept.
  package let removed: [Int]

  /// Sources whose live rows were others than the log gives.
  package var drifted: [Source] { sources.filter { $0.agrees == false } }

  /// True when the live rows were right and every event could be folded.
  package var isSound: Bool { drifted.isEmpty && quarantined.isEmpty }

  package var rowCount: Int { sources.map(\.digest.rowCount).reduce(0, +) }
}

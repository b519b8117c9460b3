import Foundation
package import LedgerModel

/// Where `recorded` comes from.
package enum RecordingClock: Sendable {
  /// The clock given, read once for each commit: its events share one instant, which never lies
  /// before the last one.
  case live(now: @Sendable () -> Instant)
  /// Each draft's own instant, else its `time`; the clock only tells what lies in the future.
  /// Allowed until the first live append.
  case backfill(now: @Sendable () -> Instant)
  /// Each draft's own instant; `clock` becomes the ledger's own clock.
  case simulated(clock: Instant)

  /// The clock on the wall.
  package static let wall = RecordingClock.live(now: RecordingClock.wallClock)

  @Sendable package static func wallClock() -> Instant {
    Instant(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000))
  }

  /// Always the same instant, for tests and for imports that must be repeatable.
  package static func constant(_ instant: Instant) -> RecordingClock { .live(now: { instant }) }
}

/// How a batch is appended.
package struct AppendOptions: Sendable {
  package enum Mode: Sendable, Hashable {
    /// Every event for itself: the valid ones are stored.
    case each
    /// All or nothing: one refused event withholds the batch.
    case atomic
  }

  package var mode: Mode
  package var recording: RecordingClock
  /// Allows live events in a ledger that was simulated.
  package var allowsLive: Bool
  /// Committed with the batch, also when it adds no event.
  package var progress: ImportProgress?
  /// Adds what becomes of the batch to the counts of `progress` inside the commit, so that counts
  /// and events never part.
  package var countsOutcomes = false
  /// Leaves the lock free for a moment after the commit, so that others get their turn; made ready
  /// on the caller's own thread, so that single appends need not wait for it.
  package var isBulk: Bool

  package init(
    mode: Mode = .each, recording: RecordingClock, allowsLive: Bool = false,
    progress: ImportProgress? = nil, isBulk: Bool = false
  ) {
    self.mode = mode
    self.recording = recording
    self.allowsLive = allowsLive
    self.progress = progress
    self.isBulk = isBulk
  }
}

/// Limits of appending.
package enum AppendLimits {
  /// How far `time` may lie after `recorded` in a live append: clocks of two machines differ.
  package static let clockSkewMax = TimeSpan(microseconds: 10 * 60 * 1_000_000)
  /// Events that a bulk writer hands over at once: below, the commit's flush dominates; above,
  /// others wait longer for the lock and nothing is gained.
  package static let bulkBatchCount = 16_384
  /// Events that the writer puts into one commit when several callers wait; one caller's batch is
  /// never split.
  package static let groupEventCount = 16_384
  /// How long a bulk writer leaves the lock free.
  package static let bulkPauseMicroseconds: UInt32 = 50
}

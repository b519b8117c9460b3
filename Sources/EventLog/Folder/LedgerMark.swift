package import LedgerModel

/// How the events of a ledger came to have their `recorded`. Every answer says so unless it is live.
package enum LedgerMark: Hashable, Sendable {
  /// Recorded by the clock on the wall.
  case live
  /// Played by a simulation; the instant is the ledger's own clock.
  case simulated(clock: Instant)
  /// Moved in from another system with its own times; the clock is the last `recorded`.
  case backfilled

  /// The word in `status` and in the head.
  package var name: String {
    switch self {
    case .live: "live"
    case .simulated: "simulated"
    case .backfilled: "backfilled"
    }
  }
}

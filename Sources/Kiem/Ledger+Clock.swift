import EventLog
import LedgerModel

extension Ledger {
  /// The clock of a run without `--now` and `--as-of`: the ledger's own when it was simulated, the
  /// last recorded instant when it was back-filled, else the clock on the wall.
  func ownClock(_ head: LogHead) -> Instant {
    switch head.mark {
    case .live: max(now(), head.lastRecorded)
    case .simulated(let clock): clock
    case .backfilled: head.lastRecorded
    }
  }

  /// The word of the footer; none for a live ledger.
  func markName(_ head: LogHead) -> String? {
    if case .live = head.mark { return nil }
    return head.mark.name
  }
}

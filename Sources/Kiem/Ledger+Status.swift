import EventLog
import LedgerModel
import Projections
import QueryPlan

extension Ledger {
  /// Position, root, marks and sizes. Reads the head and the campaigns, scans nothing else.
  package func status() throws -> LedgerStatus {
    let log = try log.status()
    let reading = Reading(position: log.head.lastPosition, clock: ownClock(log.head))
    let world = world(at: reading)
    var clock: Instant?
    if case .live = log.head.mark {} else { clock = reading.clock }
    return LedgerStatus(
      path: path, log: log, clock: clock,
      campaigns: try world.context(reading).campaigns.all.map(\.campaign),
      projections: try projectionsStatus())
  }
}

import EventLog
import Kiem
import PlanFile
import Vault

/// Plays the demo into a new ledger.
package enum DemoPlayer {
  /// Makes a ledger at `path` and plays into it.
  ///
  /// Pseudonyms and keys are drawn from the seed, so the same options give the same records,
  /// positions and root. The ledger is marked as simulated and carries the clock of the play's
  /// end.
  ///
  /// - Parameter progress: told now and then how many events are recorded.
  /// - Returns: what the play knows of itself.
  /// - Throws: `LedgerError`, `SimulationError`, and `CancellationError` when it was cancelled.
  package static func play(
    _ options: DemoOptions, at path: String, progress: @escaping (Int) -> Void = { _ in },
    isCancelled: @escaping () -> Bool = { false }
  ) throws -> SimulationRecord {
    // Before a folder is made: a program that was copied without its data cannot play.
    let simulation = try Simulation(options: options)
    let ledger = try Ledger.create(
      at: path, randomness: SeededRandomness(seed: options.seed))
    let lock = try ledger.log.lockForBulk()
    let vault = try ledger.log.vault()
    let campaign = simulation.campaign
    simulation.planIdentifier = {
      try PlanRecorder.identifier($0, campaign: campaign, vault)
    }
    let sink = LedgerSink(ledger, clock: simulation.clock)
    let record = try simulation.play(into: sink, progress: progress, isCancelled: isCancelled)
    ledger.close()
    _ = consume lock
    return record
  }
}

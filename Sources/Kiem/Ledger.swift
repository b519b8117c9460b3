package import EventLog
package import LedgerModel
import Obligations
import Projections
import QueryPlan
package import Vault

/// A ledger as its users meet it: events in, answers out. Opening is cheap, nothing is scanned;
/// what a question folds is kept for the next one. Confined to one thread.
package final class Ledger {
  package let log: EventLog
  let now: @Sendable () -> Instant
  private var held: ProjectionStore?

  private init(_ log: EventLog, now: @escaping @Sendable () -> Instant) {
    self.log = log
    self.now = now
  }

  /// How a ledger is opened: an auditor's medium may refuse every write.
  package enum Access: Sendable { case readWrite, readOnly }

  /// Makes an empty ledger. Throws `LedgerError` for a folder in use, or that cannot be made.
  package static func create(
    at path: String, randomness: any RandomnessSource = SystemRandomness(),
    now: @escaping @Sendable () -> Instant = RecordingClock.wallClock
  ) throws -> Ledger {
    Ledger(try EventLog.create(at: path, randomness: randomness), now: now)
  }

  /// Opens a ledger. Throws `LedgerError` with a remedy for a folder that holds none, a newer
  /// format, or one that may not be read.
  package static func open(
    at path: String, access: Access = .readWrite,
    randomness: any RandomnessSource = SystemRandomness(),
    now: @escaping @Sendable () -> Instant = RecordingClock.wallClock
  ) throws -> Ledger {
    let log = try EventLog.open(
      at: path, isReadOnly: access == .readOnly, randomness: randomness)
    return Ledger(log, now: now)
  }

  package var path: String { log.folder.path }

  /// Appends drafts; answers for each once the commit is durable.
  package func append(
    _ drafts: [Draft], options: AppendOptions
  ) throws -> [AppendOutcome] {
    try log.append(drafts, options: options)
  }

  /// The rows that questions read; they begin with the stored ones.
  var projections: ProjectionStore {
    if let held { return held }
    let made = ProjectionStore(
      log: LogEventSource(log: log), folds: SourceRegistry.complete.folds,
      archive: liveArchive())
    held = made
    return made
  }

  /// Runs `body` again, with the rows as they are now, when another process wrote rows meanwhile.
  func withStandingRows<Result>(_ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch {
      guard held?.archive?.explains(error) == true else { throw error }
      held = nil
      return try body()
    }
  }

  /// The ledger as the engine sees it, at that reading unless the text asks for another.
  func world(at base: Reading) -> LedgerWorld {
    LedgerWorld(
      source: LogEventSource(log: log), store: projections, registry: .complete, base: base)
  }

  /// Writes what the index holds in memory. The log needs no closing.
  package func close() { log.close() }
}

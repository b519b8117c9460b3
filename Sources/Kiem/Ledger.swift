import Diagnostics
package import EventLog
import Foundation
package import LedgerModel
import Obligations
import Projections
package import QueryEngine
import QueryPlan
package import Vault

/// A ledger as its users meet it: events in, answers out. Opening is cheap, nothing is scanned;
/// what a question folds is kept for the next one. Confined to one thread.
package final class Ledger {
  package let log: EventLog
  let now: @Sendable () -> Instant
  /// Threads that a question may use.
  package var threads = ExecutionThreads.ofMachine
  private var held: ProjectionStore?
  /// The worlds of the last question, for the next one at the same reading.
  private var worlds: [Reading: LedgerWorld] = [:]
  private var knowledge = LedgerKnowledge()
  /// Of the question that is being answered, where somebody watches.
  var observer: ProgressObserver?

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
    let generation = generations.live
    let archive = liveArchive()
    // The ledger holds the store, not the other way round.
    let observed = ObservedEvents(log: LogEventSource(log: log)) { [weak self] position in
      self?.observer?.folded(through: position.number)
      return true
    }
    let made = ProjectionStore(
      log: observed, folds: SourceRegistry.complete.folds, archive: archive,
      generation: archive == nil ? nil : generation.map(storedGeneration))
    held = made
    return made
  }

  /// Runs `body` again, with the rows as they are now, when another process wrote rows meanwhile.
  func withStandingRows<Result>(_ body: () throws -> Result) throws -> Result {
    do {
      return try checked(body)
    } catch {
      let isOutdated = held?.archive?.explains(error) == true
      if isOutdated || held?.isHalfFolded == true || held?.lacksTexts == true {
        held = nil
        worlds = [:]
        knowledge = LedgerKnowledge()
      }
      guard isOutdated else { throw error }
      return try checked(body)
    }
  }

  /// Throws, too, what went wrong where only a text was asked for.
  private func checked<Result>(_ body: () throws -> Result) throws -> Result {
    let result = try body()
    try held?.checkTexts()
    return result
  }

  /// The same, until the token says that nobody waits any longer: also while events are folded and
  /// rows are worked out before the engine has seen any. Errors of the engine become `QueryFailure`.
  func withStandingRows<Result>(
    for source: SourceText, until token: CancellationToken, _ body: () throws -> Result
  ) throws -> Result {
    try withStandingRows {
      let store = projections
      store.check = { if token.isCancelled { throw ExecutionError.cancelled } }
      store.threadCount = threads.countMax
      defer { store.check = {} }
      do {
        return try body()
      } catch {
        // Whatever it looked like: a name, for one, that could no longer be looked up.
        if token.isCancelled { throw QueryFailure.cancelled }
        throw (error as? ExecutionError).map { QueryFailure($0, in: source) } ?? error
      }
    }
  }

  /// The ledger as the engine sees it, at that reading unless the text asks for another.
  ///
  /// Rows depend on the reading alone, so the next question at the same one finds what this one
  /// computed, and one at another clock most of it, unless that is so much that it would crowd the
  /// memory.
  func world(at base: Reading) -> LedgerWorld {
    let heldRowCount = worlds.values.reduce(knowledge.heldRowCount) { $0 + $1.heldRowCount }
    if worlds.count > Ledger.keptWorldCount || heldRowCount > Ledger.keptRowCountMax {
      worlds = [:]
      knowledge.trim(to: base.position, heldRowCountMax: Ledger.keptRowCountMax)
    }
    if let known = worlds[base] { return known }
    let made = LedgerWorld(
      source: LogEventSource(log: log), store: projections, registry: .complete, base: base,
      knowledge: knowledge
    ) { [weak self] count in self?.observer?.read(count) }
    worlds[base] = made
    return made
  }

  /// A question is read at the ledger's own point and at the one that its arguments pin.
  private static let keptWorldCount = 2
  /// Rows of values, some kilobyte each, that stay in memory between two questions: 200 MB, or an
  /// eighth of what the machine has.
  private static let keptRowCountMax = max(
    200_000, Int(clamping: ProcessInfo.processInfo.physicalMemory / 8 / 1_024))

  /// Writes what the index holds in memory. The log needs no closing.
  package func close() { log.close() }
}

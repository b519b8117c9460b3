import Columns
import EventLog
import Foundation
package import LedgerModel
import Obligations
import Projections

extension Ledger {
  /// Folds the stored rows anew beside the live ones, makes them live, and compares the two.
  ///
  /// `progress` is told the position reached and the head before every batch; false stops the run,
  /// which `isResumed` takes up again; so it is with `compacting`, which is told of rows while they are
  /// compacted. Throws `LedgerError.busy` when another process writes rows,
  /// `.cancelled` when it was stopped, `RebuildError`, and what the stores throw.
  package func rebuild(
    _ options: RebuildOptions = RebuildOptions(),
    progress: (_ done: Position, _ head: Position) -> Bool = { _, _ in true },
    compacting: (_ done: Int, _ all: Int) -> Bool = { _, _ in true }
  ) throws -> RebuildReport {
    let folds = try selectedFolds(options)
    guard let lock = try generations.lock() else { throw LedgerError.busy(path: path) }
    return try withExtendedLifetime(lock) {
      let start = ContinuousClock.now
      var draft = try RebuildDraft(self, folds, options)
      let report: RebuildReport
      do {
        report = try draft.run(since: start, progress, compacting)
      } catch {
        draft.release()
        throw error
      }
      RebuildRecord(report, at: now()).append(to: generations.path)
      return report
    }
  }

  /// Makes the newest generation before the live one live that fits this log and this program, and
  /// returns its number. Throws as `rebuild`.
  package func rollBack() throws -> Int {
    guard let lock = try generations.lock() else { throw LedgerError.busy(path: path) }
    return try withExtendedLifetime(lock) {
      let folder = generations
      let live = folder.live ?? .max
      for number in folder.generations.reversed() where number < live {
        let archive = try? ProjectionArchive(at: folder.folder(of: number), isReadOnly: true)
        let source = LogEventSource(log: log)
        guard let archive, try archive.fits(source, SourceRegistry.complete.folds),
          !folder.isUnfinished(number)
        else { continue }
        try folder.makeLive(number)
        return number
      }
      throw RebuildError.nothingToRollBackTo
    }
  }

  private func selectedFolds(_ options: RebuildOptions) throws -> [any SourceFold] {
    let all = SourceRegistry.complete.folds
    let known = all.map(\.source)
    for name in options.sources where !known.contains(name) {
      throw RebuildError.unknownSource(name, known: known.filter { !$0.hasPrefix("%") }.sorted())
    }
    return options.sources.isEmpty ? all : all.filter { options.sources.contains($0.source) }
  }
}

/// A generation in the making.
private struct RebuildDraft {
  let ledger: Ledger
  let folds: [any SourceFold]
  let options: RebuildOptions
  let generation: Int
  let head: Position
  private var archive: ProjectionArchive?

  init(_ ledger: Ledger, _ folds: [any SourceFold], _ options: RebuildOptions) throws {
    self.ledger = ledger
    self.folds = folds
    self.options = options
    head = try ledger.log.head().lastPosition
    let folder = ledger.generations
    let unfinished = folder.generations.filter(folder.isUnfinished)
    if options.isResumed {
      guard let last = unfinished.last else { throw RebuildError.nothingToResume }
      generation = last
    } else {
      for number in unfinished { try folder.remove(number) }
      generation = try folder.makeNext()
    }
    let opened = try ProjectionArchive(
      at: folder.folder(of: generation), isReadOnly: false, limits: .rebuild)
    if !options.isResumed {
      try opened.begin()
    } else if try !opened.canBeResumed(LogEventSource(log: ledger.log), folds) {
      throw RebuildError.nothingToResume
    }
    archive = opened
  }

  private var isComparison: Bool { !options.sources.isEmpty }

  mutating func run(
    since start: ContinuousClock.Instant, _ progress: (Position, Position) -> Bool,
    _ compacting: (Int, Int) -> Bool
  ) throws -> RebuildReport {
    let first = archive?.state.position ?? .empty
    let folded = try fold(progress, compacting)
    let comparison = ContinuousClock.now
    let live = try liveDigests(of: folded.digests.map(\.source))
    let end = ContinuousClock.now
    if !isComparison { try archive?.finish() }
    release()
    let removed = try finish()
    return RebuildReport(
      generation: isComparison ? nil : generation, position: head,
      eventCount: head.number - first.number, seconds: start.duration(to: .now).seconds,
      times: RebuildReport.Times(
        folding: folded.times.folding.seconds, writing: folded.times.writing.seconds,
        compacting: folded.compacting.seconds,
        comparing: folded.hashing.seconds + comparison.duration(to: end).seconds),
      sources: folded.digests.map { digest in
        RebuildReport.Source(digest: digest, live: live[digest.source])
      }, quarantined: folded.quarantine, removed: removed)
  }

  /// Closes the generation; it can be taken up again.
  mutating func release() { archive = nil }

  /// What is left of folding when its memory has been let go.
  private struct Folded {
    let digests: [SourceDigest]
    let quarantine: [QuarantinedEvent]
    let times: ProjectionStore.Times
    let compacting: Duration
    let hashing: Duration
  }

  private func fold(
    _ progress: (Position, Position) -> Bool, _ compacting: (Int, Int) -> Bool
  ) throws -> Folded {
    let store = try foldedStore(progress)
    let written = ContinuousClock.now
    // Rows that are only compared are read once.
    guard try isComparison || store.compact(.all, .fullChunks, progress: compacting) else {
      throw LedgerError.cancelled
    }
    let start = ContinuousClock.now
    let digests = try store.writtenDigests(of: store.sources)
    return Folded(
      digests: digests, quarantine: store.quarantine, times: store.times,
      compacting: written.duration(to: start), hashing: start.duration(to: .now))
  }

  private func foldedStore(_ progress: (Position, Position) -> Bool) throws -> ProjectionStore {
    let store = ProjectionStore(
      log: LogEventSource(log: ledger.log), folds: folds, sizes: options.sizes, archive: archive,
      workerCount: Folder.workerCount, memory: options.memory,
      indexing: isComparison ? nil : DutyCompiler.indexing())
    var mayGoOn = true
    let folder = Folder(store, batchesPerCommit: Folder.batchesPerCommit)
    let reached = try folder.fold(through: head) { done in
      mayGoOn = progress(done, head) && !(options.isStrict && !store.quarantine.isEmpty)
      return mayGoOn
    }
    if options.isStrict, let first = store.quarantine.first {
      throw RebuildError.poisonous(
        source: first.source, position: first.position.number, reason: first.reason)
    }
    guard mayGoOn || reached == head else { throw LedgerError.cancelled }
    return store
  }

  /// By source the digests of the live rows at the same position, none where there are none. What the
  /// live rows lack of the log is folded privately.
  private func liveDigests(of names: [String]) throws -> [String: SourceDigest] {
    guard let archive = ledger.liveArchive() else { return [:] }
    let live = ProjectionStore(
      log: LogEventSource(log: ledger.log), folds: SourceRegistry.complete.folds,
      archive: archive)
    try live.advance(names, through: head)
    var digests: [String: SourceDigest] = [:]
    for name in names {
      digests[name] = try live.writtenDigests(of: [name]).first
      // The rows of all sources at once would be what takes the most memory of all.
      try live.releaseRows(of: name)
    }
    return digests
  }

  private func finish() throws -> [Int] {
    let folder = ledger.generations
    if isComparison {
      try folder.remove(generation)
      return []
    }
    try folder.markFinished(generation)
    try folder.makeLive(generation)
    let older = folder.generations.filter { $0 < generation }
    let surplus = Array(older.dropLast(max(0, options.keepCount)))
    for number in surplus { try folder.remove(number) }
    return surplus
  }
}

extension Duration {
  fileprivate var seconds: Double {
    Double(components.seconds) + Double(components.attoseconds) * 1e-18
  }
}

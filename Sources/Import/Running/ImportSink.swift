package import EventLog
package import LedgerModel

/// Where imported events go.
package protocol ImportSink: Sendable {
  /// How far an earlier import came, as of its last commit.
  func progress() throws -> ImportProgress?

  /// Position of the last event.
  func size() throws -> Position

  /// Appends a batch and commits `progress` with it.
  ///
  /// - Parameter countsOutcomes: adds what becomes of the batch to the counts of `progress` in the
  ///   same commit.
  /// - Returns: one outcome for each draft, in order.
  func append(
    _ drafts: [Draft], progress: ImportProgress?, countsOutcomes: Bool
  ) throws -> [AppendOutcome]

  /// Makes a batch ready to be appended, while another one may still be on its way.
  func prepare(_ drafts: consuming [Draft]) throws -> ReadyBatch

  /// The clock that live events are recorded by.
  func now() -> Instant
}

/// A batch that was made ready.
package struct ReadyBatch: Sendable {
  /// Begins to append it, with the progress that is committed with it; what this yields waits for
  /// the outcomes.
  let begin: @Sendable (ImportProgress?) throws -> @Sendable () throws -> [AppendOutcome]
}

extension ImportSink {
  /// Without a sink's own way, everything happens when the batch is begun.
  package func prepare(_ drafts: consuming [Draft]) throws -> ReadyBatch {
    let drafts = drafts
    return ReadyBatch { progress in
      let outcomes = try append(drafts, progress: progress, countsOutcomes: true)
      return { outcomes }
    }
  }
}

/// Imports into a log. Whoever starts an import takes the part of the log's bulk writer first
/// (`EventLog.lockForBulk`).
package struct LogSink: ImportSink {
  private let log: EventLog
  private let recording: RecordingClock
  private let allowsLive: Bool

  package init(_ log: EventLog, recording: RecordingClock = .wall, allowsLive: Bool = false) {
    self.log = log
    self.recording = recording
    self.allowsLive = allowsLive
  }

  package func progress() throws -> ImportProgress? { try log.head().progress }

  package func size() throws -> Position { Position(try log.head().size) }

  package func append(
    _ drafts: [Draft], progress: ImportProgress?, countsOutcomes: Bool
  ) throws -> [AppendOutcome] {
    var options = options
    options.progress = progress
    options.countsOutcomes = countsOutcomes
    return try log.append(drafts, options: options)
  }

  package func prepare(_ drafts: consuming [Draft]) throws -> ReadyBatch {
    let prepared = try log.prepare(drafts, options: options)
    return ReadyBatch { progress in
      let pending = prepared.commit(progress: progress, countsOutcomes: true)
      return { try pending.outcomes() }
    }
  }

  private var options: AppendOptions {
    AppendOptions(recording: recording, allowsLive: allowsLive, isBulk: true)
  }

  package func now() -> Instant {
    switch recording {
    case .live(let now), .backfill(let now): now()
    case .simulated(let clock): clock
    }
  }
}

/// Tells what an import would do as far as the log's identifiers say; writes nothing. Rules that
/// need the newest state are not asked, since what a file introduces is not there to refer to.
package struct DryRunSink: ImportSink {
  private let log: EventLog?

  package init(_ log: EventLog?) {
    self.log = log
  }

  package func progress() throws -> ImportProgress? { nil }

  package func size() throws -> Position { Position(try log?.head().size ?? 0) }

  package func append(
    _ drafts: [Draft], progress: ImportProgress?, countsOutcomes: Bool
  ) throws -> [AppendOutcome] {
    try drafts.map { draft in
      let known = try log?.position(source: draft.event.source, id: draft.event.id)
      return known.map(AppendOutcome.duplicate) ?? .appended(.empty)
    }
  }

  package func now() -> Instant { Instant(microseconds: 0) }
}

import Evidence
import Glibc
import LMDB
package import LedgerModel
import Vault

extension EventLog {
  /// Appends a batch of drafts and answers for each once the commit is durable.
  ///
  /// Outside the write transaction every draft is validated, sealed by the vault, encoded and
  /// hashed. Inside, the tail that others wrote is folded first; then for each event identifier and
  /// rules are checked against the newest state; then everything is stored in one commit. Appending
  /// the same drafts again stores nothing and gives the same positions.
  ///
  /// - Returns: one outcome for each draft, in order.
  /// - Throws: when nothing could be decided; nothing is stored then. After `.outcomeUnknown` the
  ///   same call may be made again.
  package func append(
    _ drafts: [Draft], options: AppendOptions
  ) throws(LedgerError) -> [AppendOutcome] {
    try withWriter { writer in
      let policy = RecordingPolicy(options.recording)
      let head = try store.readHead()
      try policy.check(head, allowsLive: options.allowsLive, path: folder.path)
      let preparation = Preparation(policy: policy, last: head.lastRecorded)
      let prepared = try preparation.prepare(drafts, writer.vault)
      if writer.index.position != head.size { try writer.index.catchUp() }
      let outcomes = try commit(prepared, drafts, policy, options, &writer)
      if options.isBulk { usleep(AppendLimits.bulkPauseMicroseconds) }
      return outcomes
    }
  }

  /// Appends events that bring no `recorded` of their own.
  package func append(
    _ events: [Event], mode: AppendOptions.Mode = .each, recording: RecordingClock
  ) throws(LedgerError) -> [AppendOutcome] {
    try append(events.map { Draft($0) }, options: AppendOptions(mode: mode, recording: recording))
  }
}

// MARK: - Inside the transaction

extension EventLog {
  private func commit(
    _ prepared: [Result<PreparedEvent, Rejection>], _ drafts: [Draft], _ policy: RecordingPolicy,
    _ options: AppendOptions, _ writer: inout Writer
  ) throws -> [AppendOutcome] {
    var outcomes: [AppendOutcome] = []
    var head: LogHead?
    do {
      try store.environment.write { transaction in
        let current = try store.head(in: transaction)
        try policy.check(current, allowsLive: options.allowsLive, path: folder.path)
        if writer.index.position != current.size { try writer.index.catchUp() }
        var batch = AppendBatch(policy: policy, head: current)
        outcomes = try decide(prepared, drafts, &batch, &writer.index)
        if options.mode == .atomic, outcomes.contains(where: { $0.rejection != nil }) {
          outcomes = outcomes.map { $0.rejection == nil ? .withheld : $0 }
          return
        }
        guard !batch.accepted.isEmpty || options.progress != nil else { return }
        let counted = options.countsOutcomes ? outcomes : []
        head = try put(&batch, options, policy, counted, &writer.tiles, &transaction)
      }
    } catch {
      writer.index.dropBatch()
      writer.tiles.forget()
      throw afterFailure(error)
    }
    guard let head else {
      writer.index.dropBatch()
      return outcomes
    }
    writer.index.keepBatch(through: head.size)
    writeIndexIfDue(head, &writer)
    return outcomes
  }

  private func decide(
    _ prepared: [Result<PreparedEvent, Rejection>], _ drafts: [Draft],
    _ batch: inout AppendBatch, _ index: inout LedgerIndex
  ) throws -> [AppendOutcome] {
    var outcomes: [AppendOutcome] = []
    outcomes.reserveCapacity(drafts.count)
    for (result, draft) in zip(prepared, drafts) {
      switch result {
      case .failure(let rejection): outcomes.append(.rejected(rejection))
      case .success(let event): outcomes.append(try batch.take(event, draft, &index))
      }
    }
    return outcomes
  }

  /// Stores what was accepted, with full tiles and the new head.
  private func put(
    _ batch: inout AppendBatch, _ options: AppendOptions, _ policy: RecordingPolicy,
    _ counted: [AppendOutcome], _ tiles: inout TileWriter, _ transaction: inout WriteTransaction
  ) throws -> LogHead {
    var head = batch.head
    let first = head.size + 1
    for (offset, form) in batch.forms.enumerated() {
      try transaction.append(form.record.span, at: first + UInt64(offset), in: store.events)
    }
    for full in tiles.append(batch.forms.map(\.leaf), to: &head.frontier) {
      let beginning = full.missingCount > 0 ? try store.missingEntries(of: full) : []
      let tile = full.completed(with: beginning)
      try transaction.put(tile.encoded.span, for: tile.key.span, in: store.tiles)
    }
    policy.update(&head, firstAdded: batch.accepted.isEmpty ? nil : Position(first))
    head.engine = LogHead.currentEngine
    if var progress = options.progress {
      progress.count(counted)
      head.progress = progress
    }
    try store.put(head, in: &transaction)
    return head
  }

  /// A failed commit may or may not have reached the disk, unless the disk was full.
  private func afterFailure(_ error: any Error) -> any Error {
    guard case .failed(_, .commit, _) = error as? LMDBError,
      (error as? LMDBError)?.isOutOfSpace == false
    else { return error }
    return LedgerError.outcomeUnknown(path: folder.path)
  }

  /// The answer is given whatever happens to the index: it stays in memory, and the next process
  /// folds the log's tail.
  private func writeIndexIfDue(_ head: LogHead, _ writer: inout Writer) {
    let behind = writer.index.position - writer.index.storedPosition
    guard behind >= LedgerIndex.tailCountMax else { return }
    do { try writer.index.write(head: head) } catch { return }
  }
}

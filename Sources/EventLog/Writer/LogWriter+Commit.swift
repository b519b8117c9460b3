import Evidence
import LMDB
import LedgerModel

/// What one transaction decided: the answers it may give once it is durable.
private struct GroupDecision {
  /// One for each request that was decided, in order.
  var outcomes: [AppendRequest.Outcome] = []
  var batch: AppendBatch
  /// The head that the commit brings; none when nothing has to be stored.
  var head: LogHead?
}

extension LogWriter {
  /// Decides requests in order and commits them together, then answers those it decided.
  ///
  /// A request that is withheld whole, or that fails, ends the group, because what it had already
  /// added must be taken back: those before it are decided once more without it. So a request harms
  /// nobody else's, and every request is decided twice at most.
  ///
  /// - Returns: the requests that were not decided.
  mutating func commit(
    _ requests: ArraySlice<AppendRequest>, _ index: inout LedgerIndex
  ) throws -> ArraySlice<AppendRequest> {
    var decision: GroupDecision?
    do {
      // What others wrote is folded before the lock is taken, as far as it is there by now, and
      // conditions look through it.
      if try store.readHead().size != index.position { try index.catchUp() }
      let prepared = requests.flatMap { $0.prepared.compactMap { try? $0.get() } }
      try index.conditions.prepare(for: prepared, size: index.position, index.lookup)
      let made = try store.environment.write { transaction in
        let made = try decide(requests, prepared, &index, transaction)
        decision = made
        return try put(made, requests, &transaction)
      }
      decision = made
    } catch {
      index.dropBatch()
      tiles.forget()
      let decided = requests.prefix(decision?.outcomes.count ?? requests.count)
      settle(error, decided, decision, &index)
      return requests.dropFirst(decided.count)
    }
    guard let decision else { return [] }
    if let head = decision.head {
      index.keepBatch(through: head.size)
    } else {
      index.dropBatch()
    }
    for (request, outcome) in zip(requests, decision.outcomes) { request.answer(outcome) }
    return requests.dropFirst(decision.outcomes.count)
  }
}

// MARK: - Inside the transaction

extension LogWriter {
  private func decide(
    _ requests: ArraySlice<AppendRequest>, _ prepared: [PreparedEvent],
    _ index: inout LedgerIndex, _ transaction: borrowing WriteTransaction
  ) throws -> GroupDecision {
    let head = try store.head(in: transaction)
    try index.prepare(for: prepared, size: head.size)
    var decision = GroupDecision(batch: AppendBatch(policy: .shared(by: requests), head: head))
    for request in requests {
      let acceptedCount = decision.batch.accepted.count
      let outcome = decide(request, head, &decision.batch, &index)
      let isTakenBack = decision.batch.accepted.count > acceptedCount && outcome.addsNothing
      decision.outcomes.append(outcome)
      guard isTakenBack else { continue }
      decision.batch = try redecide(
        requests.prefix(decision.outcomes.count - 1), head, decision.batch.policy, &index)
      break
    }
    return decision
  }

  /// The batch of requests that were decided before, without the one behind them.
  private func redecide(
    _ requests: ArraySlice<AppendRequest>, _ head: LogHead, _ policy: RecordingPolicy,
    _ index: inout LedgerIndex
  ) throws -> AppendBatch {
    index.dropBatch()
    var batch = AppendBatch(policy: policy, head: head)
    for request in requests { _ = decide(request, head, &batch, &index) }
    return batch
  }

  private func decide(
    _ request: AppendRequest, _ head: LogHead, _ batch: inout AppendBatch,
    _ index: inout LedgerIndex
  ) -> AppendRequest.Outcome {
    Result { () throws(LedgerError) in
      try asLedgerError {
        try request.policy.check(head, allowsLive: request.options.allowsLive, path: folder.path)
        let outcomes = try request.prepared.map { result in
          switch result {
          case .failure(let rejection): AppendOutcome.rejected(rejection)
          case .success(let event): try batch.take(event, &index)
          }
        }
        guard request.options.mode == .atomic, outcomes.contains(where: { $0.rejection != nil })
        else { return outcomes }
        return outcomes.map { $0.rejection == nil ? .withheld : $0 }
      }
    }
  }

  /// Stores what was accepted, with full tiles and the new head.
  private mutating func put(
    _ decision: GroupDecision, _ requests: ArraySlice<AppendRequest>,
    _ transaction: inout WriteTransaction
  ) throws -> GroupDecision {
    let batch = decision.batch
    let progress = progress(of: requests, decision.outcomes)
    guard !batch.accepted.isEmpty || progress != nil else { return decision }
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
    batch.policy.update(&head, firstAdded: batch.accepted.isEmpty ? nil : Position(first))
    head.engine = LogHead.currentEngine
    if let progress { head.progress = progress }
    try store.put(head, in: &transaction)
    var stored = decision
    stored.head = head
    return stored
  }

  /// The import progress that the commit carries: the last one handed over with it.
  private func progress(
    of requests: ArraySlice<AppendRequest>, _ outcomes: [AppendRequest.Outcome]
  ) -> ImportProgress? {
    var last: ImportProgress?
    for (request, outcome) in zip(requests, outcomes) {
      guard case .success(let outcomes) = outcome, var progress = request.options.progress,
        request.options.mode == .each || !outcomes.contains(where: { $0.rejection != nil })
      else { continue }
      if request.options.countsOutcomes { progress.count(outcomes) }
      last = progress
    }
    return last
  }
}

extension AppendRequest.Outcome {
  /// Whether the request left nothing in the commit.
  fileprivate var addsNothing: Bool {
    guard case .success(let outcomes) = self else { return true }
    return !outcomes.contains { if case .appended = $0 { true } else { false } }
  }
}

// MARK: - After a failure

extension LogWriter {
  /// Answers the requests of a transaction that failed: by what the log shows to have become of
  /// them, if it can be read again, and each on its own if it shows nothing of them.
  private mutating func settle(
    _ error: any Error, _ requests: ArraySlice<AppendRequest>, _ decision: GroupDecision?,
    _ index: inout LedgerIndex
  ) {
    if case .failed(_, .commit, _) = error as? LMDBError, let decision {
      do {
        if try isStored(decision.batch) {
          for (request, outcome) in zip(requests, decision.outcomes) { request.answer(outcome) }
          return
        }
      } catch {
        let unknown = LedgerError.outcomeUnknown(path: folder.path)
        for request in requests { request.answer(.failure(unknown)) }
        return
      }
    }
    // Nothing was stored. What failed may have been one caller's doing: a batch that does not fit
    // on the disk, for one.
    guard requests.count > 1 else {
      for request in requests { request.answer(.failure(LedgerError(error))) }
      return
    }
    for place in requests.indices {
      do {
        _ = try commit(requests[place...place], &index)
      } catch {
        requests[place].answer(.failure(LedgerError(error)))
      }
    }
  }

  /// Whether a failed commit took effect after all: its events lie where it put them.
  ///
  /// Reading begins with reopening and flushing the file, so what is found is also durable.
  private func isStored(_ batch: AppendBatch) throws -> Bool {
    try recoverStore()
    guard !batch.forms.isEmpty else { return false }
    return try store.environment.read { transaction in
      var position = batch.head.size
      for form in batch.forms {
        position += 1
        guard let record = try transaction.value(in: store.events, at: position),
          record.equals(form.record)
        else { return false }
      }
      return true
    }
  }

  /// A disk that failed once may fail again at once and then go on.
  private func recoverStore() throws {
    for _ in 1..<Self.recoveryAttemptCount {
      do {
        return try store.environment.recover()
      } catch { continue }
    }
    try store.environment.recover()
  }

  private static var recoveryAttemptCount: Int { 3 }
}

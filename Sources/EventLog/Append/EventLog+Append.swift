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
      let prepared = try prepare(drafts, policy, writer.vault, last: head.lastRecorded)
      try writer.index.catchUp()
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

// MARK: - Outside the transaction

extension EventLog {
  private func prepare(
    _ drafts: [Draft], _ policy: RecordingPolicy, _ vault: Vault, last: Instant
  ) throws -> [Result<PreparedEvent, Rejection>] {
    let validator = EventValidator()
    let checked = drafts.map { validator.validate($0.event) }
    let valid = checked.filter { $0.problems.isEmpty }.map(\.event)
    var sealed = try vault.seal(valid)[...]
    return zip(drafts, checked).map { draft, checked in
      guard checked.problems.isEmpty, let result = sealed.popFirst() else {
        return .failure(Rejection(problems: checked.problems))
      }
      return finish(result, recorded: policy.recorded(of: draft, last: last))
    }
  }

  private func finish(
    _ sealed: Result<Event, VaultError>, recorded: Instant
  ) -> Result<PreparedEvent, Rejection> {
    switch sealed {
    case .failure(let error):
      return .failure(
        Rejection(.personalOwner, "data", error.description, remedy: error.remedy))
    case .success(let event):
      do {
        return .success(try PreparedEvent(event, recorded: recorded))
      } catch {
        return .failure(Rejection(problems: [FieldProblem(error)]))
      }
    }
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
        try writer.index.catchUp()
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
    for (offset, event) in batch.accepted.enumerated() {
      try transaction.append(event.record.span, at: first + UInt64(offset), in: store.events)
    }
    for full in tiles.append(batch.accepted.map(\.leaf), to: &head.frontier) {
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

extension FieldProblem {
  /// What an event that passed validation cannot be encoded for.
  fileprivate init(_ error: EventEncodingError) {
    switch error {
    case .unresolvedAccount(let field):
      self.init(field, .wrongType, "still names an account", remedy: "name a person there")
    case .personalValueInClear(let field):
      self.init(field, .wrongType, "would enter the log in the clear")
    case .wrongType(let field): self.init(field, .wrongType, "is not of the field's type")
    case .unknownField(let field): self.init(field, .unknownField, "is no field of the type")
    case .repeatedField(let field): self.init(field, .duplicateKey, "occurs twice")
    case .tooDeep(let field): self.init(field, .tooDeep, "is nested too deep")
    case .unknownType(let name): self.init("type", .unknownType, "is not known", found: name)
    case .recordedBeforeEpoch: self.init("recorded", .invalidValue, "lies before 1970")
    case .tooLarge(let count):
      self.init("data", .tooLarge, "the event takes \(count) bytes, more than 65535")
    }
  }
}

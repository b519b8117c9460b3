package import LedgerModel
import Vault

extension EventLog {
  /// Appends a batch of drafts and answers for each once the commit is durable.
  ///
  /// Outside the write transaction every draft is validated, sealed by the vault, encoded and
  /// hashed. The log's writer then takes everything that waits into one commit: the tail that other
  /// processes wrote is folded first, then for each event identifier and rules are checked against
  /// the newest state, then all is stored. Appending the same drafts again stores nothing and gives
  /// the same positions.
  ///
  /// - Returns: one outcome for each draft, in order.
  /// - Throws: when nothing could be decided; nothing is stored then. After `.outcomeUnknown` the
  ///   same call may be made again.
  @available(*, noasync, message: "it waits for the disk; a task awaits the other one")
  package func append(
    _ drafts: [Draft], options: AppendOptions
  ) throws(LedgerError) -> [AppendOutcome] {
    let answer = Answer<[AppendOutcome]>()
    let draft = try draft(drafts, options, answer.give)
    if options.isBulk {
      writer.append(try asLedgerError { try prepare(draft) })
    } else if !needsVault(drafts) {
      writer.appendInPlace(try asLedgerError { try prepare(draft) })
    } else {
      seal(draft)
    }
    return try answer.wait()
  }

  /// Makes a batch of drafts ready, so that this can be done while another one is committed.
  ///
  /// - Throws: `LedgerError` when the vault cannot keep what they hold, or the ledger takes none.
  package func prepare(
    _ drafts: consuming [Draft], options: AppendOptions
  ) throws(LedgerError) -> PreparedAppend {
    let draft = try draft(drafts, options) { _ in }
    return PreparedAppend(try asLedgerError { try prepare(draft) }, writer)
  }

  /// As the other `append`, for a task: no thread waits for the disk meanwhile.
  ///
  /// A task that is cancelled before is refused; behind that the outcome is awaited, because the
  /// event may be stored.
  package func append(
    _ drafts: [Draft], options: AppendOptions
  ) async throws(LedgerError) -> [AppendOutcome] {
    guard !Task.isCancelled else { throw .cancelled }
    let result = await withCheckedContinuation { continuation in
      do {
        let draft = try draft(drafts, options) { continuation.resume(returning: $0) }
        if drafts.count > Preparation.chunkCount || needsVault(drafts) {
          seal(draft)
        } else {
          writer.append(try asLedgerError { try prepare(draft) })
        }
      } catch {
        continuation.resume(returning: .failure(LedgerError(error)))
      }
    }
    return try result.get()
  }

  /// Appends events that bring no `recorded` of their own.
  @available(*, noasync, message: "it waits for the disk; a task awaits the other one")
  package func append(
    _ events: [Event], mode: AppendOptions.Mode = .each, recording: RecordingClock
  ) throws(LedgerError) -> [AppendOutcome] {
    try append(events.map { Draft($0) }, options: AppendOptions(mode: mode, recording: recording))
  }

  /// As above, for a task.
  package func append(
    _ events: [Event], mode: AppendOptions.Mode = .each, recording: RecordingClock
  ) async throws(LedgerError) -> [AppendOutcome] {
    try await append(
      events.map { Draft($0) }, options: AppendOptions(mode: mode, recording: recording))
  }
}

// MARK: - Before the transaction

extension EventLog {
  /// Refuses what the ledger's clock does not allow before the vault keeps anything of it; decided
  /// again inside the transaction.
  private func draft(
    _ drafts: consuming [Draft], _ options: AppendOptions,
    _ answer: @escaping @Sendable (AppendRequest.Outcome) -> Void
  ) throws(LedgerError) -> AppendDraft {
    guard !isReadOnly else { throw .readOnly(path: folder.path) }
    let policy = RecordingPolicy(options.recording)
    let head = try head()
    try policy.check(head, allowsLive: options.allowsLive, path: folder.path)
    return AppendDraft(drafts: drafts, options: options, policy: policy, answer: answer)
  }

  private func needsVault(_ drafts: [Draft]) -> Bool {
    drafts.contains { Vault.isNeeded(for: $0.event) }
  }

  private func prepare(_ draft: consuming AppendDraft) throws -> AppendRequest {
    let vault = needsVault(draft.drafts) ? try vault() : nil
    let policy = draft.policy
    let prepared = try Preparation(vault: vault).prepare(draft.takeDrafts()) { _ in policy }
    return draft.request(prepared)
  }

  private func seal(_ draft: AppendDraft) {
    sealing.seal(
      draft, with: { [vaultSlot] in try vaultSlot.vault() },
      forward: { [writer] in writer.append($0) })
  }
}

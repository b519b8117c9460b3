import LedgerModel

/// One caller's batch on its way into a commit: made ready outside the write transaction, answered
/// after the commit is durable.
struct AppendRequest: Sendable {
  typealias Outcome = Result<[AppendOutcome], LedgerError>

  let drafts: [Draft]
  let prepared: [Result<PreparedEvent, Rejection>]
  let options: AppendOptions
  let policy: RecordingPolicy
  let answer: @Sendable (Outcome) -> Void

  /// Whether the request may share a commit with others: only live events share one `recorded`.
  var isShareable: Bool { policy.isLive }
}

/// A caller's batch before it is made ready.
struct AppendDraft: Sendable {
  let drafts: [Draft]
  let options: AppendOptions
  let policy: RecordingPolicy
  let answer: @Sendable (AppendRequest.Outcome) -> Void

  func request(_ prepared: [Result<PreparedEvent, Rejection>]) -> AppendRequest {
    AppendRequest(
      drafts: drafts, prepared: prepared, options: options, policy: policy, answer: answer)
  }
}

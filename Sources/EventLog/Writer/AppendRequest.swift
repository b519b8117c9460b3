import LedgerModel

/// One caller's batch on its way into a commit: made ready outside the write transaction, answered
/// after the commit is durable.
struct AppendRequest: Sendable {
  typealias Outcome = Result<[AppendOutcome], LedgerError>

  let prepared: [Result<PreparedEvent, Rejection>]
  let options: AppendOptions
  let policy: RecordingPolicy
  let answer: @Sendable (Outcome) -> Void

  /// Whether the request may share a commit with others: only live events share one `recorded`.
  var isShareable: Bool { policy.isLive }
}

/// A caller's batch before it is made ready.
struct AppendDraft: Sendable {
  private(set) var drafts: [Draft]
  let options: AppendOptions
  let policy: RecordingPolicy
  let answer: @Sendable (AppendRequest.Outcome) -> Void

  init(
    drafts: consuming [Draft], options: AppendOptions, policy: RecordingPolicy,
    answer: @escaping @Sendable (AppendRequest.Outcome) -> Void
  ) {
    self.drafts = drafts
    self.options = options
    self.policy = policy
    self.answer = answer
  }

  /// Hands the drafts over, so that nobody else holds their events.
  mutating func takeDrafts() -> [Draft] {
    defer { drafts = [] }
    return drafts
  }

  func request(_ prepared: [Result<PreparedEvent, Rejection>]) -> AppendRequest {
    AppendRequest(
      prepared: prepared, options: options, policy: policy, answer: answer)
  }
}

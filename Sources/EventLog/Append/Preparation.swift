import Dispatch
import LedgerModel
import Synchronization
import Vault

/// Makes drafts ready outside the write transaction, on all cores where that pays.
struct Preparation {
  /// Seals what names a person; none where no draft does.
  let vault: Vault?

  /// Events that one core takes at a time.
  static let chunkCount = 512

  /// Validates, seals, encodes and hashes: one result for each draft, in order.
  ///
  /// - Parameters:
  ///   - drafts: handed over, so that sealing changes their events where they lie.
  ///   - policy: how the draft of an index is recorded; the commit stamps and hashes it again should
  ///     it be recorded at another instant than is expected now.
  func prepare(
    _ drafts: consuming [Draft], policy: @Sendable (Int) -> RecordingPolicy
  ) throws -> [Result<PreparedEvent, Rejection>] {
    let count = drafts.count
    var refused = validate(&drafts)
    let valid =
      refused.isEmpty ? Array(drafts.indices) : drafts.indices.filter { refused[$0] == nil }
    var events = valid.map { drafts[$0].event }
    let terms = valid.map { DraftTerms(drafts[$0]) }
    drafts = []
    for (index, error) in try vault?.seal(&events) ?? [:] {
      refused[valid[index]] = Rejection(
        .personalOwner, "data", error.description, remedy: error.remedy)
    }
    let sealed = events
    let forms = inChunks(sealed.count) { index in
      encode(sealed[index], terms[index], policy(valid[index]))
    }
    return merge(forms, at: valid, refused, count: count)
  }

  /// Brings drafts that are not yet into their normal form; why some are refused, by their index.
  private func validate(_ drafts: inout [Draft]) -> [Int: Rejection] {
    var refused: [Int: Rejection] = [:]
    guard !drafts.allSatisfy(\.isValidated) else { return refused }
    let given = drafts
    let checked = inChunks(given.count) { index in
      let draft = given[index]
      return draft.isValidated ? (draft.event, []) : EventValidator().validate(draft.event)
    }
    for (index, (event, problems)) in checked.enumerated() {
      drafts[index].event = event
      if !problems.isEmpty { refused[index] = Rejection(problems: problems) }
    }
    return refused
  }

  private func encode(
    _ event: Event, _ terms: DraftTerms, _ policy: RecordingPolicy
  ) -> Result<PreparedEvent, Rejection> {
    do {
      let recorded = policy.expected(for: event, terms)
      return .success(try PreparedEvent(event, terms, recorded: recorded))
    } catch {
      return .failure(Rejection(problems: [FieldProblem(error)]))
    }
  }

  /// Puts what was made ready back in the place of its draft, refusals of any step between them.
  private func merge(
    _ forms: [Result<PreparedEvent, Rejection>], at valid: [Int], _ refused: [Int: Rejection],
    count: Int
  ) -> [Result<PreparedEvent, Rejection>] {
    guard !refused.isEmpty else { return forms }
    var next = 0
    return (0..<count).map { index in
      defer { if next < valid.count, valid[next] == index { next += 1 } }
      if let rejection = refused[index] { return .failure(rejection) }
      return forms[next]
    }
  }

  /// Calls `transform` for every index, several chunks at a time, and yields the results in order.
  private func inChunks<R: Sendable>(
    _ count: Int, _ transform: @Sendable (Int) -> R
  ) -> [R] {
    guard count > Self.chunkCount else { return (0..<count).map(transform) }
    let chunkCount = (count + Self.chunkCount - 1) / Self.chunkCount
    let chunks = Mutex<[Int: [R]]>([:])
    DispatchQueue.concurrentPerform(iterations: chunkCount) { chunk in
      let first = chunk * Self.chunkCount
      let results = (first..<min(first + Self.chunkCount, count)).map(transform)
      chunks.withLock { $0[chunk] = results }
    }
    let done = chunks.withLock { $0 }
    return (0..<chunkCount).flatMap { done[$0] ?? [] }
  }
}
